using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hicra.Kernel.Notebooks;
using Hicra.Training.Runs;
using OpenQA.Selenium;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>The classic Notebook with our kernel in a real browser. HICRA_SCREENSHOTS=DIR keeps pictures of what it showed.</summary>
public sealed class NotebookInBrowserTests(NotebookServer server) : IClassFixture<NotebookServer>
{
    private const string Ready = "typeof Jupyter !== 'undefined' && !!Jupyter.notebook && Jupyter.notebook._fully_loaded && !!Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()";
    private const string Idle = "Jupyter.notebook.get_cells().every(c => c.input_prompt_number !== '*')";
    private const string Height = "document.querySelector('#notebook-container').scrollHeight";

    public static TheoryData<string> Names => CommittedNotebooks.OfEveryKind;

    [NotebookTheory]
    [MemberData(nameof(Names))]
    public void A_committed_notebook_shows_everything_though_nobody_trusts_it(string name)
    {
        using Chromium browser = Open(name);
        Assert.False(browser.Ask<bool>("Jupyter.notebook.trusted"));
        browser.Picture(name + "-untrusted", Height);
        int pictures = 0;
        NotebookDocument notebook = NotebookDocument.Load(Path.Combine(CommittedNotebooks.Folder, name));
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            string html = string.Concat(notebook.Cells[i].Outputs.Select(o => NotebookText.Join(o!["data"]?["text/html"])));
            if (html.Length == 0) continue;
            IHtmlDocument file = new HtmlParser().ParseDocument(html);
            foreach (IElement sheet in file.QuerySelectorAll("script, style").ToArray()) sheet.Remove();
            Shown shown = browser.Ask<Shown>($"(r => ({{ text: [...r].map(e => e.textContent).join(''), pictures: [...r].flatMap(e => [...e.querySelectorAll('img')]).length, rows: [...r].flatMap(e => [...e.querySelectorAll('tr')]).length, titles: [...r].flatMap(e => [...e.querySelectorAll('[title]')]).length, marked: [...r].flatMap(e => [...e.querySelectorAll('mark')]).filter(m => getComputedStyle(m).backgroundColor !== getComputedStyle(m.closest('.output_area')).backgroundColor).map(m => m.textContent.trim()).join(' ') }}))(Jupyter.notebook.get_cell({i}).element[0].querySelectorAll('.output_html'))");
            Assert.Equal(Words(file.Body!.TextContent), Words(shown.Text));
            Assert.Equal(file.QuerySelectorAll("img").Length, shown.Pictures);
            Assert.Equal(file.QuerySelectorAll("tr").Length, shown.Rows);
            Assert.Equal(file.QuerySelectorAll("[title]").Length, shown.Titles);
            // Planning tokens stand out also where styles are taken away.
            Assert.Equal(file.QuerySelector(".hicra-trace, [data-hicra-what-if]") is not null, shown.Marked.Length > 0);
            Assert.Equal(string.Join(' ', file.QuerySelectorAll("mark").Select(m => m.TextContent.Trim())), shown.Marked);
            pictures += shown.Pictures;
        }
        PageChecks.PicturesShow(browser, ".output_html", pictures);
        Assert.Equal(0, browser.Ask<int>("document.querySelectorAll('.output_html input, .output_html button').length"));
        PageChecks.TextIsReadable(browser, ".output_html");
        Nothing_left_the_machine(browser);
        // The server's next notebook has a kernel of its own.
        browser.Do("Jupyter.notebook.session.delete(() => window.hicraEnded = true)");
        browser.Until("window.hicraEnded === true");
    }

    [NotebookFact]
    public void The_start_notebook_runs_and_its_slider_moves()
    {
        // Under a name of its own: what ran here is trusted, and its kernel stays.
        File.WriteAllText(server.Served("run.ipynb"), CommittedNotebooks.Shorter(File.ReadAllText(Path.Combine(CommittedNotebooks.Folder, "00-start-here.ipynb"))));
        using Chromium browser = Open("run.ipynb", copy: false);
        browser.Do("Jupyter.notebook.clear_all_output(); Jupyter.notebook.execute_all_cells()");
        browser.Until(Idle, 300);
        int code = browser.Ask<int>("Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code').length");
        Assert.Equal(Enumerable.Range(1, code), browser.Ask<int[]>("Jupyter.notebook.get_cells().filter(c => c.cell_type === 'code').map(c => c.input_prompt_number)"));
        Assert.Equal(0, browser.Ask<int>("document.querySelectorAll('.output_error').length"));

        string[] before = Grounds(browser);
        Assert.NotEmpty(before);
        Assert.NotEqual("1.00", browser.Ask<string>("document.querySelector('[data-part=value]').textContent"));
        browser.Find("[data-hicra-what-if] input[type=range]").SendKeys(Keys.End);
        browser.Until("document.querySelector('[data-part=value]').textContent === '1.00'");
        string[] after = Grounds(browser);
        Assert.Contains(before.Zip(after), p => p.First != p.Second);

        // Layers of the trace: the buttons are there, and another layer has other colours.
        browser.Find(".hicra-trace button:nth-child(2)").Click();
        Assert.Equal("true", browser.Find(".hicra-trace button:nth-child(2)").GetAttribute("aria-pressed"));
        Assert.True(browser.Find(".hicra-layer").Displayed);
        browser.Find(".hicra-trace button").Click();

        browser.Picture("run", Height);
        PageChecks.PicturesShow(browser, ".output_html", 3);
        PageChecks.TextIsReadable(browser, ".output_html");
        // As the extensions for dark themes do it: the page turns dark, and everything that says no colour of its own.
        browser.Do(DarkTheme);
        browser.Picture("run-dark", Height);
        PageChecks.TextIsReadable(browser, ".output_subarea");
        Nothing_left_the_machine(browser);
    }

    [NotebookFact]
    public void The_interrupt_button_ends_a_training_and_the_kernel_goes_on()
    {
        File.WriteAllText(server.Served("long.ipynb"), NotebookDocument.FromCells(
            [NotebookCell.Code("#!hicra-train --steps 5000 --seed 1 --out runs/long --name run", "a"), NotebookCell.Code("6 * 7", "b")]).ToText());
        using Chromium browser = Open("long.ipynb", copy: false);
        browser.Do("Jupyter.notebook.execute_cells([0])");
        string log = server.Served("runs/long/metrics.jsonl");
        browser.Until("/[1-9]\\d*\\/5001 steps/.test(document.querySelector('.output_html')?.textContent ?? '')");
        browser.Find("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']").Click();
        browser.Until(Idle);
        int rows = MetricsLog.Read(log).Count;
        Assert.InRange(rows, 1, 5000);
        browser.Do("Jupyter.notebook.execute_cells([1])");
        browser.Until("Jupyter.notebook.get_cell(1).element[0].querySelector('.output_result')?.textContent.includes('42') ?? false");
        Assert.Equal(rows, MetricsLog.Read(log).Count);
        browser.Picture("interrupted", Height);
        // Stopped between two steps: the run is whole and can go on.
        Assert.False(ExistingRun.Open(server.Served("runs/long")).IsFinished);
    }

    [NotebookFact]
    public void Hostile_text_of_a_cell_stays_text()
    {
        const string Evil = "</script><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>";
        File.WriteAllText(server.Served("evil.ipynb"), NotebookDocument.FromCells(
        [
            NotebookCell.Code($"var evil = \"{Evil}\"; Console.Write(evil); Console.Error.Write(evil); evil", "a"),
            NotebookCell.Code("new Rollout { Prompt = evil, Response = evil, Kind = evil, Method = evil, Reward = 0 }", "b"),
            NotebookCell.Code("new Figure { Title = evil, Panels = [] }", "c"),
            NotebookCell.Code("throw new HicraException(evil);", "d"),
        ]).ToText());
        using Chromium browser = Open("evil.ipynb", copy: false);
        browser.Do("Jupyter.notebook.execute_all_cells()");
        browser.Until("document.querySelectorAll('.output_error').length === 1");
        browser.Until(Idle);
        Assert.Equal([3, 1, 1, 1], browser.Ask<int[]>("Jupyter.notebook.get_cells().map(c => c.element[0].querySelectorAll('.output_area').length)"));
        Assert.Equal([true, true, false, true], browser.Ask<bool[]>($"Jupyter.notebook.get_cells().map(c => c.element[0].querySelector('.output').textContent.includes('{Evil.Replace("</script>", "", StringComparison.Ordinal)}'))"));
        Assert.Equal(Evil, browser.Find(".output_area img").GetAttribute("title"));
        Assert.True(browser.Ask<bool>("window.hacked === undefined"));
        Assert.False(browser.HasDialog());
        Assert.Equal(0, browser.Ask<int>("document.querySelectorAll('.output_area img:not([src^=\"data:\"]), .output_area svg').length"));
    }

    private Chromium Open(string name, bool copy = true)
    {
        if (copy) File.Copy(Path.Combine(CommittedNotebooks.Folder, name), server.Served(name));
        var browser = new Chromium();
        browser.Open(server.AddressOf(name));
        browser.Until(Ready);
        return browser;
    }

    private static string[] Grounds(Chromium browser) => browser.Ask<string[]>("[...document.querySelectorAll('[data-hicra-what-if] [data-a]')].map(t => getComputedStyle(t).backgroundColor)");

    private static void Nothing_left_the_machine(Chromium browser)
    {
        Assert.Empty(browser.RequestsElsewhere());
        Assert.True(browser.RequestCount > 10);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private const string DarkTheme = """
        const style = document.createElement('style');
        style.textContent = 'body, #site, #notebook, #notebook-container, div.cell, .input_area, div.output_area, .CodeMirror { background: #111 !important; color: #ddd !important; } pre, code, p, h1, h2, h3, li { color: #ddd !important; background: transparent !important; }';
        document.head.append(style);
        """;

    private sealed record Shown(string Text, int Pictures, int Rows, int Titles, string Marked);
}
