using System.Globalization;
using System.Runtime.CompilerServices;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cultures;

/// <summary>A fact about another language than the invariant one; skipped where the machine has none.</summary>
internal sealed class CultureFactAttribute : FactAttribute
{
    public CultureFactAttribute(bool slow = false, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = Slow.If(slow) ?? (Has("de-DE") ? null : "needs the culture de-DE (ICU; and DOTNET_SYSTEM_GLOBALIZATION_INVARIANT not set)");

    private static bool Has(string name)
    {
        try { return CultureInfo.GetCultureInfo(name).NumberFormat.NumberDecimalSeparator == ","; }
        catch (CultureNotFoundException) { return false; }
    }
}
