namespace Hicra.Training.Worlds.Puzzle;

/// <summary>How the numbers and signs of a puzzle text are written.</summary>
public enum PuzzleSpelling
{
    /// <summary>As the vocabulary has them: <c>6 * 3 = 18 , 18 + 7 = 25</c>.</summary>
    Digits,

    /// <summary>As words: <c>six times three gives eighteen then eighteen plus seven gives twenty five</c>. Here a miner has to tell planning from execution.</summary>
    Words,
}
