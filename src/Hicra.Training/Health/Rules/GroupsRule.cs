namespace Hicra.Training.Health.Rules;

/// <summary>Groups of different sizes, rollouts with one place, prompts mixed in a group: advantages then compare what does not belong together.</summary>
/// <remarks>No matter of degree. Sizes that are multiples of the smallest are let be: a prompt that a step has twice is one group in logs that name none.</remarks>
internal sealed class GroupsRule : IHealthRule
{
    /// <inheritdoc/>
    public string Name => "groups";

    /// <inheritdoc/>
    public string Question => "group sizes and indices";

    /// <inheritdoc/>
    public string Needs => "rollouts that say their group";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Steps.Any(s => s.GroupSizes.Count > 0);

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record)
    {
        int usual = record.Options?.GroupSize ?? record.Steps.SelectMany(s => s.GroupSizes).GroupBy(size => size).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        StepFacts[] uneven = [.. record.Steps.Where(s => s.GroupSizes.Any(size => size % usual != 0))], repeated = [.. record.Steps.Where(s => s.RepeatedPlaces > 0)], mixed = [.. record.Steps.Where(s => s.MixedGroups > 0)];
        if (mixed.Length > 0)
            yield return Made(mixed, "Groups mix prompts", $"{mixed.Sum(s => s.MixedGroups)} of {mixed.Sum(s => s.GroupSizes.Count)} groups answer more than one prompt", "rollouts of several runs or workers stand in one log under the same numbers, or the order was lost when they were gathered", "a folder for each run, group numbers that are unique in a step");
        if (repeated.Length > 0)
            yield return Made(repeated, "Rollouts share one place", $"{repeated.Sum(s => s.RepeatedPlaces)} rollouts have the group and sample of another", "a step was written twice, or two runs write to one log", "a folder for each run; of steps that were taken again the first writing has to go");
        if (uneven.Length > 0)
            yield return Made(uneven, "Groups differ in size", $"{uneven.Sum(s => s.GroupSizes.Count(size => size % usual != 0))} of {uneven.Sum(s => s.GroupSizes.Count)} groups have not {usual} rollouts (the smallest {uneven.Min(s => s.GroupSizes.Min())})", "the log was cut short, or rollouts were left out (failed, filtered) after their group had been formed", "whole groups or none: leave a group out, or sample it again, where one of its rollouts is lost");
    }

    private Finding Made(StepFacts[] steps, string title, string evidence, string cause, string knob) =>
        new() { Rule = Name, Severity = Severity.Fault, FirstStep = steps[0].Step, LastStep = steps[^1].Step, Title = title, Evidence = evidence, Cause = cause, Knob = knob };
}
