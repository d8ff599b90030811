using Hicra.Interactive.WhatIf;
using Hicra.Strategy;
using Hicra.Traces;

namespace Hicra.Interactive.Mining;

/// <summary>How often the grams of a library are said in traces, and how many of their tokens plan.</summary>
internal sealed class GramCount
{
    private readonly PlanningMatcher _matcher;
    private readonly List<GramSpan> _spans = [];
    private readonly int[] _last;

    public GramCount(StrategicGramLibrary library)
    {
        _matcher = new PlanningMatcher(library);
        (Times, InTraces, _last) = (new long[library.Grams.Count], new int[library.Grams.Count], new int[library.Grams.Count]);
    }

    public StrategicGramLibrary Library => _matcher.Library;

    public int Traces { get; private set; }

    /// <summary>Tokens, or words where the traces do not say their tokens.</summary>
    public long Tokens { get; private set; }

    public long Planning { get; private set; }

    /// <summary>[grams]</summary>
    public long[] Times { get; }

    /// <summary>[grams] traces in which each occurs.</summary>
    public int[] InTraces { get; }

    /// <summary>Why words were counted and not tokens; null where tokens were.</summary>
    public string? WhyWords { get; private set; }

    public double? Share => Tokens > 0 ? (double)Planning / Tokens : null;

    /// <summary>The grams that occur, most frequent first.</summary>
    public IEnumerable<int> Ranked => Enumerable.Range(0, Times.Length).Where(g => Times[g] > 0).OrderByDescending(g => Times[g]);

    public void Add(Rollout rollout)
    {
        // Words of a world without texts of its own are separated by blanks; other traces bring their tokens' texts, or have only words.
        string[] pieces = rollout.TokenTexts ?? (rollout.TokenIds is null ? TokenPieces.FromText(rollout.Response ?? "") : TokenPieces.FromWords(TokenTexts.Of(rollout)));
        if (rollout.TokenIds is null) WhyWords ??= TraceCapabilities.Lack([rollout], TraceFeatures.TokenTexts);
        _spans.Clear();
        _matcher.Spans(pieces, _spans);
        var mask = new bool[pieces.Length];
        _matcher.Mark(pieces, mask);
        Traces++;
        Tokens += pieces.Length;
        foreach (bool planning in mask) if (planning) Planning++;
        foreach (GramSpan span in _spans)
        {
            Times[span.Gram]++;
            if (_last[span.Gram] == Traces) continue;
            _last[span.Gram] = Traces;
            InTraces[span.Gram]++;
        }
    }
}
