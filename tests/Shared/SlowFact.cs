using System.Runtime.CompilerServices;

namespace Hicra.Testing;

/// <summary>Tests that take long: all run where HICRA_SLOW is 1, as in CI.</summary>
internal static class Slow
{
    /// <summary>Why a slow test is skipped; null where it runs.</summary>
    public static string? Reason { get; } = Environment.GetEnvironmentVariable("HICRA_SLOW") == "1" ? null : "takes long: HICRA_SLOW=1 runs it (CI does)";

    /// <summary>The same for a test that may be slow.</summary>
    public static string? If(bool slow) => slow ? Reason : null;
}

/// <summary>A fact that takes long.</summary>
internal sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Slow.Reason!;
}

/// <summary>A theory that takes long.</summary>
internal sealed class SlowTheoryAttribute : TheoryAttribute
{
    public SlowTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Slow.Reason!;
}
