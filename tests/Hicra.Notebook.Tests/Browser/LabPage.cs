using System.Text.Json;
using Hicra.Kernel.Notebooks;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>A notebook in JupyterLab, by what Lab says of itself (<c>window.jupyterapp</c>).</summary>
internal sealed class LabPage : IDisposable
{
    private const string Notebook = "jupyterapp.shell.currentWidget.content", Session = "jupyterapp.shell.currentWidget.sessionContext.session";

    /// <summary>Opens a notebook of the served folder and waits for its kernel.</summary>
    public LabPage(LabServer server, string name)
    {
        Browser.Resize(1280, 1400);
        Browser.Open(server.AddressOf(name));
        Browser.Until("!!window.jupyterapp?.shell?.currentWidget?.context?.isReady");
        WaitUntilIdle();
    }

    public Chromium Browser { get; } = new();

    /// <summary>Whether all its code cells are trusted.</summary>
    public bool IsTrusted => Browser.Ask<bool>($"{Notebook}.widgets.filter(w => w.model.type === 'code').every(w => w.model.trusted)");

    /// <summary>The prompts of its code cells: <c>[1]:</c>.</summary>
    public string[] Prompts => Browser.Ask<string[]>($"{Notebook}.widgets.filter(w => w.model.type === 'code').map(w => w.node.querySelector('.jp-InputPrompt').textContent)");

    /// <summary>Runs one of Lab's commands, as its menu and its keys do.</summary>
    public void Run(string command, string arguments = "{}") => Browser.Do($"jupyterapp.commands.execute('{command}', {arguments})");

    /// <summary>Runs a cell.</summary>
    public void RunCell(int cell)
    {
        Browser.Do($"{Notebook}.activeCellIndex = {cell}");
        Run("notebook:run-cell");
    }

    /// <summary>Runs all cells, and waits for the last.</summary>
    public void RunAll()
    {
        Browser.Do($"{Notebook}.widgets.filter(w => w.model.type === 'code').forEach(w => w.model.executionCount = null)");
        Run("notebook:run-all-cells");
        Browser.Until($"{Notebook}.widgets.filter(w => w.model.type === 'code').every(w => w.model.executionCount > 0)", 600);
        WaitUntilIdle();
    }

    /// <summary>Waits for a cell's end. The kernel's status would not tell: an interrupt has an idle of its own, and what is sent before the cell has ended is dropped with it.</summary>
    public void WaitUntilDone(int cell) => Browser.Until($"/^\\[\\d+\\]/.test({Notebook}.widgets[{cell}].node.querySelector('.jp-InputPrompt').textContent)");

    public void WaitUntilIdle() => Browser.Until($"{Session}?.kernel?.status === 'idle'");

    /// <summary>A cell's outputs as HTML elements, in JavaScript.</summary>
    public static string Outputs(int cell) => $"[...{Notebook}.widgets[{cell}].node.querySelectorAll('.jp-OutputArea-output')]";

    /// <summary>Runs a command, accepts the dialog that Lab opens, and waits for the command's end.</summary>
    public void Accept(string command)
    {
        Browser.Do($"window.hicraDone = false; jupyterapp.commands.execute('{command}').then(() => window.hicraDone = true)");
        Browser.Until("!!document.querySelector('.jp-Dialog .jp-mod-accept')");
        Browser.Find(".jp-Dialog .jp-mod-accept").Click();
        Browser.Until("window.hicraDone");
    }

    /// <summary>Turns Lab dark or light.</summary>
    public void Theme(bool dark)
    {
        Run("apputils:change-theme", $"{{ theme: 'JupyterLab {(dark ? "Dark" : "Light")}' }}");
        Browser.Until($"document.body.dataset.jpThemeLight === '{(dark ? "false" : "true")}'");
        // Its style sheet comes after its word.
        Browser.Until($"(v => {(dark ? "v.startsWith('#1') || v === 'black' || v.startsWith('var(--md-grey-9')" : "v === 'white' || v.startsWith('#f')")})(getComputedStyle(document.body).getPropertyValue('--jp-layout-color0').trim())");
    }

    /// <summary>Puts a text into a cell and the cursor behind it.</summary>
    public void Type(int cell, string text)
    {
        string[] lines = text.Split('\n');
        Browser.Do($"const n = {Notebook}; n.activeCellIndex = {cell}; n.mode = 'edit'; const c = n.activeCell; c.model.sharedModel.setSource({JsonSerializer.Serialize(text)}); c.editor.focus(); c.editor.setCursorPosition({{ line: {lines.Length - 1}, column: {lines[^1].Length} }})");
    }

    /// <summary>A notebook of the kit in the served folder.</summary>
    /// <param name="server">The server.</param>
    /// <param name="name">The notebook.</param>
    /// <param name="change">What is changed in its text.</param>
    public static string Copy(LabServer server, string name, Func<string, string>? change = null)
    {
        string text = File.ReadAllText(Path.Combine(CommittedNotebooks.Folder, name));
        File.WriteAllText(server.Served(name), change is null ? text : change(text));
        return name;
    }

    /// <summary>A notebook of these cells in the served folder.</summary>
    public static string Write(LabServer server, string name, params string[] cells)
    {
        File.WriteAllText(server.Served(name), NotebookDocument.FromCells([.. cells.Select((code, i) => NotebookCell.Code(code, FormattableString.Invariant($"c{i}")))]).ToText());
        return name;
    }

    public void Dispose() => Browser.Dispose();
}
