using System.CommandLine;
using System.Globalization;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Benchmarks.Engine;

/// <summary><c>length</c>: what a token costs in responses of 75 to 1,200 tokens.</summary>
internal static class LengthVerb
{
    public static Command Create()
    {
        Option<string?> rounds = Options.Text("--rounds", "n", "measured rounds, of which medians are shown [5]"), threads = Options.Text("--threads", "n", "threads [1]");
        var command = new Command("length", "Measures what a token costs in sampling and in training as responses grow, with the long world's model.") { rounds, threads };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            using ManagedPolicy policy = ManagedPolicy.Create(WorldRecipe.Of(WorldCatalog.LongSums).Shape!, Pretrainer.WeightStream(0), parsed.WholeNumber(threads, 1) ?? 1);
            LengthSpeed[] speeds = [.. new[] { 75, 150, 300, 600, 1200 }.Select(length => LengthBenchmark.Run(policy, new LongWorld(), length, parsed.WholeNumber(rounds, 1) ?? 5, interruption.Token))];
            parsed.InvocationConfiguration.Output.WriteLine(MarkdownTable.Render(["tokens a response", "responses", "sampling, us a token", "ratio", "training, us a token", "ratio", "peak MB"], speeds.Select(s => (IReadOnlyList<string>)
                [Text(s.Length, "N0"), Text(s.Rows, "N0"), Text(s.Sampling, "F2"), Text(s.Sampling / speeds[0].Sampling, "F2") + "x", Text(s.Training, "F2"), Text(s.Training / speeds[0].Training, "F2") + "x", Text(s.PeakMegabytes, "N0")])));
            return Failure.Ok;
        });
        return command;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
