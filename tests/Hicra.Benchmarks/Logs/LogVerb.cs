using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hicra.Logs.Runs;
using Hicra.Logs.Tables;
using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Benchmarks.Logs;

/// <summary><c>logs</c>: how fast a log is analysed, and how much memory that takes.</summary>
internal static class LogVerb
{
    public static Command Create()
    {
        Option<string[]> logs = new("--log") { HelpName = "FILE", Description = "logs to analyse [a made verl dump]", AllowMultipleArgumentsPerToken = true };
        Option<string?> megabytes = Options.Text("--megabytes", "n", "size of the made dump [200]");
        Option<bool> table = new("--parquet") { Description = "make TRL's tables of completions as Parquet, and no verl dump" };
        var command = new Command("logs", "Measures hicra analyze: megabytes a second of a core, and peak memory.") { logs, megabytes, table };
        command.SetAction(parsed =>
        {
            string made = Path.Combine(Path.GetTempPath(), "hicra-logs-" + Guid.NewGuid().ToString("N"));
            try
            {
                string[] paths = parsed.GetValue(logs) is { Length: > 0 } given ? given : [MadeLog.Write(made, (parsed.WholeNumber(megabytes, 1) ?? 200) * 1_000_000L, parsed.GetValue(table))];
                long bytes = RolloutFiles.Find(paths).Sum(file => new FileInfo(file).Length);
                using Process self = Process.GetCurrentProcess();
                TimeSpan before = self.TotalProcessorTime;
                long started = Stopwatch.GetTimestamp();
                var run = LogRun.Write(made + ".run", paths, new LogOptions { SavedBytes = 0, Files = new RolloutFileOptions { Tables = new ParquetTables() } });
                double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
                self.Refresh();
                double core = (self.TotalProcessorTime - before).TotalSeconds, size = bytes / 1e6;
                parsed.InvocationConfiguration.Output.WriteLine(MarkdownTable.Render(["rollouts", "MB", "seconds", "core seconds", "MB/s a core", "peak memory, MB"],
                [
                    [run.Config.Log!.Rollouts.ToString("N0", CultureInfo.InvariantCulture), Digits(size), Digits(wall), Digits(core), Digits(size / core), Digits(self.PeakWorkingSet64 / 1e6)],
                ]));
                return Failure.Ok;
            }
            finally
            {
                WholeFile.TryDelete(made);
                WholeFile.TryDelete(made + ".run");
            }
        });
        return command;
    }

    private static string Digits(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
