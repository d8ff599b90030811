using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Tests.Policies;

namespace Hicra.Training.Tests.Runs;

/// <summary>How the ends of a worker are understood; the workers here are no trainers, those of the built command are in Hicra.Notebook.Tests.</summary>
public sealed class ProcessLauncherTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private PlannedRun Plan(RunConfig? config = null) => new(_temporary.File("run"), config ?? Small.Config());

    [Fact]
    public async Task The_last_line_of_a_worker_that_refuses_is_the_error()
    {
        RunOutcome outcome = await RunAsync(Shell("echo hicra: first >&2; echo 'hicra: no such luck; try again' >&2; echo '   at Some.Frame()' >&2; exit 2"));
        Assert.Equal(RunOutcome.Failed("no such luck; try again"), outcome);
    }

    [Theory]
    [InlineData("exit 0", "was interrupted at step 0 of 6")]
    [InlineData("exit 130", "was interrupted at step 0 of 6")]
    [InlineData("echo 'warning: hot' >&2; kill -9 $$", "was killed at step 0 of 6")]
    [InlineData("exit 7", "ended with exit code 7 at step 0 of 6")]
    public async Task A_worker_that_ends_too_early_is_a_failed_run_that_is_still_there(string script, string error)
    {
        RunOutcome outcome = await RunAsync(Shell(script));
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Finished, new InProcessLauncher(Small.Environment()).Run(Plan(), 1));
    }

    [Fact]
    public async Task A_worker_that_does_not_stop_is_killed_after_the_bound()
    {
        if (OperatingSystem.IsWindows()) return; // which has no such shell
        using var stop = new CancellationTokenSource();
        using var launcher = new ProcessLauncher(Shell("exec sleep 1000")) { Interval = TimeSpan.FromMilliseconds(5), StopBound = TimeSpan.FromMilliseconds(50) };
        await stop.CancelAsync();
        Assert.Equal(RunOutcome.Stopped, await Task.Run(() => launcher.Run(Plan(), 1, null, stop.Token)).WaitAsync(Bound));
    }

    [Fact]
    public async Task Disposing_ends_the_workers()
    {
        if (OperatingSystem.IsWindows()) return;
        using var launcher = new ProcessLauncher(Shell("read line; echo > ../asked; exec sleep 1000")) { Interval = TimeSpan.FromMilliseconds(5), StopBound = Bound };
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Task<RunOutcome> run = Task.Run(() => launcher.Run(Plan(), 1, null, stop.Token));
        // So the worker is there, and has heard that it is to stop.
        using var bound = new CancellationTokenSource(Bound);
        while (!File.Exists(_temporary.File("asked"))) await Task.Delay(5, bound.Token);
        launcher.Dispose();
        Assert.Contains("was killed", (await run.WaitAsync(Bound)).Error, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => launcher.Run(Plan(), 1));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_one_line()
    {
        RunOutcome outcome = await RunAsync(new WorkerCommand(_temporary.File("nothing"), []));
        Assert.Contains("cannot be started as a worker", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', outcome.Error!);
    }

    [Fact]
    public void What_only_this_process_has_is_refused_and_nothing_is_touched()
    {
        using var launcher = new ProcessLauncher(Shell("exit 0"));
        RunOutcome engine = launcher.Run(Plan(Small.Config() with { Engine = ScriptedEngine.EngineName }), 1), rule = launcher.Run(Plan(Small.Config(Small.Options with { Method = "my-own" })), 1);
        Assert.Contains("the engine 'scripted' is not known to worker processes", engine.Error, StringComparison.Ordinal);
        Assert.Contains("the credit rule 'my-own' is not known to worker processes", rule.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Plan().Directory));
    }

    [Fact]
    public void A_folder_with_another_run_is_refused_by_every_launcher()
    {
        PlannedRun run = Plan();
        using IRunLauncher threads = new InProcessLauncher(Small.Environment()), processes = new ProcessLauncher(Shell("exit 0"));
        Assert.Equal(RunOutcome.Finished, threads.Run(run, 1));
        byte[] log = File.ReadAllBytes(new RunFolder(run.Directory).Metrics);
        foreach (IRunLauncher launcher in (IRunLauncher[])[threads, processes])
            Assert.Contains("other settings (prompts)", launcher.Run(Plan(Small.Config(Small.Options with { Prompts = 5 })), 1).Error, StringComparison.Ordinal);
        Assert.Equal(log, File.ReadAllBytes(new RunFolder(run.Directory).Metrics));
    }

    [Fact]
    public void Rows_are_read_once_and_only_whole()
    {
        string path = _temporary.File("log");
        var follower = new MetricsFollower(path, 0);
        Assert.Empty(follower.Read());
        File.WriteAllText(path, "{\"step\":0,\"a\":1}\n{\"step\":1,\"a\"");
        Assert.Equal([0], follower.Read().Select(r => r.Step));
        Assert.Empty(follower.Read());
        File.AppendAllText(path, ":2}\n{\"step\":2}\n");
        IReadOnlyList<MetricRow> rows = follower.Read();
        Assert.Equal([1, 2], rows.Select(r => r.Step));
        Assert.Equal(2, rows[0]["a"]);
    }

    private async Task<RunOutcome> RunAsync(WorkerCommand worker)
    {
        using var launcher = new ProcessLauncher(worker) { Interval = TimeSpan.FromMilliseconds(5) };
        return await Task.Run(() => launcher.Run(Plan(), 1)).WaitAsync(Bound);
    }

    private static WorkerCommand Shell(string script) => new("sh", ["-c", script, "worker"]);
}
