using System.Text.Json.Nodes;
using Hicra.Kernel.Jupyter;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Tests.Jupyter;
using Hicra.Notebook.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The same cell gives the same output in the kernel, in the headless runner and, where it is a command, in the terminal.</summary>
// Running a notebook moves the process to its folder: one at a time.
[Collection("current directory")]
public sealed class SameOutputTests
{
    public static TheoryData<string> Cells =>
    [
        "6 * 7",
        "new[] { 1.5, double.NaN, 3 }",
        "Console.WriteLine(\"out\"); Console.Error.Write(\"err\"); Console.Write(\"again\");",
        "display(HTML(\"<b>x</b>\")); display(new Dictionary<string, int> { [\"a\"] = 1 }); \"last\"",
        "var d = display(\"old\"); d.Update(\"new\");",
        "var later = display(1);\nawait Task.Delay(1);\nlater.Update(2);\n3",
        "ClearOutput(); Console.Write(\"kept\");",
        "int ok = 1;\nint y = undefinedName + 1;",
        "Console.Write(\"before\");\nvoid Inner() => throw new InvalidOperationException(\"boom\");\nInner();",
        "int Down(int x) => Down(x + 1) + 1; Down(0)",
        "#!whos",
        "#!html\n<i>x</i>",
        "#!markdown\n**x**",
        "#!nothing",
        "new HicraCredit(0.2f)",
        "StrategicGramLibrary.Paper()",
        "#!what-if --run demo",
        "#!what-if --run demo --json",
        "#!what-if --run nowhere",
        "#!plot-dynamics demo --metrics hicra/accuracy",
        "#!sg-mine",
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task In_the_kernel_and_in_the_runner(string cell)
    {
        List<string> kernel = await InTheKernel(cell), runner = InTheRunner(cell);
        Assert.NotEmpty(kernel);
        Assert.Equal(kernel, runner);
    }

    [Theory]
    [InlineData("#!what-if --run demo", "what-if", "--run", "demo")]
    [InlineData("#!what-if --run demo --json", "what-if", "--run", "demo", "--json")]
    [InlineData("#!what-if --run nowhere", "what-if", "--run", "nowhere")]
    [InlineData("#!plot-dynamics demo --metrics hicra/accuracy", "plot", "demo", "--metrics", "hicra/accuracy")]
    public async Task In_the_kernel_and_in_the_terminal(string cell, params string[] line)
    {
        using StringWriter output = new(), error = new();
        int code = HicraTool.Run(line, new Terminal(output, error));
        string said = output.ToString() + error.ToString();
        List<string> kernel = await InTheKernel(cell);
        string shown = kernel.Single(o => o.StartsWith("text/plain: ", StringComparison.Ordinal) || o.StartsWith("stdout: ", StringComparison.Ordinal) || o.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Equal(code == 0, !shown.StartsWith("error", StringComparison.Ordinal));
        // An error has the command's name in a terminal, and its kind in a notebook.
        string expected = code == 0 ? shown[(shown.IndexOf(' ', StringComparison.Ordinal) + 1)..] : $"hicra: {shown["error: Error: ".Length..]}";
        if (expected.Contains("#!what-if", StringComparison.Ordinal)) Assert.Equal(AsTyped(expected), AsTyped(said));
        else Assert.Equal(expected.TrimEnd('\n'), said.TrimEnd('\n'));
    }

    // Advice names commands as they are typed where it is shown, and lines break accordingly.
    private static string AsTyped(string text) => string.Join(' ', text.Replace("#!what-if", "hicra what-if", StringComparison.Ordinal).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // Each representation of each output as a line, after what the client does with it: streams join, updates replace, a clear removes.
    private static async Task<List<string>> InTheKernel(string cell)
    {
        using var kernel = new RunningKernel();
        var shown = new List<(string? Id, List<string> Lines)>();
        foreach (JupyterMessage message in (await kernel.ExecuteAsync(cell)).Output)
        {
            JsonObject content = message.Content;
            switch (message.Type)
            {
                case "stream":
                    string head = $"{content["name"]}: ";
                    if (shown.Count > 0 && shown[^1].Lines[0].StartsWith(head, StringComparison.Ordinal)) shown[^1].Lines[0] += content["text"];
                    else shown.Add((null, [head + content["text"]]));
                    break;
                case "clear_output": shown.Clear(); break;
                case "error": shown.Add((null, Error(content))); break;
                case "update_display_data":
                    int at = shown.FindIndex(s => s.Id == (string?)content["transient"]!["display_id"]);
                    shown[at] = (shown[at].Id, Data(content));
                    break;
                default: shown.Add(((string?)content["transient"]!["display_id"], Data(content))); break;
            }
        }
        return [.. shown.SelectMany(s => s.Lines)];
    }

    private static List<string> InTheRunner(string cell)
    {
        using var folder = new TemporaryFolder();
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "code", ["id"] = "a", ["metadata"] = new JsonObject(), ["execution_count"] = null, ["outputs"] = new JsonArray(), ["source"] = cell }),
            ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
        };
        File.WriteAllText(folder.File("cell.ipynb"), notebook.ToJsonString());
        using StringWriter output = new(), error = new();
        HicraTool.Run(["run", folder.File("cell.ipynb"), "--out", folder.File("out"), "--quiet"], new Terminal(output, error));
        var lines = new List<string>();
        foreach (JsonNode? shown in NotebookDocument.Load(folder.File(Path.Combine("out", "cell.ipynb"))).Cells[0].Outputs)
            lines.AddRange((string?)shown!["output_type"] switch { "stream" => [$"{shown["name"]}: {Text(shown["text"])}"], "error" => Error(shown), _ => Data(shown) });
        return lines;
    }

    private static List<string> Data(JsonNode content) => [.. content["data"]!.AsObject().OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}: {Text(d.Value)}")];

    private static List<string> Error(JsonNode content) => [$"error: {content["ename"]}: {content["evalue"]}", .. content["traceback"]!.AsArray().Select(l => $"  {l}")];

    // Notebooks keep text as a list of lines.
    private static string Text(JsonNode? node) => node is JsonArray lines && lines.All(l => l is JsonValue v && v.TryGetValue(out string? _)) ? string.Concat(lines.Select(l => (string?)l)) : node is JsonValue ? node.ToString() : node!.ToJsonString();
}
