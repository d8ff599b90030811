using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cli;

public sealed class ViewAndExportTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_trained_run_gives_a_page_and_a_log()
    {
        string run = _temporary.File("run");
        Assert.Equal(0, ToolLine.Run($"train --steps 2 --prompts 2 --group 4 --max-new-tokens 30 --val-problems 0 --rollouts-every 1 --threads 1 --quiet --out {run}").Code);
        (int code, string output, _) = ToolLine.Run($"view {run} {run}");
        Assert.Equal(0, code);
        Assert.Contains(run + ".html", output, StringComparison.Ordinal);
        string page = File.ReadAllText(run + ".html");
        Assert.Contains("seed 0 (2)", page, StringComparison.Ordinal);

        (code, output, _) = ToolLine.Run($"export {run} --format unipo --out {_temporary.File("log.json")}");
        Assert.Equal(0, code);
        Assert.Contains("2 steps, 2 of them with rollouts", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_temporary.File("log.json")).Length > 1000);
    }

    [Theory]
    [InlineData("view demo --out {dir}/demo.html", "demo.html")]
    [InlineData("show demo", "demo/hicra")]
    [InlineData("trace demo/hicra", "planning tokens")]
    [InlineData("export demo/grpo --out {dir}/demo.json", "80 steps, 1 of them with rollouts")]
    public void The_shipped_runs_are_known_by_name_on_a_fresh_machine(string line, string part)
    {
        (int code, string output, string error) = ToolLine.Run(line.Replace("{dir}", _temporary.Path, StringComparison.Ordinal));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("view {dir}", "not a run")]
    [InlineData("view {dir}/none", "no such run")]
    [InlineData("export {dir} --format tensorboard", "choose one of unipo, huggingface, peft")]
    [InlineData("export demo/grpo --format huggingface", "the shipped runs have no checkpoints")]
    [InlineData("export {dir}@7 --format huggingface", "not a run")]
    [InlineData("export demo --format peft --algorithm grpo", "--algorithm is about --format unipo")]
    public void What_cannot_be_shown_is_said_in_one_line(string line, string part) =>
        ToolLine.IsRefused(line.Replace("{dir}", _temporary.Path, StringComparison.Ordinal), part);
}
