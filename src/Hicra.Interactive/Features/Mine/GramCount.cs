using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Features.Mine;

/// <summary>How often the grams of a library are said in traces, and how many of their tokens plan.</summary>
internal sealed class GramCount
{
    private readonly PlanningMatcher _matcher;
    private readonly List<GramSpan> _spans = [];
    private readonly int[] _last;
    private readonly List<int> _ends = [];
    private bool[] _mask = [];

    public GramCount(StrategicGramLibrary library)
    {
        _matcher = new PlanningMatcher(library);
        (Times, InTraces, _last) = (new long[library.Grams.Count], new int[library.Grams.Count], new int[library.Grams.Count]);
    }

    public StrategicGramLibrary Library => _matcher.Library;

    public int Traces { get; private set; }

    /// <summary>Tokens, or pre-tokens (<see cref="PreTokens"/>) where the traces do not say their tokens.</summary>
    public long Tokens { get; private set; }

    public long Planning { get; private set; }

    /// <summary>[grams]</summary>
    public long[] Times { get; }

    /// <summary>[grams] traces in which each occurs.</summary>
    public int[] InTraces { get; }

    /// <summary>Why pre-tokens were counted and not tokens; null where tokens were.</summary>
    public string? WhyPreTokens { get; private set; }

    public double? Share => Tokens > 0 ? (double)Planning / Tokens : null;

    /// <summary>The grams that occur, most frequent first.</summary>
    public IEnumerable<int> Ranked => Enumerable.Range(0, Times.Length).Where(g => Times[g] > 0).OrderByDescending(g => Times[g]);

    public void Add(Rollout rollout)
    {
        _spans.Clear();
        Traces++;
        if (rollout.TokenTexts is null && rollout.TokenIds is null) Text(rollout);
        else Pieces(rollout.TokenTexts ?? RolloutTokens.Pieces(rollout));
        foreach (GramSpan span in _spans)
        {
            Times[span.Gram]++;
            if (_last[span.Gram] == Traces) continue;
            _last[span.Gram] = Traces;
            InTraces[span.Gram]++;
        }
    }

    private void Pieces(string[] pieces)
    {
        _matcher.Spans(pieces, _spans);
        var mask = new bool[pieces.Length];
        _matcher.Mark(pieces, mask);
        Tokens += pieces.Length;
        Planning += mask.Count(planning => planning);
    }

    private void Text(Rollout rollout)
    {
        WhyPreTokens ??= RolloutCapabilities.Lack([rollout], RolloutFeatures.TokenTexts);
        string text = rollout.Response ?? "";
        _matcher.Spans(text, _spans);
        if (_mask.Length < text.Length) _mask = new bool[2 * text.Length];
        Span<bool> mask = _mask.AsSpan(0, text.Length);
        _matcher.Mark(text, mask);
        _ends.Clear();
        PreTokens.Ends(text, _ends);
        Tokens += _ends.Count;
        int start = 0;
        foreach (int end in _ends)
        {
            if (mask[start..end].Contains(true)) Planning++;
            start = end;
        }
    }
}
