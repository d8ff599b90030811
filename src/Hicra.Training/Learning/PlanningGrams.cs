using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;
using Hicra.Training.Text;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>
/// The strategic grams that define planning tokens in a training: the world's own, a fixed library, or one that is mined again
/// every N steps from the run's own correct rollouts since the last mining (the newest <see cref="MostRecent"/>).
/// </summary>
/// <remarks>
/// A run that mines starts without grams: nothing is a planning token until <see cref="Fewest"/> correct rollouts are there,
/// of which the first version is mined. Mining takes no random numbers but the settings' own seed, so a run that is resumed
/// or forked has the same versions.
/// </remarks>
internal sealed class PlanningGrams
{
    /// <summary>Correct rollouts that a mining needs; with fewer, the library stays and collecting goes on.</summary>
    public const int Fewest = 100;

    /// <summary>Correct rollouts that are kept for the next mining.</summary>
    public const int MostRecent = 10_000;

    private readonly IWorld _world;
    private readonly int _every;
    private readonly IGramFinder? _truth;
    private readonly List<int[]> _recent = [];
    private int _minedAt = -1;
    private IGramFinder _finder = null!;

    /// <summary>Makes the grams of a training's first step.</summary>
    /// <param name="world">Its grams are the default, and what mined ones are judged by.</param>
    /// <param name="source">Where the grams come from.</param>
    /// <param name="fixedLibrary">The library of a source that names one.</param>
    public PlanningGrams(IWorld world, GramSource source, StrategicGramLibrary? fixedLibrary)
    {
        (_world, _every) = (world, source.Every);
        IsWorlds = !source.IsOnline && fixedLibrary is null;
        if (!IsWorlds) _truth = world.Finder(OfWorld(world));
        Use(IsWorlds ? OfWorld(world) : fixedLibrary ?? new StrategicGramLibrary(GramSource.Online, []));
    }

    /// <summary>The present library.</summary>
    public StrategicGramLibrary Library { get; private set; } = null!;

    /// <summary>Whether the library is the world's own.</summary>
    public bool IsWorlds { get; }

    /// <summary>The state between two steps; null for a library that does not change.</summary>
    public GramState? State => _every == 0 ? null : new(Library, _minedAt, [.. _recent]);

    /// <summary>A world's own grams as a library.</summary>
    public static StrategicGramLibrary OfWorld(IWorld world)
    {
        (IReadOnlyList<int> clusterOf, IReadOnlyList<string> names) = world.GramClusters;
        StrategicGramLibrary library = StrategicGramLibrary.FromClusterIndices(world.Name, world.StrategicGrams, clusterOf, names);
        if (world.GramMoves.Count == 0) return library;
        ILookup<string, StrategicMove> moves = world.StrategicGrams.Zip(world.GramMoves).ToLookup(pair => pair.First, pair => pair.Second);
        return new StrategicGramLibrary(library.Name, [.. library.Clusters.Select(cluster => cluster with { Intent = moves[cluster.Grams[0]].First() })]);
    }

    /// <summary>Continues from a state.</summary>
    public void Restore(GramState? state)
    {
        if (_every == 0 || state is null) return;
        _minedAt = state.MinedAt;
        _recent.Clear();
        _recent.AddRange(state.Recent);
        Use(state.Library);
    }

    /// <summary>Mines if it is time to, before the rollouts of a step are looked at.</summary>
    /// <returns>The new version; null where the library stays.</returns>
    public GramVersion? Begin(int step)
    {
        bool due = _every > 0 && _recent.Count >= Fewest && (_minedAt < 0 || step - _minedAt >= _every);
        if (!due) return null;
        StrategicGramLibrary mined;
        try
        {
            mined = new GramMiner().Mine(_recent.Select(ids => new Solution(_world.Tokenizer.Decode(ids), true))).Library;
        }
        catch (HicraException)
        {
            // Rollouts without a common phrase leave the library as it is; a later mining may find some.
            return null;
        }
        double? overlap = _minedAt < 0 ? null : LibraryOverlap.Of(Library, mined).Grams;
        var version = new GramVersion(step, new StrategicGramLibrary($"{GramSource.Online}, step {step}", mined.Clusters), _recent.Count, overlap);
        _minedAt = step;
        _recent.Clear();
        Use(version.Library);
        return version;
    }

    /// <summary>Takes the correct responses of a step.</summary>
    public void Observe(RolloutBatch batch)
    {
        if (_every == 0) return;
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.Verdicts[i].Kind == ErrorKind.Right) _recent.Add(batch.Response(i).ToArray());
        }
        if (_recent.Count > MostRecent) _recent.RemoveRange(0, _recent.Count - MostRecent);
    }

    /// <summary>Appends a response's occurrences, leftmost and longest first, and sets which of its tokens plan.</summary>
    /// <param name="response">[tokens]</param>
    /// <param name="spans">Receives the occurrences.</param>
    /// <param name="planning">[tokens], overwritten.</param>
    public void Mark(ReadOnlySpan<int> response, List<GramSpan> spans, Span<bool> planning)
    {
        _finder.Spans(response, spans);
        // Mined grams may overlap: five words of a phrase of six, twice. The world's own do not.
        _finder.Mark(response, planning, IsWorlds ? MatchPolicy.LeftmostLongest : MatchPolicy.AllOccurrences);
    }

    /// <summary>How the mask compares with that of the world's own grams, in tokens; null where those are in use.</summary>
    public MaskScore? Judge(RolloutBatch batch)
    {
        if (_truth is null) return null;
        var score = new MaskScore();
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<int> response = batch.Response(i);
            var truth = new bool[response.Length];
            _truth.Mark(response, truth, MatchPolicy.LeftmostLongest);
            score += MaskScore.Of(batch.Planning.AsSpan(batch.Offsets[i]..batch.Offsets[i + 1]), truth);
        }
        return score;
    }

    private void Use(StrategicGramLibrary library)
    {
        Library = library;
        _finder = _world.Finder(library);
    }
}
