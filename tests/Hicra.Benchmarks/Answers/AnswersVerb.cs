using System.CommandLine;
using System.Globalization;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Benchmarks.Answers;

/// <summary><c>answers</c>: how many answers are judged a minute.</summary>
internal static class AnswersVerb
{
    public static Command Create()
    {
        Option<string?> rounds = Options.Text("--rounds", "n", "how often everything is judged [8]"), threads = Options.Threads();
        Option<string?> solutions = Options.Text("--solutions", "FILE", "records with a problem, its solution and sampled solutions [the 800 that are shipped]");
        var command = new Command("answers", "Measures finding and comparing answers: those of five benchmarks, and real solutions at full length.") { rounds, threads, solutions };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            string file = parsed.GetValue(solutions) ?? ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz");
            var rows = new List<IReadOnlyList<string>>();
            foreach (AnswersSpeed speed in AnswersBenchmark.Run(file, parsed.WholeNumber(rounds, 1) ?? 8, parsed.ThreadCount(threads), interruption.Token))
                rows.Add([speed.Name, Count(speed.Answers), Count(speed.Right), Digits(speed.Seconds), Digits(speed.CoreSeconds), Count((long)speed.PerMinute), Count((long)speed.PerCoreMinute)]);
            parsed.InvocationConfiguration.Output.WriteLine(MarkdownTable.Render(["judging", "answers", "right", "seconds", "core seconds", "answers a minute", "a minute of a core"], rows));
            return Failure.Ok;
        });
        return command;
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
