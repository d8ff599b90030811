namespace Hicra.Rollouts;

/// <summary>A rollout's tokens as text: what every view, count and export reads.</summary>
/// <remarks>
/// New rollouts carry their tokens' texts. Those of older files hold ids and a response of whole words: as many words as ids
/// are their texts.
/// </remarks>
/// <param name="Texts">[tokens] what to write for each token; words without the blanks between them where <see cref="AreWords"/>.</param>
/// <param name="AreWords">Whether the tokens are whole words that single blanks part, and not pieces that carry their own blanks.</param>
public sealed record RolloutTokens(IReadOnlyList<string> Texts, bool AreWords)
{
    /// <summary>The tokens of a rollout; null where it does not say how its response is divided.</summary>
    public static RolloutTokens? Of(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (rollout.TokenTexts is { } texts) return OfTexts(texts, rollout.Response);
        // A response in one word a token, as the puzzle world writes it.
        string[] words = rollout.Response?.Split(' ') ?? [];
        return rollout.TokenCount is int count and > 0 && words.Length == count ? new(words, true) : null;
    }

    /// <summary>[tokens] pieces that, joined, are the response: the rollout's own, else its words, else its ids as <c>&lt;id&gt;</c>.</summary>
    public static string[] Pieces(Rollout rollout)
    {
        RolloutTokens tokens = Of(rollout) ?? new([.. (rollout.TokenIds ?? []).Select(id => $"<{id}>")], true);
        return tokens.AreWords ? Joined(tokens.Texts) : [.. tokens.Texts];
    }

    /// <summary>[tokens] the pieces of a text of whole words: each but the first with the blank before it.</summary>
    public static string[] Joined(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select((word, i) => i == 0 ? word : " " + word)];
    }

    // Pieces of one word each, with a blank before all but the first, are words; so are texts without any blank whose response has some.
    private static RolloutTokens OfTexts(string[] texts, string? response)
    {
        bool parted = texts.Length > 1 && texts.Skip(1).All(t => t.Length > 1 && t[0] == ' ' && !t.AsSpan(1).Contains(' ')) && !texts[0].AsSpan(texts[0].StartsWith(' ') ? 1 : 0).Contains(' ');
        if (parted) return new([.. texts.Select(t => t.TrimStart(' '))], true);
        bool bare = texts.Length > 1 && texts.All(t => !t.Contains(' ', StringComparison.Ordinal)) && (response?.Contains(' ', StringComparison.Ordinal) ?? true);
        return new(texts, bare);
    }
}
