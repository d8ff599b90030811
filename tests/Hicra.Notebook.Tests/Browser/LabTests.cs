using System.Runtime.CompilerServices;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;
using Hicra.Training.Runs;
using OpenQA.Selenium;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>JupyterLab with our kernel in a real browser. HICRA_SCREENSHOTS=DIR keeps pictures of what it showed.</summary>
/// <remarks>Its console is not looked at: Debian's Lab has errors of its own.</remarks>
public sealed class LabTests(LabServer server) : IClassFixture<LabServer>
{
    private const string Outputs = ".jp-OutputArea-output";

    public static TheoryData<string> Names => CommittedNotebooks.OfEveryKind;

    [LabTheory]
    [MemberData(nameof(Names))]
    public void A_committed_notebook_shows_everything_though_nobody_trusts_it(string name)
    {
        using var page = new LabPage(server, LabPage.Copy(server, name));
        NotebookDocument notebook = NotebookDocument.Load(Path.Combine(CommittedNotebooks.Folder, name));
        int pictures = 0, shown = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            string html = string.Concat(notebook.Cells[i].Outputs.Select(o => NotebookText.Join(o!["data"]?["text/html"])));
            if (html.Length == 0) continue;
            IHtmlDocument file = new HtmlParser().ParseDocument(html);
            foreach (IElement sheet in file.QuerySelectorAll("script, style").ToArray()) sheet.Remove();
            string outputs = LabPage.Outputs(i) + ".filter(e => e.classList.contains('jp-RenderedHTML'))";
            Assert.Equal(Words(file.Body!.TextContent), Words(page.Browser.Ask<string>($"{outputs}.map(e => e.textContent).join('')")));
            Assert.Equal(file.QuerySelectorAll("img").Length, page.Browser.Ask<int>($"{outputs}.flatMap(e => [...e.querySelectorAll('img')]).length"));
            Assert.Equal(file.QuerySelectorAll("tr").Length, page.Browser.Ask<int>($"{outputs}.flatMap(e => [...e.querySelectorAll('tr')]).length"));
            // Planning tokens stand out also where styles are taken away.
            Assert.Equal(file.QuerySelectorAll("mark").Length, page.Browser.Ask<int>($"{outputs}.flatMap(e => [...e.querySelectorAll('mark')]).length"));
            pictures += file.QuerySelectorAll("img").Length;
            shown++;
        }
        if (shown > 0) Assert.False(page.IsTrusted);
        Assert.Equal(0, page.Browser.Ask<int>("document.querySelectorAll('.jp-OutputArea-output :is(input, button, script, style)').length"));
        PageChecks.PicturesShow(page.Browser, Outputs, pictures);
        ReadsWell(page, name + "-lab-untrusted");
        Assert.Empty(page.Browser.RequestsElsewhere());
        Assert.True(page.Browser.RequestCount > 10);
    }

    [LabFact]
    public void The_start_notebook_runs_its_slider_moves_and_its_cards_are_dark_where_Lab_is()
    {
        using var page = new LabPage(server, LabPage.Copy(server, "00-start-here.ipynb", CommittedNotebooks.Shorter));
        page.RunAll();
        Assert.True(page.IsTrusted);
        Assert.Equal(Enumerable.Range(1, page.Prompts.Length).Select(i => $"[{i}]:"), page.Prompts);
        Assert.Equal(0, page.Browser.Ask<int>("document.querySelectorAll('.jp-OutputArea-output[data-mime-type=\"application/vnd.jupyter.stderr\"], .jp-OutputArea-output[data-mime-type=\"application/vnd.jupyter.error\"]').length"));

        string[] before = Grounds(page);
        Assert.NotEmpty(before);
        Assert.NotEqual("1.00", page.Browser.Ask<string>("document.querySelector('[data-part=value]').textContent"));
        page.Browser.Find("[data-hicra-what-if] input[type=range]").SendKeys(Keys.End);
        page.Browser.Until("document.querySelector('[data-part=value]').textContent === '1.00'");
        Assert.Contains(before.Zip(Grounds(page)), p => p.First != p.Second);

        PageChecks.PicturesShow(page.Browser, Outputs, 3);
        ReadsWell(page, "start-lab-trusted");
        Assert.All(page.Browser.Ask<string[]>("[...document.querySelectorAll('.hicra')].map(e => getComputedStyle(e).backgroundColor)"), ground => Assert.Equal("rgb(27, 31, 36)", ground));
        Assert.Empty(page.Browser.RequestsElsewhere());
    }

    [LabFact]
    public void A_training_is_interrupted_the_kernel_goes_on_and_a_restart_begins_anew()
    {
        using var page = new LabPage(server, LabPage.Write(server, "long.ipynb", "#!hicra-train --steps 5000 --seed 1 --out runs/long --name run", "var kept = 6 * 7;\nkept", "kept"));
        page.RunCell(0);
        page.Browser.Until($"/[1-9]\\d*\\/5001 steps/.test({LabPage.Outputs(0)}.map(e => e.textContent).join(''))");
        page.Browser.Find("[data-command='notebook:interrupt-kernel'] button, button[data-command='notebook:interrupt-kernel'], [data-jp-item-name='interrupt'] button").Click();
        page.WaitUntilDone(0);
        string log = server.Served("runs/long/metrics.jsonl");
        int rows = MetricsLog.Read(log).Count;
        Assert.InRange(rows, 1, 5000);
        page.RunCell(1);
        page.Browser.Until($"{LabPage.Outputs(1)}.map(e => e.textContent).join('').includes('42')");
        // Stopped between two steps: the run is whole and can go on.
        Assert.Equal(rows, MetricsLog.Read(log).Count);
        Assert.False(ExistingRun.Open(server.Served("runs/long")).IsFinished);
        page.Browser.Picture("lab-interrupted", "1200");

        page.Accept("notebook:restart-kernel");
        page.WaitUntilIdle();
        page.RunCell(2);
        page.Browser.Until($"{LabPage.Outputs(2)}.map(e => e.textContent).join('').includes('kept')");
        Assert.Contains("does not exist", page.Browser.Ask<string>($"{LabPage.Outputs(2)}.map(e => e.textContent).join('')"), StringComparison.Ordinal);
    }

    // In one page: its kernel takes longer to start than all of this.
    [LabFact]
    public void Completion_and_inspection_know_options_and_members_also_after_a_magic_line()
    {
        using var page = new LabPage(server, LabPage.Write(server, "complete.ipynb", "1"));
        Assert.Contains("--method", Completed(page, "#!hicra-train --me"), StringComparison.Ordinal);
        Assert.Contains("Abs", Completed(page, "#!hicra-show demo\nMath.Ab"), StringComparison.Ordinal);
        page.Type(0, "#!hicra-show demo\nMath.Abs");
        page.Run("tooltip:launch-notebook");
        page.Browser.Until("!!document.querySelector('.jp-Tooltip')");
        Assert.Contains("Returns the absolute value", page.Browser.Ask<string>("document.querySelector('.jp-Tooltip').textContent"), StringComparison.Ordinal);
    }

    // The list of completions, or the cell where there was one alone, which is taken at once.
    private static string Completed(LabPage page, string text)
    {
        const string Said = "document.querySelector('.jp-Completer:not(.lm-mod-hidden)')?.textContent ?? ''", Source = "jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource()";
        page.Type(0, text);
        page.Run("completer:invoke-notebook");
        page.Browser.Until($"({Said}).length > 0 || {Source}.length > {text.Length}", 60);
        return page.Browser.Ask<string>($"{Source} + ' ' + ({Said})");
    }

    // Light and dark, all folds open, at three widths.
    private static void ReadsWell(LabPage page, string name)
    {
        foreach (bool dark in (bool[])[false, true])
        {
            page.Theme(dark);
            foreach (int width in (int[])[1000, 1280, 1600])
            {
                page.Browser.Resize(width, 1400);
                PageChecks.OpenFolds(page.Browser);
                PageChecks.TextStaysInItsCard(page.Browser, ".jp-OutputArea-output .hicra");
                PageChecks.TextIsReadable(page.Browser, Outputs);
            }
            page.Browser.Resize(1280, 1400);
            page.Browser.Picture($"{name}-{(dark ? "dark" : "light")}", 1280);
        }
    }

    private static string[] Grounds(LabPage page) => page.Browser.Ask<string[]>("[...document.querySelectorAll('[data-hicra-what-if] [data-a]')].map(t => getComputedStyle(t).backgroundColor)");

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A fact about JupyterLab in a browser; skipped with a clear message where one of them is missing.</summary>
internal sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Reason!;

    /// <summary>Why such tests are skipped; null where they run.</summary>
    public static string? Reason => Slow.Reason ?? Chromium.Missing ?? LabServer.Missing;
}

/// <summary>A theory about JupyterLab in a browser; skipped with a clear message where one of them is missing.</summary>
internal sealed class LabTheoryAttribute : TheoryAttribute
{
    public LabTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = LabFactAttribute.Reason!;
}
