using System.Diagnostics;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Steps = 150;
    private const string Fast = "--method hicra --prompts 8 --group 4 --max-new-tokens 40 --val-problems 8 --val-samples 2 --val-every 10 --checkpoint-every 20 --rollouts-every 10 --threads 1 --quiet";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    /// <summary>Killed at random moments, half of them after a random number of rows, half at a random time of the run's life, start-up and the end included; HICRA_KILLS=20 for the full count.</summary>
    [SlowFact]
    public void After_kill_9_at_random_moments_a_run_resumes_to_the_same_numbers()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("HICRA_KILLS"), out int count) ? count : 4;
        long started = Stopwatch.GetTimestamp();
        (int code, string error) = CommandProcess.Run($"train --steps {Steps} {Fast} --out {_temporary.File("whole")}");
        Assert.True(code == 0, error);
        TimeSpan life = Stopwatch.GetElapsedTime(started);
        string[] whole = Rows("whole");

        long seed = long.TryParse(Environment.GetEnvironmentVariable("HICRA_SEED"), out long given) ? given : DateTime.UtcNow.Ticks;
        output.WriteLine($"HICRA_SEED={seed} repeats the moments");
        CounterRandom random = CounterRandom.FromSeed(seed);
        for (int i = 0; i < kills; i++)
        {
            string name = $"run{i}";
            using (Process process = CommandProcess.Start($"train --steps {Steps} {Fast} --out {_temporary.File(name)}"))
            {
                if (i % 2 == 0) WaitForRows(process, new RunFolder(_temporary.File(name)).Metrics, 1 + random.Below(i, Steps / 2));
                else process.WaitForExit(life * (0.1 + 0.9 * random.Uniform(i)));
                process.Kill();
                Bounded.Exit(process);
            }
            var folder = new RunFolder(_temporary.File(name));
            int rows = File.Exists(folder.Metrics) ? MetricsLog.Read(folder.Metrics).Count : 0;
            if (i % 2 == 0) Assert.InRange(rows, 1, Steps);
            // A run that was killed before it wrote its settings is none yet, and starts anew.
            (code, error) = CommandProcess.Run(folder.HoldsRun ? $"train --resume {folder.Path} --threads 1 --quiet" : $"train --steps {Steps} {Fast} --out {folder.Path}");
            Assert.True(code == 0, $"killed after {rows} rows (HICRA_SEED={seed}): {error}");
            Assert.Equal(whole, Rows(name));
        }
    }

    /// <summary>Ignored: as a shell without job control has it for what it starts with <c>&amp;</c>, these tests among it.</summary>
    [Theory]
    [InlineData("trap - INT")]
    [InlineData("trap '' INT")]
    public void Ctrl_C_stops_after_the_step_checkpoints_and_says_how_to_go_on(string before)
    {
        string path = _temporary.File("run");
        var folder = new RunFolder(path);
        using Process process = CommandProcess.StartWith("sh", ["-c", before + "; exec \"$@\"", "sh"], $"train --steps 100000 {Fast} --out {path}");
        WaitForRows(process, folder.Metrics, 1);
        using (Process interrupt = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) Bounded.Exit(interrupt);
        string error = Bounded.Text(process, process.StandardError);
        Assert.Equal(130, Bounded.Exit(process));
        Assert.Contains($"go on with: hicra train --resume {path}", error, StringComparison.Ordinal);
        Assert.Equal(MetricsLog.Read(folder.Metrics).Count, folder.CheckpointSteps()[^1]);
    }

    private static void WaitForRows(Process process, string log, int rows) =>
        Bounded.Until(() => process.HasExited || (File.Exists(log) && MetricsLog.Read(log).Count >= rows), $"{rows} rows of {log}");

    private string[] Rows(string name) => CommandProcess.Numbers(_temporary.File(name));
}
