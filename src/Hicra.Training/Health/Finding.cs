namespace Hicra.Training.Health;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Nothing is wrong; it explains something that people ask about.</summary>
    Note,

    /// <summary>The run learns worse than it could, or will soon.</summary>
    Warning,

    /// <summary>The run learns nothing, or its data contradict each other.</summary>
    Fault,
}

/// <summary>Something that stands out in a run: what, how it shows, since when, why, and what to turn.</summary>
public sealed record Finding
{
    /// <summary>The rule that found it, for example <c>no-signal</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What stands out, in a clause.</summary>
    public required string Title { get; init; }

    /// <summary>The numbers that show it.</summary>
    public required string Evidence { get; init; }

    /// <summary>The first step at which it shows; null where it concerns no step.</summary>
    public int? FirstStep { get; init; }

    /// <summary>The last step at which it shows; null where it concerns no step.</summary>
    public int? LastStep { get; init; }

    /// <summary>What likely causes it.</summary>
    public required string Cause { get; init; }

    /// <summary>What to turn.</summary>
    public required string Knob { get; init; }

    /// <summary>Whether somebody should look: all but notes.</summary>
    public bool IsAlarm => Severity != Severity.Note;

    /// <summary>Where it shows: <c>step 40</c>, <c>steps 40 to 80</c>; empty where it concerns no step.</summary>
    public string Where => FirstStep is not int first ? "" : LastStep is int last && last != first ? FormattableString.Invariant($"steps {first} to {last}") : FormattableString.Invariant($"step {first}");

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Title}{(Where.Length > 0 ? $" ({Where})" : "")}: {Evidence}";
}
