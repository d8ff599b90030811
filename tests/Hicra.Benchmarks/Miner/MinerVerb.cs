using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hicra.Benchmarks.Peers;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Benchmarks.Miner;

/// <summary><c>miner</c>: the miner's speed and what it recovers on seeded corpora with planted phrases, beside scikit-learn.</summary>
internal static class MinerVerb
{
    public static Command Create()
    {
        Option<string?> peer = Options.Text("--peer", "FILE", "the scikit-learn program (sklearn_mine.py), which also writes and scores the corpora");
        Option<string?> python = Options.Text("--python", "PROGRAM", "the Python that has scikit-learn [python3]");
        Option<string?> sizes = Options.Text("--solutions", "list", "sizes of the corpora [1000,10000,100000]"), compared = Options.Text("--peer-up-to", "n", "the largest corpus that the peer mines too [10000]");
        Option<string?> threads = Options.Text("--threads", "n", "threads of both [1]"), rounds = Options.Text("--rounds", "n", "rounds, of which medians are shown [3]");
        Option<string?> distance = Options.Text("--distance", "x", FormattableString.Invariant($"cosine distance that ends merging; the peer's is 0.05 [{new MiningSettings().ClusterDistance}]"));
        var command = new Command("miner", "Measures mining seeded corpora, beside the same pipeline in scikit-learn.") { peer, python, sizes, compared, threads, rounds, distance };
        command.SetAction(parsed =>
        {
            string script = parsed.GetValue(peer) ?? throw new HicraException("no program that writes the corpora; give one with --peer sklearn_mine.py");
            using var interruption = new Interruption(parsed.InvocationConfiguration.Error.WriteLine);
            DirectoryInfo folder = Directory.CreateTempSubdirectory("hicra-bench-");
            try
            {
                var bench = new MinerBenchmark(parsed.GetValue(python) ?? "python3", script, folder.FullName, parsed.WholeNumber(threads, 1) ?? 1);
                var settings = new MiningSettings { ClusterDistance = parsed.Number(distance, 0) ?? new MiningSettings().ClusterDistance };
                int[] counts = [.. (parsed.GetValue(sizes) ?? "1000,10000,100000").Split(',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : throw new HicraException($"--solutions: '{size}' is no number of solutions"))];
                Measure(parsed.InvocationConfiguration, bench, settings, counts, parsed.WholeNumber(compared, 0) ?? 10_000, parsed.WholeNumber(rounds, 1) ?? 3, interruption.Token);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
            return Failure.Ok;
        });
        return command;
    }

    private static void Measure(InvocationConfiguration streams, MinerBenchmark bench, MiningSettings settings, int[] sizes, int peerUpTo, int rounds, CancellationToken cancellation)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (int size in sizes)
        {
            string corpus = bench.Corpus(size, cancellation);
            List<MinerRound> ours = [], peers = [];
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(bench.Ours(corpus, settings, cancellation));
                if (size <= peerUpTo) peers.Add(bench.Peer(corpus, cancellation));
                streams.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size:N0} solutions, round {round + 1}: {ours[^1].Seconds:F1} s ({string.Join(", ", ours[^1].Stages.Select(s => FormattableString.Invariant($"{s.Stage} {s.Seconds:F1}")))}){(peers.Count > 0 ? FormattableString.Invariant($" and {peers[^1].Seconds:F1} s") : "")}"));
            }
            double[] ratios = [.. peers.Zip(ours, (peer, own) => peer.Seconds / own.Seconds)];
            rows.Add([size.ToString("N0", CultureInfo.InvariantCulture), $"{bench.Threads}", Seconds(ours), peers.Count == 0 ? "" : Seconds(peers),
                peers.Count == 0 ? "" : Times(Rounds.Median(ratios)), peers.Count == 0 ? "" : Times(ratios.Min()), Share(ours[0].Recall), peers.Count == 0 ? "" : Share(peers[0].Recall),
                Share(ours[0].Precision), peers.Count == 0 ? "" : Share(peers[0].Precision)]);
            File.Delete(corpus);
        }
        streams.Output.WriteLine(MarkdownTable.Render(["solutions", "threads", "ours, s", "scikit-learn, s", "ratio", "smallest", "recall", "its recall", "precision", "its precision"], rows, texts: 0));
        using var self = Process.GetCurrentProcess();
        streams.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest memory of this program: {self.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    private static string Seconds(List<MinerRound> rounds) => Rounds.Median(rounds.Select(r => r.Seconds)).ToString("F1", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + "x";

    private static string Share(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
