namespace Hicra.Strategy;

/// <summary>The three moves that strategic grams make (the paper's section 3.1).</summary>
public enum StrategicMove
{
    /// <summary>Goes forward along a plan.</summary>
    Deduction,

    /// <summary>Leaves for another plan.</summary>
    Branching,

    /// <summary>Looks back: at what was given, or at what was done.</summary>
    Backtracing,
}
