using System.Runtime.CompilerServices;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>Programs that tests drive, where the machine has them.</summary>
internal static class Programs
{
    /// <summary>The first of the names that lies on the path; null for none.</summary>
    public static string? Find(params string[] names) => names.SelectMany(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend("/usr/bin").Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>A fact that is seen in a browser; skipped with a clear message where there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(bool slow = false, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.If(slow) ?? Chromium.Missing)!;
}

/// <summary>A theory that is seen in a browser; skipped with a clear message where there is none.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute(bool slow = false, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.If(slow) ?? Chromium.Missing)!;
}

/// <summary>A fact about the classic Notebook in a browser; skipped with a clear message where one of them is missing.</summary>
internal sealed class NotebookFactAttribute : FactAttribute
{
    public NotebookFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Reason!;

    /// <summary>Why such tests are skipped; null where they run.</summary>
    public static string? Reason => Slow.Reason ?? Chromium.Missing ?? NotebookServer.Missing;
}

/// <summary>A theory about the classic Notebook in a browser; skipped with a clear message where one of them is missing.</summary>
internal sealed class NotebookTheoryAttribute : TheoryAttribute
{
    public NotebookTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = NotebookFactAttribute.Reason!;
}
