namespace Hicra.Testing;

/// <summary>What cannot be used is refused in one line.</summary>
internal static class Refusal
{
    /// <summary>Asserts that a line says why something is refused.</summary>
    public static void Says(string expected, Action action)
    {
        string message = Assert.Throws<HicraException>(action).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
