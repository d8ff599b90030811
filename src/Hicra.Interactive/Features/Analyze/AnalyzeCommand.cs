using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Logs.Runs;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Hicra.Training.Runs;
using Hicra.Training.Text;

namespace Hicra.Interactive.Features.Analyze;

/// <summary><c>hicra analyze</c>, <c>#!analyze</c>: a log of any trainer, measured step by step, and made a run that the other commands take.</summary>
internal sealed class AnalyzeCommand : KitCommand
{
    private const string Mined = "mined";

    private readonly RolloutSource _source;
    private readonly Option<string?> _grams, _tokenizer, _alpha, _out, _html, _name;
    private readonly Option<bool> _dryRun, _json, _quiet;

    public AnalyzeCommand(CommandStyle style) : base("analyze", style, "Reads a log of any trainer: planning share, entropies, rewards by step, and what HICRA's credit would have been; makes it a run that the other commands take.")
    {
        _source = new RolloutSource(Command);
        foreach (Symbol words in _source.Words) Values[words] = ValueKind.Run;
        _grams = Add(Options.Text("--grams", "NAME", $"whose grams mark planning tokens: {GramLibraryFile.Paper}, a file, or {Mined} from the log's correct solutions [{GramLibraryFile.Paper}]"), ValueKind.Path);
        _tokenizer = Add(Options.Text("--tokenizer", "DIR", "the model's tokenizer (a folder with tokenizer.json), where the log holds no tokens [words and signs]"), ValueKind.Path);
        _alpha = Add(Options.Text("--alpha", "x", "alpha of the HICRA credit that is replayed [0.2]"));
        _out = Add(Options.Text("--out", "DIR", "keep the run in a folder that every command takes [beside other caches]"), ValueKind.Path);
        _html = Add(Options.Text("--html", "FILE", "write the report as a page of its own as well"), ValueKind.Path);
        _name = Add(CommonOptions.Name("the report"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        IReadOnlyList<string> paths = _source.Paths(call), given = _source.Given(call);
        string grams = call.Parsed.GetValue(_grams) ?? GramLibraryFile.Paper;
        if (grams == Mined && paths.Contains("-")) throw new HicraException($"--grams {Mined} reads the log twice, which the standard input cannot be; give a file");
        string? directory = call.Parsed.GetValue(_out) is { } folder ? call.Resolve(folder) : null;
        if (directory is not null && Directory.Exists(directory)) throw new HicraException($"{call.Shorten(directory)}: is there already; give another folder (--out), or remove it");
        string? page = call.ResultFile(_html);
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would read {string.Join(", ", given)} with the grams of {grams}{(directory is null ? "" : $" and write the run {call.Shorten(directory)}")}").ConfigureAwait(false);
            return;
        }
        LogOptions options = new()
        {
            Files = _source.FileOptions(call),
            Alpha = call.Parsed.Number(_alpha, 0) ?? 0.2,
            Tokenizer = call.Parsed.GetValue(_tokenizer) is { } named ? Tokenizer.Load(call.Resolve(named)) : null,
            TokenizerName = call.Parsed.GetValue(_tokenizer),
            // Rollouts are kept where somebody will look at them.
            SavedBytes = directory is null && call.Parsed.GetValue(_name) is null ? 0 : LogOptions.UsualBytes,
        };
        string temporary = Path.Combine(LogRuns.Directory, "analyze", Guid.NewGuid().ToString("N"));
        string mined = temporary + ".grams.json";
        LogReport? report = null;
        bool asJson = call.Parsed.GetValue(_json);
        var progress = new ProgressLine(call, asJson || call.Parsed.GetValue(_quiet));
        try
        {
            await Task.Run(() =>
            {
                options = WithGrams(call, options, grams, paths, mined, cancellation);
                string target = directory ?? Path.Combine(temporary, LogName(given[0]));
                ExistingRun run = LogRun.Write(target, paths, options, progress.Tell, cancellation);
                report = LogReport.Of(directory is null ? given[0] : call.Shorten(directory), run, options.Alpha);
            }, CancellationToken.None).ConfigureAwait(false);
            if (page is not null) HtmlPage.Write(page, $"Analysis of {report!.Name}", LogReportHtml.Render(report));
            call.Leave(_name, report!);
            if (asJson) call.WriteJson(json => LogReportJson.Write(json, report!));
            else call.Host.Display(call.Bundle(report!));
        }
        finally
        {
            WholeFile.TryDelete(mined);
            // The report keeps what it shows; without --out or a variable nobody asks for the folder again.
            if (directory is null && call.Parsed.GetValue(_name) is null) WholeFile.TryDelete(temporary);
        }
    }

    private static LogOptions WithGrams(CommandCall call, LogOptions options, string grams, IReadOnlyList<string> paths, string mined, CancellationToken cancellation)
    {
        if (grams == GramLibraryFile.Paper) return options;
        if (grams.StartsWith('@'))
            return options with { Library = RunReference.Variable(grams, call.Host) as StrategicGramLibrary ?? throw new HicraException($"--grams {grams}: the variable holds no gram library; give one, a file, or {GramLibraryFile.Paper}"), LibraryName = grams };
        if (grams != Mined)
        {
            string file = call.Resolve(grams);
            return options with { Library = GramLibraryFile.Load(file), LibraryName = grams, LibraryFile = file };
        }
        // Where nobody judged the solutions, all are mined.
        bool judged = RolloutFiles.Solutions(paths, options.Files).Take(10_000).Any(s => s.Correct == true);
        var miner = new GramMiner(new MiningSettings { CorrectOnly = judged });
        MiningResult result = miner.Mine(RolloutFiles.Solutions(paths, options.Files), null, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(mined)!);
        MinedLibraryFile.Save(result, mined);
        return options with { Library = result.Library, LibraryName = judged ? "mined from the log's correct solutions" : "mined from all of the log's solutions, since it has no verdicts", LibraryFile = mined };
    }

    private static string Line(long read) => $"reading: {NumberText.Count(read, "rollout", "rollouts")}";

    private static string LogName(string word) => word == "-" ? "standard-input" : Path.GetFileName(Path.TrimEndingDirectorySeparator(word)) is { Length: > 0 } name ? name.Replace('*', '_').Replace('?', '_') : "log";

    /// <summary>A line now and then, where somebody looks.</summary>
    private sealed class ProgressLine(CommandCall call, bool silent)
    {
        private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
        private long _last = call.Host.Clock.GetTimestamp();

        public void Tell(long read)
        {
            if (silent || call.Host.Clock.GetElapsedTime(_last) < Between) return;
            call.Host.Progress.WriteLine(Line(read));
            _last = call.Host.Clock.GetTimestamp();
        }
    }
}
