namespace Hicra.Training.Worlds.Puzzle;

/// <summary>What the puzzle verifier says of one response.</summary>
/// <param name="Reward">1 for a right answer with a sound derivation, else 0.</param>
/// <param name="Kind">Right, or what went wrong.</param>
/// <param name="Attempts">How many attempts the response has.</param>
/// <param name="SoundAttempts">How many of them are sound.</param>
/// <param name="Forms">[attempts] the strategy that each attempt executed (index in <see cref="PuzzleStrategy.All"/>), -1 for none.</param>
/// <param name="Truncated">The response does not end with the end token.</param>
public record PuzzleVerdict(double Reward, ErrorKind Kind, int Attempts, int SoundAttempts, IReadOnlyList<int> Forms, bool Truncated)
    : Verdict(Reward, Kind);
