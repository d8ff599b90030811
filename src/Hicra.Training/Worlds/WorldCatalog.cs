using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Training.Worlds;

/// <summary>
/// The worlds by name. Immutable: <see cref="With"/> makes a larger catalogue, which a host hands to its commands and to the
/// runs that they open.
/// </summary>
public sealed class WorldCatalog
{
    /// <summary>The name of the puzzle world, which commands take where none is given.</summary>
    public const string Puzzle = "puzzle";

    /// <summary>The name of the long world, in which planning is 3 to 6 % of all tokens.</summary>
    public const string LongSums = "long";

    /// <summary>The name of the puzzle world whose problems are pictures.</summary>
    public const string Vision = "vision";

    /// <summary>The name of the vision world whose pictures are hard to read.</summary>
    public const string NoisyVision = "vision-noisy";

    private WorldCatalog(IReadOnlyList<IWorld> worlds) => Worlds = worlds;

    /// <summary>The worlds of the kit itself.</summary>
    public static WorldCatalog BuiltIn { get; } = new([new PuzzleWorld(), new LongWorld(), new VisionWorld(Vision, new PictureOptions(.02, .1)), new VisionWorld(NoisyVision, new PictureOptions(.05, .25))]);

    /// <summary>The worlds, in the order in which help shows them.</summary>
    public IReadOnlyList<IWorld> Worlds { get; }

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => Worlds.Select(w => w.Name);

    /// <summary>This catalogue and one more world.</summary>
    /// <exception cref="HicraException">The name is taken.</exception>
    public WorldCatalog With(IWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (Names.Contains(world.Name)) throw new HicraException($"A world named '{world.Name}' exists already: give the world another name.");
        return new([.. Worlds, world]);
    }

    /// <summary>The world of a name.</summary>
    /// <exception cref="HicraException">There is none of that name; the message suggests the nearest one.</exception>
    public IWorld Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Worlds.FirstOrDefault(w => w.Name == name) ?? throw NameSuggestion.Unknown("world", name, Names);
    }
}
