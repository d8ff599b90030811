using Hicra.Interactive.Commands;
using Hicra.Interactive.Tests.Commands;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Features.Train;

public sealed class TrainCommandTests : IDisposable
{
    private const string Small = "--prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 0 --threads 1";
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands(new NoFormatter());

    public void Dispose() => _host.Dispose();

    private Task Run(string line, CancellationToken cancellation = default) => _commands.InvokeAsync(line, _host, cancellation);

    [Fact]
    public async Task A_run_leaves_a_folder_a_variable_and_a_picture_that_ends_at_the_last_step()
    {
        await Run($"#!hicra-train --method hicra --seed 3 --steps 2 {Small} --name run");
        var run = Assert.IsType<ExistingRun>(_host.Values["run"]);
        Assert.True(run.IsFinished);
        Assert.Equal(Path.Combine(_host.WorkingDirectory, "runs", "hicra-alpha-0.2-seed-3"), run.Folder.Path);
        FakeHost.Shown shown = Assert.Single(_host.Displays);
        Assert.Contains("3/3 steps", shown.Last.PlainText, StringComparison.Ordinal);
        Assert.Contains("width:100.0%", shown.Last.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_line_again_does_not_train_again()
    {
        await Run($"#!hicra-train --steps 1 {Small}");
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_host.WorkingDirectory, "runs", "grpo-seed-0", "metrics.jsonl"));
        await Run($"#!hicra-train --steps 1 {Small} --name again");
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_host.WorkingDirectory, "runs", "grpo-seed-0", "metrics.jsonl")));
        Assert.True(Assert.IsType<ExistingRun>(_host.Values["again"]).IsFinished);
    }

    [Fact]
    public async Task An_interrupt_stops_within_a_step_and_leaves_run_and_variable_usable()
    {
        using var stop = new CancellationTokenSource();
        Task training = Run($"#!hicra-train --steps 100000 {Small} --name run", stop.Token);
        string log = Path.Combine(_host.WorkingDirectory, "runs", "grpo-seed-0", "metrics.jsonl");
        await Task.Run(() => Bounded.Until(() => training.IsCompleted || (File.Exists(log) && new FileInfo(log).Length > 0), "the first row"));
        Assert.False(training.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => training.WaitAsync(TimeSpan.FromSeconds(30)));
        var run = Assert.IsType<ExistingRun>(_host.Values["run"]);
        Assert.InRange(run.NextStep, 1, 99_999);
        Assert.Contains(run.NextStep, run.Folder.CheckpointSteps());
        using TrainingRun resumed = TrainingRun.Resume(run.Folder.Path, RunEnvironment.OnThreads(1));
        Assert.Equal(run.NextStep, resumed.NextStep);
    }

    [Fact]
    public async Task A_sweep_compares_pairs_and_leaves_its_runs()
    {
        await Run($"#!hicra-train --method grpo,hicra --alpha 0.2 --seeds 0..1 --steps 1 {Small} --name runs");
        Assert.Equal(4, Assert.IsType<ExistingRun[]>(_host.Values["runs"]).Length);
        Assert.Contains("paired by seed", Assert.Single(_host.Displays).Last.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_touches_nothing()
    {
        await Run($"#!hicra-train --method grpo,hicra --seeds 0..1 --steps 7 {Small} --dry-run");
        Assert.Equal(4, _host.Written.ToString().Split("would train").Length - 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.WorkingDirectory));
    }

    [Theory]
    [InlineData("#!hicra-train --method hicar", "did you mean 'hicra'?")]
    [InlineData("#!hicra-train --stepz 3", "did you mean '--steps'?")]
    [InlineData("#!hicra-train --steps", "--steps")]
    [InlineData("#!hicra-train --steps many", "give a whole number")]
    [InlineData("#!hicra-train --resume runs/none", "no such run")]
    [InlineData("#!hicra-train --alpha @nothing", "there is no such variable")]
    [InlineData("#!hicra-sweep --workers processes --steps 1", "this host cannot start them")]
    [InlineData("#!hicra-sweep --workers thread --steps 1", "did you mean 'threads'?")]
    [InlineData("#!hicra-train --workers threads --steps 1", "leave it out")]
    [InlineData("#!hicra-trin", "did you mean '#!hicra-train'?")]
    public async Task Errors_are_one_line_with_a_remedy(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_host.Displays);
    }

    [Fact]
    public async Task A_number_in_a_variable_can_be_given()
    {
        _host.Values["a"] = 0.5;
        await Run("#!hicra-train --method hicra --alpha @csharp:a --dry-run");
        Assert.Contains("hicra-alpha-0.5", _host.Written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_cannot_update_gets_one_picture_at_the_end()
    {
        using var still = new FakeHost(canUpdate: false);
        await _commands.InvokeAsync($"#!hicra-train --steps 1 {Small}", still, default);
        Assert.Single(Assert.Single(still.Displays).History);
    }

    [Fact]
    public async Task Json_is_one_object_and_nothing_else()
    {
        await Run($"#!hicra-train --steps 1 {Small} --json");
        using var json = System.Text.Json.JsonDocument.Parse(_host.Written.ToString());
        Assert.Equal("finished", json.RootElement.GetProperty("status").GetString());
        Assert.Empty(_host.Displays);
    }
}
