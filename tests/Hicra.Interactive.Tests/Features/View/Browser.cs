using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Features.View;

/// <summary>A headless browser, where the machine has one.</summary>
internal static class Browser
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The page's document after its scripts ran.</summary>
    public static string Dom(string file, string profile)
    {
        var start = new ProcessStartInfo(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile, "--dump-dom", new Uri(file).AbsoluteUri]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string dom = Bounded.Text(process, process.StandardOutput);
        Bounded.Exit(process);
        return dom;
    }
}

/// <summary>A fact that is seen in a browser; skipped with a clear message where there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Browser.Path is null ? "needs Chromium, which is not on this machine's path" : null!;
}
