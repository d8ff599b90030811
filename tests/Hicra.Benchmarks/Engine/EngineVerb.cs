using System.CommandLine;
using System.Globalization;
using Hicra.Benchmarks.Peers;
using Hicra.Testing;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Benchmarks.Engine;

/// <summary><c>engine</c>: the engine's speed, with the keys of the reference program's <c>bench</c>, or beside that program's.</summary>
internal static class EngineVerb
{
    public static Command Create()
    {
        var command = new Command("engine", "Measures sampling and training; prints one line of JSON with the reference program's keys, or ratios to that program.");
        Fill(command);
        return command;
    }

    /// <summary>Gives a command the options and the work of this one.</summary>
    public static void Fill(Command command)
    {
        Option<string?> model = Options.Base(), threads = Options.Text("--threads", "n", "threads [all cores; with --peer: 1, then 2]");
        Option<string?> steps = Options.Text("--steps", "n", "measured steps [20]"), rounds = Options.Text("--rounds", "n", "with --peer: rounds, of which medians are shown [5]");
        Option<string?> peer = Options.Text("--peer", "FILE", "the reference program (torch_grpo.py): measure both in turn and show the ratios");
        Option<string?> python = Options.Text("--python", "PROGRAM", "the Python that has PyTorch [python3]");
        foreach (Option option in (Option[])[model, threads, steps, peer, rounds, python]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            string directory = parsed.BaseOf(model).Folder;
            int measured = parsed.WholeNumber(steps, 1) ?? 20;
            if (parsed.GetValue(peer) is { } script)
            {
                int[] counts = parsed.WholeNumber(threads, 1) is int count ? [count] : [1, 2];
                Compare(parsed.InvocationConfiguration, parsed.GetValue(python) ?? "python3", script, directory, counts, measured, parsed.WholeNumber(rounds, 1) ?? 5);
                return Failure.Ok;
            }
            using ManagedPolicy policy = ManagedPolicy.LoadPretrained(directory, parsed.ThreadCount(threads));
            parsed.InvocationConfiguration.Output.WriteLine(EngineBenchmark.Run(policy, new PuzzleWorld(), measured).ToJson());
            return Failure.Ok;
        });
    }

    private static void Compare(InvocationConfiguration streams, string python, string script, string directory, int[] counts, int steps, int rounds)
    {
        using var interruption = new Interruption(streams.Error.WriteLine);
        var rows = new List<IReadOnlyList<string>>();
        foreach (int count in counts)
        {
            var measured = new List<PeerRound>();
            for (int i = 0; i < rounds; i++)
            {
                measured.Add(PeerComparison.Round(python, script, directory, count, steps, interruption.Token));
                streams.Error.WriteLine(FormattableString.Invariant($"round {i + 1} of {rounds}, {count} threads: {measured[i].Ours.StepsPerSecond:F2} and {measured[i].Peer.StepsPerSecond:F2} steps/s"));
            }
            foreach (PeerFigure figure in PeerComparison.Figures(measured))
                rows.Add([figure.Name, $"{figure.Threads}", Digits(figure.Ours), Digits(figure.Peer), Times(figure.Ratio), Times(figure.Smallest), Times(figure.Largest)]);
            double share = Rounds.Median(measured.Select(x => x.Ours.TrainGflops / Math.Max(x.Ours.SgemmGflops, x.Peer.SgemmGflops) * 100));
            streams.Error.WriteLine(FormattableString.Invariant($"{count} threads: training at {share:F0} % of the faster of both programs' rates on a square product"));
        }
        streams.Output.WriteLine(MarkdownTable.Render(["figure", "threads", "ours", "PyTorch", "ratio", "smallest", "largest"], rows));
    }

    private static string Digits(double value) => value.ToString(value < 1000 ? "0.0#" : "N0", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + "x";
}
