using System.Text.Json;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Tests.Commands;
using Hicra.Training.Health;

namespace Hicra.Interactive.Tests.Features.Doctor;

/// <summary>Findings where people look: the doctor's card, a run's end, <c>show</c>, a sweep, and JSON.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private const string Cold = "--prompts 2 --group 4 --max-new-tokens 40 --val-problems 0 --threads 1 --steps 1 --temperature 0.001 --rollouts-every 1";
    private const string Flat = "Nothing can be learned: in every group all rewards are equal";
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public async Task A_pointless_run_is_said_at_its_end_in_show_and_by_the_doctor()
    {
        await Run($"#!hicra-train {Cold} --out cold");
        Assert.Contains(Flat, _host.Displays[^1].Last.PlainText, StringComparison.Ordinal);
        Assert.Contains(Flat, _host.Displays[^1].Last.Html, StringComparison.Ordinal);
        await Run("#!hicra-show cold");
        Assert.Contains($"fault: {Flat}", Joined(_host.Displays[^1].Last.PlainText), StringComparison.Ordinal);
        Assert.Contains("The entropy is gone", _host.Displays[^1].Last.Html, StringComparison.Ordinal);
        await Run("#!doctor cold --name diagnosis");
        string text = Joined(_host.Displays[^1].Last.PlainText);
        Assert.Contains("cold: 2 things stand out.", text, StringComparison.Ordinal);
        Assert.Contains("likely cause: all rollouts of a prompt are one text", text, StringComparison.Ordinal);
        Assert.Contains("turn: a higher sampling temperature (--temperature 1)", text, StringComparison.Ordinal);
        Assert.Contains("Not looked at:", text, StringComparison.Ordinal);
        Assert.Equal(2, Assert.IsType<Diagnosis>(_host.Values["diagnosis"]).Alarms.Count());
    }

    [Fact]
    public async Task Machines_read_the_same()
    {
        foreach (string line in (string[])[$"#!hicra-train {Cold} --out cold --kl k1 --json", "#!hicra-show cold --json", "#!doctor cold --json"])
        {
            _host.Written.GetStringBuilder().Clear();
            await Run(line);
            using var json = JsonDocument.Parse(_host.Written.ToString());
            JsonElement one = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0] : json.RootElement;
            Assert.Equal(["no-signal", "entropy", "idle-settings"], one.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()));
            Assert.Equal("fault", one.GetProperty("findings")[0].GetProperty("severity").GetString());
            if (one.TryGetProperty("notes", out JsonElement notes)) Assert.Contains("--kl has no effect", notes[0].GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sweep_says_what_stands_out_in_its_runs()
    {
        await Run($"#!hicra-sweep {Cold} --seeds 0..1 --out sweep");
        Assert.Contains($"{Flat} in all runs", Joined(_host.Displays[^1].Last.PlainText), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_host.WorkingDirectory, "sweep", "summary.json")));
        Assert.All(json.RootElement.GetProperty("runs").EnumerateArray(), run => Assert.Equal("no-signal", run.GetProperty("findings")[0].GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task The_shipped_runs_are_healthy()
    {
        await Run("#!doctor");
        Assert.All(_host.Displays, shown => Assert.Contains("Nothing stands out.", shown.Last.PlainText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_of_another_trainer_is_examined_by_what_it_has()
    {
        string verl = string.Concat(Enumerable.Range(0, 64).Select(i => $"{{\"input\":\"problem {i / 8}\",\"output\":\"<img src=x onerror=alert(1)> so the answer is {i}\",\"score\":0.0,\"step\":{i / 32}}}\n"));
        await File.WriteAllTextAsync(Path.Combine(_host.WorkingDirectory, "dump.jsonl"), verl);
        await Run("#!doctor dump.jsonl");
        string text = Joined(_host.Displays[^1].Last.PlainText);
        Assert.Contains(Flat, text, StringComparison.Ordinal);
        Assert.Contains("64 rollouts of 2 steps", text, StringComparison.Ordinal);
        Assert.Contains("entropy that collapses or explodes (needs token entropies", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", _host.Displays[^1].Last.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!doctor nosuch", "no such run")]
    [InlineData("#!doctor demo --format verl", "--format is for logs")]
    [InlineData("#!doctor demo --skip-bad", "--skip-bad is for logs")]
    public async Task Errors_are_one_line_with_a_remedy(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static string Joined(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
