using System.CommandLine;
using System.Globalization;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Benchmarks.Matcher;

/// <summary><c>matcher</c>: the speed of finding grams in text, beside a regular expression and a search per gram.</summary>
internal static class MatcherVerb
{
    public static Command Create()
    {
        Option<string?> library = Options.Text("--library", "FILE", "a gram library, or paper [paper]"), words = Options.Text("--words", "n", "words to match, on one core [30000000]");
        Option<string[]> traces = new("--traces") { HelpName = "FILE", Description = "traces to match, repeated as need be [a seeded corpus]", AllowMultipleArgumentsPerToken = true };
        var command = new Command("matcher", "Measures matching a gram library on one core, beside plain ways to do it.") { library, words, traces };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            StrategicGramLibrary grams = GramLibraryFile.Load(parsed.GetValue(library) ?? GramLibraryFile.Paper);
            IEnumerable<Solution>? texts = parsed.GetValue(traces) is { Length: > 0 } files ? RolloutFiles.Solutions(files) : null;
            var rows = new List<IReadOnlyList<string>>();
            double? own = null;
            foreach (MatcherSpeed speed in MatcherBenchmark.Run(grams, texts, parsed.WholeNumber(words, 1) ?? 30_000_000, interruption.Token))
            {
                own ??= speed.MegabytesPerSecond;
                rows.Add([speed.Name, speed.Words.ToString("N0", CultureInfo.InvariantCulture), Digits(speed.Megabytes), Digits(speed.Seconds), Digits(speed.MegabytesPerSecond),
                    Digits(own.Value / speed.MegabytesPerSecond) + "x", speed.Occurrences.ToString("N0", CultureInfo.InvariantCulture)]);
            }
            parsed.InvocationConfiguration.Output.WriteLine(MarkdownTable.Render(["matching", "words", "MB", "core seconds", "MB/s a core", "ratio", "found a round"], rows));
            return Failure.Ok;
        });
        return command;
    }

    private static string Digits(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
