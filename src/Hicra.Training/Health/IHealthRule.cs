namespace Hicra.Training.Health;

/// <summary>One thing that can be wrong with a run. Rules are asked in the order of <see cref="Doctor.Rules"/>, none knows another.</summary>
public interface IHealthRule
{
    /// <summary>The name, for example <c>no-signal</c>.</summary>
    string Name { get; }

    /// <summary>What it looks for, in a few words.</summary>
    string Question { get; }

    /// <summary>What it reads, for a log that lacks it.</summary>
    string Needs { get; }

    /// <summary>Whether the record has what the rule reads.</summary>
    bool CanLook(HealthRecord record);

    /// <summary>What stands out; asked only where <see cref="CanLook"/>.</summary>
    IEnumerable<Finding> Look(HealthRecord record);
}
