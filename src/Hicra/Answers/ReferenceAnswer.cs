using System.Buffers;
using Hicra.Answers.Equality;
using Hicra.Answers.Values;

namespace Hicra.Answers;

/// <summary>What a judge says of a response.</summary>
/// <param name="IsEqual">Whether it gives the reference's answer.</param>
/// <param name="Answer">The answer that was found in it; null where there is none.</param>
public sealed record AnswerVerdict(bool IsEqual, ExtractedAnswer? Answer);

/// <summary>
/// A right answer that responses are compared with: mathematical equality, decided by parsing both into exact expressions. The
/// rules stand in <c>docs/answers.md</c>. Pure: the same texts, the same verdict on any machine; any number of threads may ask.
/// Time and memory are bounded whatever a response holds, and nothing of it is ever run.
/// </summary>
public sealed class ReferenceAnswer
{
    // Signs that say nothing by themselves.
    private static readonly SearchValues<char> Quiet = SearchValues.Create("{}()[]|,;:.$");

    private readonly AnswerOptions _options;
    private readonly ParsedAnswer _parsed;

    /// <summary>Reads a reference.</summary>
    /// <param name="gold">The right answer, or a solution that ends in it.</param>
    /// <param name="options">How to compare; null for the defaults.</param>
    public ReferenceAnswer(string gold, AnswerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(gold);
        _options = options ?? AnswerOptions.Default;
        _parsed = ParsedAnswer.Of(AnswerExtractor.Find(gold)?.Text ?? gold.Trim());
    }

    /// <summary>The answer that was found in the reference.</summary>
    public string Text => _parsed.Text;

    /// <summary>Judges a response: finds its answer and compares it.</summary>
    public AnswerVerdict Judge(string response)
    {
        ArgumentNullException.ThrowIfNull(response);
        ExtractedAnswer? answer = AnswerExtractor.Find(response, _options.Strict);
        return new AnswerVerdict(answer is not null && IsEqual(answer.Text), answer);
    }

    /// <summary>Whether an answer equals the reference.</summary>
    /// <param name="answer">An answer and nothing around it.</param>
    public bool IsEqual(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ParsedAnswer other = ParsedAnswer.Of(answer);
        if (_parsed.Written == other.Written && _parsed.Written.AsSpan().ContainsAnyExcept(Quiet)) return true;
        if (Choice.Is(_parsed.Written, other.Written)) return true;
        foreach (Node gold in _parsed.Readings)
            foreach (Node given in other.Readings)
                if (new Comparison(_options).Equal(gold, given)) return true;
        return _parsed.Readings.Count == 0 && other.Readings.Count == 0 && Forms.Words(_parsed.Written) is { Length: > 0 } words && words.Any(char.IsLetter) && !words.Any(char.IsDigit) && words == Forms.Words(other.Written);
    }
}
