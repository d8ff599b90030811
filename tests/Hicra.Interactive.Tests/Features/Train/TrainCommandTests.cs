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
    [InlineData("#!hicra-train --world vision --base shipped", "has no patch embedding")]
    [InlineData("#!hicra-train --steps", "--steps")]
    [InlineData("#!hicra-train --steps many", "give a whole number")]
    [InlineData("#!hicra-train --resume runs/none", "no such run")]
    [InlineData("#!hicra-train --alpha @nothing", "there is no such variable")]
    [InlineData("#!hicra-sweep --workers processes --steps 1", "this host cannot start them")]
    [InlineData("#!hicra-sweep --workers thread --steps 1", "did you mean 'threads'?")]
    [InlineData("#!hicra-train --workers threads --steps 1", "leave it out")]
    [InlineData("#!hicra-trin", "did you mean '#!hicra-train'?")]
    [InlineData("#!hicra-train --world visoin --steps 1", "did you mean 'vision'?")]
    public async Task Errors_are_one_line_with_a_remedy(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_host.Displays);
        Assert.False(Directory.Exists(Path.Combine(_host.WorkingDirectory, "runs")));
    }

    [Theory]
    [InlineData("--method grpo --alpha 0.2", "--alpha has no effect: grpo has no alpha")]
    [InlineData("--method grpo,top-entropy --alpha 0.1,0.2", "--alpha has no effect")]
    [InlineData("--kl k1", "--kl has no effect: --kl-coefficient is 0")]
    [InlineData("--overlong-buffer 8", "--overlong-buffer has no effect")]
    [InlineData("--method hicra --alpha 0", "hicra is GRPO here")]
    [InlineData("--method grpo,hicra --alpha 0,0.2", "hicra-alpha-0 is not trained beside grpo")]
    [InlineData("--seeds 1,1", "seed 1 is given more than once")]
    [InlineData("--method grpo --grams paper --kl k1", "the words for 8 of the 249 grams")]
    [InlineData("--method grpo,hicra --grams paper --kl k1", "warning: --grams paper")]
    public async Task What_has_no_effect_is_said_before_anything_is_trained(string options, string expected)
    {
        await Run($"#!hicra-train {options} --steps 2 --dry-run");
        Assert.Contains("note: ", _host.Warned.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, _host.Warned.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method grpo,hicra --alpha 0.2")]
    [InlineData("--method hicra,top-entropy --alpha 0.1,0.2 --kl-coefficient 0.1 --kl k1")]
    public async Task What_one_cell_looks_at_was_not_given_in_vain(string options)
    {
        await Run($"#!hicra-train {options} --steps 2 --dry-run");
        Assert.DoesNotContain("no effect", _host.Warned.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--overlong soft --max-new-tokens 20", "--overlong-buffer is 32")]
    [InlineData("--method grpo,hicra --grams nowhere.txt", "nowhere.txt")]
    [InlineData("--group 1 --dynamic-sampling 3", "every group is one")]
    public async Task Contradictions_are_refused_before_anything_is_written(string options, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run($"#!hicra-train {options} --steps 2"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.WorkingDirectory));
    }

    [Fact]
    public async Task A_fork_says_its_replay_and_counts_only_its_own_steps()
    {
        await Run($"#!hicra-train --steps 4 {Small} --out parent --checkpoint-every 100");
        await Run($"#!hicra-train --fork parent@3 --lr 0.001 --name branch");
        Assert.Contains("parent has no checkpoint at step 3: 3 steps are replayed first", _host.Warned.ToString(), StringComparison.Ordinal);
        IReadOnlyList<Hosting.MimeBundle> history = _host.Displays[^1].History;
        Assert.Contains("replaying parent: 1 of 3 steps", history[0].PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain("to go", history[0].PlainText, StringComparison.Ordinal);
        Assert.Contains("2/2 steps", history[^1].PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_can_be_stopped_and_gone_on_with()
    {
        await Run($"#!hicra-train --steps 40 {Small} --out parent --checkpoint-every 100");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("#!hicra-train --fork parent@39 --lr 0.001 --out branch", stop.Token));
        Assert.Contains("stopped before its first step", stopped.Message, StringComparison.Ordinal);
        await Run("#!hicra-train --fork parent@39 --lr 0.001 --out branch --name branch");
        Assert.True(Assert.IsType<ExistingRun>(_host.Values["branch"]).IsFinished);
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
