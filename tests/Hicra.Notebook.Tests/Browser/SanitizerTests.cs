using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>What JupyterLab's own sanitizer leaves of our output in a notebook that the reader did not run.</summary>
public sealed partial class SanitizerTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [SanitizerFact]
    public void It_takes_away_what_a_stranger_may_not_bring() => Assert.Equal(
        ["<b style=\"color:red\">x</b>", "<img src=\"data:image/svg+xml;base64,AAAA\" />"],
        Sanitize(["<b style=\"color:red;position:fixed\" onclick=\"x()\" data-a=\"1\">x</b><script>x()</script><svg></svg><style>b { color: blue; }</style>", "<img src=\"data:image/svg+xml;base64,AAAA\" onerror=\"x()\">"]));

    [SanitizerFact]
    public void Nothing_that_informs_is_lost_of_any_formatters_output() => Compare([.. Shown.Values("plain", _temporary.Path).Select(v => Shown.Bundle(v).Html!)]);

    [SanitizerFact(slow: true)]
    public void Nothing_that_informs_is_lost_of_the_committed_notebooks()
    {
        string[] outputs = [.. CommittedNotebooks.All().SelectMany(n => n.Cells).SelectMany(c => c.Outputs).Select(o => NotebookText.Join(o!["data"]?["text/html"])).Where(h => h.Length > 0)];
        Assert.True(outputs.Length >= 4);
        Compare(outputs);
    }

    private static void Compare(string[] outputs)
    {
        string[] left = Sanitize(outputs);
        Assert.Equal(outputs.Length, left.Length);
        foreach ((string html, string after) in outputs.Zip(left))
        {
            IDocument before = Shown.Parse(html), rest = Shown.Parse(after);
            // A script and a style sheet go as a whole: what they bring (sorting, the dark theme) informs of nothing.
            foreach (IElement sheet in before.QuerySelectorAll("script, style").ToArray()) sheet.Remove();
            Assert.Equal(before.Body!.TextContent, rest.Body!.TextContent);
            IElement[] were = [.. before.Body.QuerySelectorAll("*")], are = [.. rest.Body.QuerySelectorAll("*")];
            Assert.Equal(were.Select(e => e.LocalName), are.Select(e => e.LocalName));
            foreach ((IElement was, IElement now) in were.Zip(are))
            {
                foreach (string name in (string[])["src", "alt", "title", "width", "height", "open", "colspan"]) Assert.Equal(was.GetAttribute(name), now.GetAttribute(name));
                Assert.Equal(Informing(was), Informing(now));
            }
        }
    }

    // Styles by which a reader tells one thing from another: colours, bars, what is shown at all. Fonts and the like may go.
    private static IEnumerable<string> Informing(IElement element) => (element.GetAttribute("style") ?? "").Split(';')
        .Select(d => Spaces().Replace(d, "")).Where(d => d.Split(':')[0] is "color" or "background" or "background-color" or "border-bottom" or "width" or "height" or "display" or "white-space" or "text-align" or "overflow-x").Order(StringComparer.Ordinal);

    private static string[] Sanitize(string[] html)
    {
        var start = new ProcessStartInfo(Programs.Find("node")!, [Path.Combine(SanitizerFactAttribute.Folder, "sanitize.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        using Process process = Process.Start(start)!;
        Task<string> output = Task.Run(() => Bounded.Text(process, process.StandardOutput));
        process.StandardInput.Write(JsonSerializer.Serialize(html));
        process.StandardInput.Close();
        string answer = output.GetAwaiter().GetResult();
        Assert.Equal(0, Bounded.Exit(process));
        return JsonSerializer.Deserialize<string[]>(answer)!;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>A fact about JupyterLab's sanitizer; skipped with a clear message where it is not installed.</summary>
internal sealed class SanitizerFactAttribute : FactAttribute
{
    public static string Folder { get; } = Path.Combine(Here(), "jupyterlab");

    public SanitizerFactAttribute(bool slow = false, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        Skip = Slow.If(slow)!;
        if (Programs.Find("node") is null) Skip = "needs Node.js (Debian: apt-get install nodejs npm)";
        else if (!File.Exists(Path.Combine(Folder, "node_modules/@jupyterlab/apputils/lib/sanitizer.js"))) Skip = "needs JupyterLab's sanitizer (npm ci --prefix tests/Hicra.Notebook.Tests/Browser/jupyterlab)";
    }

    private static string Here([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
