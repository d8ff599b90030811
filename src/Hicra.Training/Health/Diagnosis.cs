namespace Hicra.Training.Health;

/// <summary>What the doctor says of a run.</summary>
/// <param name="Findings">What stands out, what matters most first.</param>
/// <param name="NotLookedAt">Rules for which the run lacks something, and what.</param>
/// <param name="Rows">Rows of metrics that were looked at.</param>
/// <param name="Steps">Steps whose rollouts were looked at.</param>
/// <param name="Rollouts">Rollouts that were looked at.</param>
public sealed record Diagnosis(IReadOnlyList<Finding> Findings, IReadOnlyList<IHealthRule> NotLookedAt, int Rows, int Steps, int Rollouts)
{
    /// <summary>What somebody should look at: all findings but notes.</summary>
    public IEnumerable<Finding> Alarms => Findings.Where(f => f.IsAlarm);

    /// <summary>Rules that were asked.</summary>
    public int Asked => Doctor.Rules.Count - NotLookedAt.Count;
}
