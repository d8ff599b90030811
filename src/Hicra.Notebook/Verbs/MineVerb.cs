using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Formatting;
using Hicra.Notebook.Cli;
using Hicra.Strategy.Mining;
using Hicra.Traces;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra mine</c>: a library of strategic grams from solutions.</summary>
internal static class MineVerb
{
    private const int Shown = 15, GramsShown = 4;

    public static Command Create(Terminal terminal)
    {
        Option<string[]> traces = new("--traces") { HelpName = "FILE", Description = "traces: files, folders, patterns, or - (hicra, verl, TRL, UNIPO, sampled texts, solutions a line; .gz too)", AllowMultipleArgumentsPerToken = true };
        Option<string?> output = Options.Text("--out", "FILE", "the library, as JSON [not written]");
        Option<string?> format = Options.Text("--format", "name", $"the format of the files: {string.Join(", ", TraceFormats.Names)} [recognised]");
        Option<bool> skipBad = new("--skip-bad") { Description = "leave bad records out and count them" };
        Option<string?> stability = Options.Text("--stability", "n", "mine n bootstrap resamples too, and show how much of the library they share [0]");
        Option<bool> dryRun = new("--dry-run") { Description = "read the traces and say what would be mined" };
        Option<bool> json = Options.Json(), quiet = Options.Quiet();
        var mining = new MiningOptions();
        var command = new Command("mine", "Mines strategic grams from solutions: frequent n-grams, clustered, the clusters that most solutions share.") { traces, output, format, skipBad };
        foreach (Option option in mining.All) command.Add(option);
        foreach (Option option in (Option[])[stability, dryRun, json, quiet]) command.Add(option);
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(traces) is { Length: > 0 } given ? given : throw new HicraException("no traces to mine; give some with --traces FILE...");
            GramMiner miner = mining.Miner(parsed, path => path);
            var options = new TraceReadOptions { Format = parsed.GetValue(format) is { } name ? TraceFormats.Parse(name) : null, SkipBad = parsed.GetValue(skipBad) };
            var run = new MineRun(terminal, miner, paths, options, parsed.GetValue(output), parsed.WholeNumber(stability, 0) ?? 0, parsed.GetValue(quiet));
            using var interruption = new Interruption(terminal);
            try
            {
                if (parsed.GetValue(dryRun)) run.Describe(interruption.Token);
                else run.Mine(parsed.GetValue(json), interruption.Token);
                return Failure.Ok;
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                terminal.Error.WriteLine("hicra: stopped; nothing was written");
                return Failure.Interrupted;
            }
        });
        return command;
    }

    private sealed record MineRun(Terminal Terminal, GramMiner Miner, string[] Paths, TraceReadOptions Options, string? Output, int Resamples, bool Quiet)
    {
        public void Describe(CancellationToken cancellation)
        {
            MiningCorpus corpus = Read(cancellation);
            MiningSettings settings = Miner.Settings;
            Terminal.Output.WriteLine(Corpus(corpus.Statistics));
            Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"would mine grams of {settings.MinWords} to {settings.MaxWords} words that stand in {settings.MinDf(corpus.Solutions)} solutions or more, and keep the top {settings.TopShare:P0} of their clusters"));
        }

        public void Mine(bool asJson, CancellationToken cancellation)
        {
            MiningCorpus corpus = Read(cancellation);
            MiningResult result = Told((progress, token) => Miner.Mine(corpus, progress, token), cancellation);
            MiningStability? stability = Resamples == 0 ? null : Told((progress, token) => MiningStability.Measure(Miner, corpus, result.Library, Resamples, progress, token), cancellation);
            if (Output is not null) MinedLibraryFile.Save(result, Output);
            if (asJson) Terminal.Json(json => MinedLibraryFile.Write(json, result, stability));
            else Print(result, stability);
        }

        private MiningCorpus Read(CancellationToken cancellation)
        {
            var report = new TraceReadReport();
            MiningCorpus corpus = Told((progress, token) => MiningCorpus.Read(TraceFiles.Solutions(Paths, Options, report), Miner.Settings, progress, token), cancellation);
            if (report.LeftOut() is { } leftOut) Terminal.Error.WriteLine(leftOut);
            return corpus;
        }

        private T Told<T>(Func<IProgress<MiningProgress>?, CancellationToken, T> work, CancellationToken cancellation) =>
            Quiet ? work(null, cancellation) : StageDisplay.Run(Terminal, "mine", tell => work(new ActionReporter<MiningProgress>(p => tell(Text(p))), cancellation));

        private void Print(MiningResult result, MiningStability? stability)
        {
            MinedCluster[] kept = [.. result.Clusters.Where(c => c.IsKept)];
            Terminal.Output.WriteLine(Corpus(result.Corpus));
            Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Library.Grams.Count} strategic grams in {kept.Length} clusters ({result.Clusters.Count - kept.Length} more are below the top {result.Settings.TopShare:P0})"));
            if (result.Dropped.Count > 0) Terminal.Output.WriteLine($"frequent but dropped: {string.Join(", ", result.Dropped.Select(d => $"{d.Count} {d.Reason}"))}");
            var rows = kept.Take(Shown).Select(c => (string[])[c.Name, Number(c.Df), c.PerSolution.ToString("F2", CultureInfo.InvariantCulture), Number(c.Grams.Count), string.Join(" | ", c.Grams.Skip(1).Take(GramsShown).Select(g => g.Text))]);
            Terminal.Output.WriteLine(PlainTable.Render(["cluster", "df", "per solution", "grams", "further grams"], rows, leftColumns: [4]));
            if (kept.Length > Shown) Terminal.Output.WriteLine($"the {Shown} clusters with the highest df; {(Output is null ? "--out FILE writes" : $"{Output} has")} all");
            if (stability is not null) Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stability over {stability.Overlaps.Count} resamples (Jaccard index): grams {Range(stability.Overlaps, o => o.Grams)}, clusters {Range(stability.Overlaps, o => o.Clusters)}"));
            Terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", result.Stages.Select(s => $"{s.Stage} {s.Seconds:F1} s"))}"));
        }

        private static string Corpus(CorpusStatistics corpus) => string.Create(CultureInfo.InvariantCulture,
            $"{corpus.Used:N0} of {corpus.Read:N0} solutions{(corpus.Problems is int problems ? $" of {problems:N0} problems" : "")}, {corpus.Words:N0} words, {corpus.DistinctWords:N0} different");

        private static string Range(IEnumerable<LibraryOverlap> overlaps, Func<LibraryOverlap, double> of) =>
            string.Create(CultureInfo.InvariantCulture, $"{overlaps.Average(of):F2} ({overlaps.Min(of):F2} to {overlaps.Max(of):F2})");

        private static string Text(MiningProgress progress)
        {
            string total = progress.Total is long all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0}") : "";
            return progress.Done == 0 ? progress.Stage : string.Create(CultureInfo.InvariantCulture, $"{progress.Stage} {progress.Done:N0}{total}");
        }

        private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
