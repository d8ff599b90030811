using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Worlds;

/// <summary>The worlds by name.</summary>
public static class WorldCatalog
{
    /// <summary>The name of the puzzle world, which commands take where none is given.</summary>
    public const string Puzzle = "puzzle";

    /// <summary>The world of a name.</summary>
    /// <exception cref="HicraException">There is none of that name.</exception>
    public static IWorld Find(string name) => name == Puzzle ? new PuzzleWorld() : throw NameSuggestion.Unknown("world", name, [Puzzle]);
}
