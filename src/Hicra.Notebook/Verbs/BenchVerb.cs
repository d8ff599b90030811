using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Bench;
using Hicra.Notebook.Cli;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds.Puzzle;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra bench</c>: the engine's speed, with the keys of the reference program's <c>bench</c>, or beside that program's.</summary>
internal static class BenchVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> model = Options.Base(), threads = Options.Text("--threads", "n", "threads [all cores; with --peer: 1, then 2]");
        Option<string?> steps = Options.Text("--steps", "n", "measured steps [20]"), rounds = Options.Text("--rounds", "n", "with --peer: rounds, of which medians are shown [5]");
        Option<string?> peer = Options.Text("--peer", "FILE", "the reference program (torch_grpo.py): measure both in turn and show the ratios");
        Option<string?> python = Options.Text("--python", "PROGRAM", "the Python that has PyTorch [python3]");
        var command = new Command("bench", "Measures sampling and training; prints one line of JSON with the reference program's keys, or ratios to that program.") { model, threads, steps, peer, rounds, python, MatcherBench.Create(terminal), MinerBench.Create(terminal) };
        command.SetAction(parsed =>
        {
            string directory = parsed.BaseOf(model).Folder;
            int measured = parsed.WholeNumber(steps, 1) ?? 20;
            if (parsed.GetValue(peer) is { } script)
            {
                int[] counts = parsed.WholeNumber(threads, 1) is int count ? [count] : [1, 2];
                Compare(terminal, parsed.GetValue(python) ?? "python3", script, directory, counts, measured, parsed.WholeNumber(rounds, 1) ?? 5);
                return Failure.Ok;
            }
            using ManagedPolicy policy = ManagedPolicy.LoadPretrained(directory, parsed.ThreadCount(threads));
            terminal.Output.WriteLine(EngineBenchmark.Run(policy, new PuzzleWorld(), measured).ToJson());
            return Failure.Ok;
        });
        return command;
    }

    private static void Compare(Terminal terminal, string python, string script, string directory, int[] counts, int steps, int rounds)
    {
        using var interruption = new Interruption(terminal);
        var table = new Table().Border(TableBorder.Markdown).AddColumn("figure");
        foreach (string column in (string[])["threads", "ours", "PyTorch", "ratio", "smallest", "largest"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (int count in counts)
        {
            var measured = new List<PeerRound>();
            for (int i = 0; i < rounds; i++)
            {
                measured.Add(PeerComparison.Round(python, script, directory, count, steps, interruption.Token));
                terminal.Error.WriteLine(FormattableString.Invariant($"round {i + 1} of {rounds}, {count} threads: {measured[i].Ours.StepsPerSecond:F2} and {measured[i].Peer.StepsPerSecond:F2} steps/s"));
            }
            foreach (PeerFigure figure in PeerComparison.Figures(measured))
                table.AddRow([figure.Name, .. new[] { $"{figure.Threads}", Digits(figure.Ours), Digits(figure.Peer), Times(figure.Ratio), Times(figure.Smallest), Times(figure.Largest) }]);
            double share = PeerComparison.Median(measured.Select(x => x.Ours.TrainGflops / Math.Max(x.Ours.SgemmGflops, x.Peer.SgemmGflops) * 100));
            terminal.Error.WriteLine(FormattableString.Invariant($"{count} threads: training at {share:F0} % of the faster of both programs' rates on a square product"));
        }
        terminal.OutputConsole.Write(table);
    }

    private static string Digits(double value) => value.ToString(value < 1000 ? "0.0#" : "N0", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + "x";
}
