using System.Globalization;
using Hicra.Interactive;
using Hicra.Interactive.Features.View;
using Hicra.Interactive.Tests.Features.View;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>Every page and card that the kit makes, made once: all commands are run as a reader would, in a notebook and in a terminal.</summary>
public sealed class EveryPage : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _cards = "";

    public EveryPage()
    {
        // Nobody looks at them.
        if ((Slow.Reason ?? Chromium.Missing) is not null) return;
        NotebookDocument notebook = Execute(
            "#!hicra-train --method grpo,hicra --seeds 0..2 --steps 14 --prompts 4 --val-every 5 --val-problems 8 --rollouts-every 7 --out sweep --quiet",
            "#!hicra-show sweep", "#!hicra-show sweep/grpo/seed-0", "#!hicra-show demo/hicra", "#!hicra-show", "#!hicra-train --steps 3 --prompts 4 --out one --quiet",
            "#!hicra-trace demo/hicra --tokens", "#!what-if --html what-if.html", "#!plot-dynamics --out plot.html", "#!plot-dynamics sweep", "#!plot-dynamics --paper", "#!hicra-eval --limit 8",
            "#!sg-mine --traces math --out grams.json", "#!sg-review grams.json", "#!hicra-view --out one.html", "#!hicra-view sweep --out six.html", "// every view");
        Assert.Empty(notebook.Cells.SelectMany(c => c.Outputs).Where(o => (string?)o!["output_type"] == "error").Select(o => (string?)o!["evalue"]));
        var output = new NotebookOutputs(notebook.Cells[^1].ClearOutputs(), new NotebookDisplays(), 99);
        foreach (object value in Shown.Values("plain text", _folder.Path)) output.Display(Shown.Bundle(value), "");
        File.WriteAllText(_folder.File("notebook.html"), NotebookPage.Html(notebook, "every page", _folder.Path));
        RunViewer.Write(_folder.File("small.html"), [SmallRun.Write(_folder.File("first")), SmallRun.Write(_folder.File("second"), method: "grpo")]);
        _cards = string.Concat(notebook.Cells.SelectMany(c => c.Outputs).Select(o => NotebookText.Join(o!["data"]?["text/html"])));
    }

    /// <summary>Pages that follow the system.</summary>
    public static TheoryData<string> Pages => ["notebook", "plot", "what-if", "one", "six", "small"];

    /// <summary>The address of a page.</summary>
    public string Address(string page) => new Uri(_folder.File(page + ".html")).AbsoluteUri;

    /// <summary>The address of all cards on a host's page.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="body">The attributes of the host's body.</param>
    /// <param name="ground">The host's background.</param>
    public string OnHost(string name, string body, string ground)
    {
        File.WriteAllText(_folder.File(name + ".html"), string.Create(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body {body} style=\"margin:8px;background:{ground}\">{_cards}</body></html>"));
        return Address(name);
    }

    public void Dispose() => _folder.Dispose();

    private NotebookDocument Execute(params string[] lines)
    {
        NotebookDocument notebook = NotebookDocument.FromCells([.. lines.Select((line, i) => NotebookCell.Code(line, $"cell{i}"))]);
        var formatter = new HicraFormatter();
        using var session = new CSharpSession(Kit.Standard.CreateCommands(formatter), formatter, _folder.Path);
        new NotebookRunner(notebook, session, new NotebookRunOptions { Timeout = TimeSpan.FromMinutes(4) }).RunAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return notebook;
    }
}
