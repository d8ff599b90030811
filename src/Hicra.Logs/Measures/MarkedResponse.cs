using System.Runtime.InteropServices;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Logs.Measures;

/// <summary>A response with its planning tokens. Reused from one to the next: what it holds is gone with the next call.</summary>
internal sealed class MarkedResponse(PlanningMatcher matcher, TokenSource tokens)
{
    private readonly List<GramSpan> _spans = [];
    private List<int> _ends = [];
    private bool[] _characters = [], _planning = [];

    public string Text { get; private set; } = "";

    /// <summary>[tokens] where each ends in the text.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    public int Count => _ends.Count;

    /// <summary>[tokens]</summary>
    public ReadOnlySpan<bool> Planning => _planning.AsSpan(0, _ends.Count);

    public int PlanningCount { get; private set; }

    /// <summary>The grams, leftmost and longest first, in tokens.</summary>
    public List<GramSpan> Spans => _spans;

    public ResponseParts Parts { get; private set; }

    /// <summary>The tokens of the thoughts; null where the response keeps none apart.</summary>
    public (int From, int To)? Thinking { get; private set; }

    public ReadOnlySpan<char> Token(int i) => Text.AsSpan((i == 0 ? 0 : _ends[i - 1]).._ends[i]);

    public void Read(Rollout rollout)
    {
        _ends = tokens.Ends(rollout, out string text);
        Text = text;
        Parts = ResponseParts.Of(text);
        if (_characters.Length < text.Length) _characters = new bool[Math.Max(4096, 2 * text.Length)];
        if (_planning.Length < _ends.Count) _planning = new bool[Math.Max(1024, 2 * _ends.Count)];
        _spans.Clear();
        // Every occurrence counts for planning tokens, also one inside another.
        Span<bool> covered = _characters.AsSpan(0, text.Length);
        matcher.Find(text, _spans, covered);
        PlanningCount = 0;
        int next = _spans.Count > 0 ? covered.IndexOf(true) : int.MaxValue; // the next covered character that was not yet passed
        for (int i = 0; i < _ends.Count; i++)
        {
            bool plans = _ends[i] > next;
            _planning[i] = plans;
            if (!plans) continue;
            PlanningCount++;
            int found = covered[_ends[i]..].IndexOf(true);
            next = found < 0 ? int.MaxValue : _ends[i] + found;
        }
        for (int i = 0; i < _spans.Count; i++)
        {
            int first = TokenAt(_spans[i].Start), last = TokenAt(_spans[i].End - 1);
            _spans[i] = new(first, last - first + 1, _spans[i].Gram);
        }
        Thinking = Parts.Thinking is { } range && _ends.Count > 0 ? Between(range.Start.GetOffset(text.Length), range.End.GetOffset(text.Length)) : null;
    }

    /// <summary>The rollout with these tokens and grams, as a run's folder holds it.</summary>
    public Rollout Saved(Rollout rollout)
    {
        var pieces = new string[Count];
        for (int i = 0; i < pieces.Length; i++) pieces[i] = Token(i).ToString();
        return rollout with { TokenTexts = pieces, PlanningSpans = Covering(), Source = null };
    }

    // An occurrence that overlaps one that was taken goes on behind it: the span is lengthened, so that spans and planning tokens are the same.
    private GramSpan[] Covering()
    {
        GramSpan[] spans = [.. _spans];
        for (int i = 0; i < spans.Length; i++)
        {
            int end = spans[i].End, next = i + 1 < spans.Length ? spans[i + 1].Start : Count;
            while (end < next && _planning[end]) end++;
            spans[i] = spans[i] with { Length = end - spans[i].Start };
        }
        return spans;
    }

    /// <summary>The token that holds a character.</summary>
    private int TokenAt(int character)
    {
        int at = _ends.BinarySearch(character + 1);
        if (at < 0) return ~at;
        // Tokens without text end where the one before does.
        while (at > 0 && _ends[at - 1] == character + 1) at--;
        return at;
    }

    // A word may begin with the last sign of the mark before it.
    private (int From, int To) Between(int start, int end)
    {
        int from = start < Text.Length ? TokenAt(start) : Count, to = Border(end);
        return (Math.Min(from, to), to);
    }

    /// <summary>The first token that begins at a character or behind it.</summary>
    private int Border(int character)
    {
        int at = _ends.BinarySearch(character);
        return character == 0 ? 0 : Math.Min(_ends.Count, at >= 0 ? at + 1 : ~at + 1);
    }
}
