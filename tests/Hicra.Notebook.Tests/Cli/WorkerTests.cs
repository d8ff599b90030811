using System.Diagnostics;
using System.Globalization;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>Runs in worker processes are those of this process, whatever happens to the workers.</summary>
public sealed class WorkerTests : IDisposable
{
    private const int Endless = 100_000;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    // The shell leaves its process to the command, so that the number it writes is the worker's.
    private static WorkerCommand Worker => new("sh", ["-c", $"echo $$ > \"$3.pid\"; exec dotnet {CommandProcess.Assembly} \"$@\"", "worker"]);

    private static ProcessLauncher Processes => new(Worker) { Interval = TimeSpan.FromMilliseconds(5) };

    private static InProcessLauncher Threads => new(RunEnvironment.OnThreads(1));

    private static RunConfig Config(int steps) => new()
    {
        Training = new TrainingOptions { Method = "hicra", Prompts = 4, GroupSize = 4, MaxNewTokens = 40, Steps = steps, ValidationProblems = 4, ValidationSamples = 2, ValidationEvery = 4 },
        Base = BaseModel.Find(BaseModel.Shipped), CheckpointEvery = 5, RolloutsEvery = 2,
    };

    [SlowFact]
    public async Task A_sweep_in_processes_is_the_sweep_on_threads_to_the_bit()
    {
        if (OperatingSystem.IsWindows()) return; // which has no such shell
        IReadOnlyList<SweepRun> Plan(string name) => [.. Sweep.Plan(_temporary.File(name), Config(6), ["grpo", "placebo"], [0.2], [1, 2]).Skip(1)];
        IReadOnlyList<SweepOutcome> threads = Sweep.Run(Plan("threads"), Threads, workers: 2, threads: 1);
        var told = new List<SweepProgress>();
        using ProcessLauncher launcher = Processes;
        IReadOnlyList<SweepOutcome> processes = await Task.Run(() => Sweep.Run(Plan("processes"), launcher, workers: 2, threads: 1, new Each<SweepProgress>(told.Add))).WaitAsync(Bound);
        Assert.All(processes, o => Assert.Equal((SweepStatus.Finished, null), (o.Status, o.Error)));
        foreach ((SweepOutcome one, SweepOutcome other) in threads.Zip(processes))
        {
            Assert.Equal(CommandProcess.Numbers(one.Run.Directory), CommandProcess.Numbers(other.Run.Directory));
            Assert.Equal(Enumerable.Range(0, 7), told.Where(p => p.Run == other.Run).Select(p => p.Row).OfType<MetricRow>().Select(r => r.Step));
            Assert.Equal(Files(one.Run), Files(other.Run));
            AssertEnded(other.Run);
        }
        Assert.Equal(SweepSummary.Of(threads).Cells, SweepSummary.Of(processes).Cells);
        Assert.All(Sweep.Run(Plan("processes"), launcher, workers: 2, threads: 1), o => Assert.Equal(SweepStatus.Skipped, o.Status));
    }

    [SlowFact]
    public async Task A_killed_worker_is_a_failed_run_that_goes_on_to_the_same_numbers()
    {
        if (OperatingSystem.IsWindows()) return;
        var run = new PlannedRun(_temporary.File("killed"), Config(Endless));
        using ProcessLauncher launcher = Processes;
        RunOutcome failed = await UntilAsync(launcher, run, 7, () => Signal("-KILL", run));
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Contains("the worker process was killed at step ", failed.Error, StringComparison.Ordinal);
        int next = ExistingRun.Open(run.Directory).NextStep, checkpoint = new RunFolder(run.Directory).CheckpointSteps()[^1];
        Assert.InRange(checkpoint, 5, next);

        var told = new List<int>();
        using var stop = new CancellationTokenSource();
        RunOutcome stopped = await Task.Run(() => launcher.Run(run, 1, new Each<MetricRow>(row =>
        {
            told.Add(row.Step);
            if (row.Step == next + 2) stop.Cancel();
        }), stop.Token)).WaitAsync(Bound);
        Assert.Equal(RunOutcome.Stopped, stopped);
        Assert.Equal(Enumerable.Range(checkpoint, told.Count), told);
        AssertSame(run, next + 2);
        AssertEnded(run);
    }

    [Fact]
    public async Task Cancelling_stops_after_the_step_at_a_checkpoint_from_which_any_launcher_goes_on()
    {
        if (OperatingSystem.IsWindows()) return;
        var run = new PlannedRun(_temporary.File("stopped"), Config(Endless));
        using var stop = new CancellationTokenSource();
        using ProcessLauncher launcher = Processes;
        Assert.Equal(RunOutcome.Stopped, await UntilAsync(launcher, run, 2, stop.Cancel, stop.Token));
        AssertEnded(run);
        int next = ExistingRun.Open(run.Directory).NextStep;
        Assert.Equal(next, new RunFolder(run.Directory).CheckpointSteps()[^1]);
        using var again = new CancellationTokenSource();
        Assert.Equal(RunOutcome.Stopped, await UntilAsync(Threads, run, next + 2, again.Cancel, again.Token));
        AssertSame(run, next + 2);
    }

    [SlowFact]
    public async Task A_terminals_ctrl_c_reaches_workers_too_and_is_heard_once()
    {
        if (OperatingSystem.IsWindows()) return;
        var run = new PlannedRun(_temporary.File("interrupted"), Config(Endless));
        using var stop = new CancellationTokenSource();
        using ProcessLauncher launcher = Processes;
        RunOutcome outcome = await UntilAsync(launcher, run, 2, () =>
        {
            Signal("-INT", run);
            stop.Cancel();
        }, stop.Token);
        Assert.Equal(RunOutcome.Stopped, outcome);
        Assert.Equal(ExistingRun.Open(run.Directory).NextStep, new RunFolder(run.Directory).CheckpointSteps()[^1]);
    }

    [SlowFact]
    public async Task Workers_of_a_sweep_that_was_killed_stop_by_themselves()
    {
        string[] runs = [.. ((long[])[0, 1]).Select(seed => Path.Combine(_temporary.File("sweep"), "grpo", $"seed-{seed}"))];
        using var bound = new CancellationTokenSource(Bound);
        using (Process sweep = CommandProcess.Start($"sweep --workers processes --threads 2 --method grpo --seeds 0,1 --steps {Endless} --prompts 4 --group 4 --max-new-tokens 40 --val-problems 4 --val-every 100 --quiet --out {_temporary.File("sweep")}"))
        {
            try
            {
                while (!sweep.HasExited && !runs.All(run => File.Exists(new RunFolder(run).Metrics) && MetricsLog.Read(new RunFolder(run).Metrics).Count > 1)) await Task.Delay(20, bound.Token);
                Assert.False(sweep.HasExited);
            }
            finally { sweep.Kill(); }
            await sweep.WaitForExitAsync(bound.Token);
        }
        foreach (string run in runs)
        {
            // The system gives the lock back when the worker has ended.
            while (IsLocked(new RunFolder(run).Lock)) await Task.Delay(20, bound.Token);
            Assert.Equal(ExistingRun.Open(run).NextStep, new RunFolder(run).CheckpointSteps()[^1]);
        }
    }

    [Fact]
    public void The_option_is_for_sweeps_and_knows_its_values()
    {
        (int code, string error) = CommandProcess.Run($"train --workers processes --steps 2 --out {_temporary.File("one")}");
        Assert.Equal((2, false), (code, Directory.Exists(_temporary.File("one"))));
        Assert.Contains("--workers is for the runs of a sweep", error, StringComparison.Ordinal);
        (code, error) = CommandProcess.Run($"sweep --workers proceses --steps 2 --out {_temporary.File("many")}");
        Assert.Equal(2, code);
        Assert.Contains("processes", error, StringComparison.Ordinal);
    }

    private static async Task<RunOutcome> UntilAsync(IRunLauncher launcher, PlannedRun run, int step, Action then, CancellationToken stop = default) =>
        await Task.Run(() => launcher.Run(run, 1, new Each<MetricRow>(row => { if (row.Step == step) then(); }), stop), CancellationToken.None).WaitAsync(Bound, CancellationToken.None);

    // Against a run of this process that nothing happened to.
    private void AssertSame(PlannedRun run, int last)
    {
        var whole = new PlannedRun(_temporary.File("whole"), run.Config);
        using var stop = new CancellationTokenSource();
        Threads.Run(whole, 1, new Each<MetricRow>(row => { if (row.Step == last) stop.Cancel(); }), stop.Token);
        Assert.Equal(CommandProcess.Numbers(whole.Directory)[..(last + 1)], CommandProcess.Numbers(run.Directory)[..(last + 1)]);
    }

    private static int IdOf(PlannedRun run) => int.Parse(File.ReadAllText(run.Directory + ".pid"), CultureInfo.InvariantCulture);

    private static void Signal(string signal, PlannedRun run)
    {
        using Process kill = Process.Start("kill", [signal, IdOf(run).ToString(CultureInfo.InvariantCulture)]);
        Assert.True(kill.WaitForExit(Bound));
    }

    private static void AssertEnded(PlannedRun run) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(IdOf(run)));

    private static string[] Files(PlannedRun run) =>
        [.. Directory.EnumerateFiles(run.Directory, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(run.Directory, f)).Order(StringComparer.Ordinal)];

    private static bool IsLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Each<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
