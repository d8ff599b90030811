using System.Globalization;

namespace Hicra.Training.Health.Rules;

/// <summary>Tokens that do not spell their response: masks and credit then sit on the wrong words.</summary>
/// <remarks>Blanks and a last end token do not count. One rollout of a hundred may hold a character that a tokenizer splits badly; more is a method.</remarks>
internal sealed class SpellingRule : IHealthRule
{
    private const double Most = 0.01;

    /// <inheritdoc/>
    public string Name => "spelling";

    /// <inheritdoc/>
    public string Question => "tokens that do not spell their text";

    /// <inheritdoc/>
    public string Needs => "rollouts with the texts of their tokens";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Steps.Any(s => s.Spelt > 0);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        int spelt = record.Steps.Sum(s => s.Spelt), wrong = record.Steps.Sum(s => s.Misspelt);
        if (wrong <= Most * spelt) yield break;
        StepFacts[] where = [.. record.Steps.Where(s => s.Misspelt > 0)];
        yield return new Finding
        {
            Rule = Name, Severity = Severity.Fault, FirstStep = where[0].Step, LastStep = where[^1].Step, Title = "Tokens do not spell their response",
            Evidence = string.Create(CultureInfo.InvariantCulture, $"in {wrong} of {spelt} rollouts the tokens' texts, joined, are another text than the response"),
            Cause = "the text was tokenized again by another tokenizer or template than the one that sampled, or special tokens were taken out of one and not of the other",
            Knob = "keep the ids that were sampled and decode those; the tokenizer of the checkpoint (--tokenizer), with its own template",
        };
    }
}
