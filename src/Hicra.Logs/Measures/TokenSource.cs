using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Logs.Measures;

/// <summary>How the tokens of a log's responses are known.</summary>
public enum TokenKind
{
    /// <summary>The log holds them.</summary>
    Own,

    /// <summary>A tokenizer that the reader named divides the text.</summary>
    Tokenizer,

    /// <summary>Nothing is known: words and signs stand for tokens (<see cref="PreTokens"/>).</summary>
    Words,
}

/// <summary>Divides responses into tokens: the log's own, else a tokenizer's, else words.</summary>
/// <param name="tokenizer">The reader's; null for none.</param>
/// <param name="name">What people call it.</param>
public sealed class TokenSource(ITokenizer? tokenizer = null, string? name = null)
{
    private readonly List<int> _ends = [];

    /// <summary>[kinds] rollouts of each.</summary>
    public long[] Counts { get; } = new long[3];

    /// <summary>What divided the responses, in words, for example "words and signs (the log has no tokens)".</summary>
    public string Describe()
    {
        var parts = new List<string>();
        if (Counts[(int)TokenKind.Own] > 0) parts.Add("the log's own tokens");
        if (Counts[(int)TokenKind.Tokenizer] > 0) parts.Add($"the tokenizer {name}");
        if (Counts[(int)TokenKind.Words] > 0) parts.Add("words and signs, since the log holds no tokens");
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    /// <summary>The kind that most rollouts have.</summary>
    public TokenKind Kind => (TokenKind)Array.IndexOf(Counts, Counts.Max());

    /// <summary>[tokens] where each token ends in the response, in characters.</summary>
    /// <param name="rollout">A rollout with a response, token texts, or both.</param>
    /// <param name="text">The text that the tokens divide.</param>
    /// <exception cref="HicraException">The tokenizer does not spell the response.</exception>
    internal List<int> Ends(Rollout rollout, out string text)
    {
        _ends.Clear();
        if (rollout.TokenTexts is not null)
        {
            Counts[(int)TokenKind.Own]++;
            text = Join(RolloutTokens.Pieces(rollout));
            return _ends;
        }
        text = rollout.Response ?? "";
        if (tokenizer is not null)
        {
            Counts[(int)TokenKind.Tokenizer]++;
            string spelt = Join(tokenizer.Pieces(rollout.TokenIds ?? tokenizer.Encode(text)));
            if (spelt.AsSpan().Trim().StartsWith(text.AsSpan().Trim(), StringComparison.Ordinal)) text = spelt;
            else throw new HicraException($"the tokens of {name} do not spell a response (step {rollout.Step?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}, '{Start(spelt)}' for '{Start(text)}'); give the tokenizer that the model has");
            return _ends;
        }
        Counts[(int)TokenKind.Words]++;
        PreTokens.Ends(text, _ends);
        return _ends;
    }

    private string Join(string[] pieces)
    {
        int at = 0;
        foreach (string piece in pieces) _ends.Add(at += piece.Length);
        return string.Concat(pieces);
    }

    private static string Start(string text) => new([.. text[..Math.Min(24, text.Length)].Where(c => !char.IsControl(c))]);
}
