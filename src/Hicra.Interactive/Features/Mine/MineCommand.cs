using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Intents;
using Hicra.Strategy.Mining;

namespace Hicra.Interactive.Features.Mine;

/// <summary><c>#!sg-mine</c>, <c>hicra mine</c>: mines strategic grams from traces; with <c>--library</c>, counts those of a library in them.</summary>
internal sealed class MineCommand : KitCommand
{
    private readonly RolloutSource _source;
    private readonly MiningOptions _mining;
    private readonly Option<string?> _library, _intents, _stability, _out, _list, _name;
    private readonly Option<bool> _dryRun, _json, _quiet;

    public MineCommand(CommandStyle style) : base("mine", style, "Mines strategic grams from correct solutions (paper, section 2.1); with --library, counts the grams of a library instead.")
    {
        _source = new RolloutSource(Command);
        foreach (Symbol words in _source.Words) Values[words] = ValueKind.Run;
        _out = Add(Options.Text("--out", "FILE", "write the library (JSON: clusters, counts, settings, the corpus' digest)"), ValueKind.Path);
        _list = Add(Options.Text("--list", "FILE", "write the grams as a plain list, one a line"), ValueKind.Path);
        _intents = Add(Options.Text("--intents", "FILE", "label clusters as deduction, branching or backtracing by the rules of a file; default stands for the kit's"), ValueKind.Path);
        _library = Add(Options.Text("--library", "FILE", "count these grams, and mine none: a file, @variable, paper (the paper's 249), or run (that of the traces' run)"), ValueKind.Path);
        _stability = Add(Options.Text("--stability", "n", "mine n bootstrap resamples of the problems too, and say how much of the library they share [0]"));
        _name = Add(CommonOptions.Name("the gram library"));
        _mining = new MiningOptions(Command);
        Values[_mining.Folder] = ValueKind.Path;
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation) =>
        call.Parsed.GetValue(_library) is { } library ? Task.Run(() => Find(call, library, cancellation), CancellationToken.None) : MineAsync(call, cancellation);

    private async Task MineAsync(CommandCall call, CancellationToken cancellation)
    {
        GramMiner miner = _mining.Miner(call.Parsed, call.Resolve);
        IntentRules? intents = Intents(call);
        string? file = call.ResultFile(_out), list = call.ResultFile(_list);
        var report = new RolloutReadReport();
        IEnumerable<Rollout> traces = _source.Read(call, allSteps: true, report);
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would mine grams of {miner.Settings.MinWords} to {miner.Settings.MaxWords} words from {string.Join(", ", _source.Given(call))}{(file is null ? "" : $" and write {call.Shorten(file)}")}").ConfigureAwait(false);
            return;
        }
        int resamples = call.Parsed.WholeNumber(_stability, 0) ?? 0;
        bool asJson = call.Parsed.GetValue(_json);
        MiningReport? done = null;
        MiningProgress at = new("read", 0, null);
        var live = new LiveDisplay(call.Host, () => Draw(done, at), () => Line(at), asJson, call.Parsed.GetValue(_quiet));
        await Task.Run(() =>
        {
            var tell = new Reporter<MiningProgress>(progress =>
            {
                at = progress;
                live.Refresh();
            });
            MiningCorpus corpus = MiningCorpus.Read(traces.Select(rollout => RolloutFiles.AsSolution(rollout)), miner.Settings, tell, cancellation);
            MiningResult result = miner.Mine(corpus, tell, cancellation);
            MiningStability? stability = resamples == 0 ? null : MiningStability.Measure(miner, corpus, result.Library, resamples, tell, cancellation);
            done = Report(call, result, intents, file, cancellation) with { Stability = stability };
        }, CancellationToken.None).ConfigureAwait(false);
        if (report.LeftOut() is { } leftOut) await call.Host.Errors.WriteLineAsync(leftOut).ConfigureAwait(false);
        if (list is not null) GramLibraryFile.SaveList(done!.Library, list);
        call.Leave(_name, done!.Library);
        if (asJson) call.WriteJson(json => MinedLibraryFile.Write(json, done.Result, intents, done.Stability));
        // A mining that failed has no picture to end with: the error says it all.
        live.Dispose();
    }

    private MiningReport Report(CommandCall call, MiningResult result, IntentRules? intents, string? file, CancellationToken cancellation)
    {
        if (file is not null) MinedLibraryFile.Save(result, file, intents);
        StrategicGramLibrary library = intents?.Label(result.Library) ?? result.Library;
        GramCount? count = null;
        // Standard input is gone once it is read; and counting beside mining needs the texts again.
        if (!_source.Given(call).Contains("-"))
        {
            count = new GramCount(library);
            foreach (Rollout rollout in _source.Read(call, allSteps: true, new RolloutReadReport()))
            {
                cancellation.ThrowIfCancellationRequested();
                count.Add(rollout);
            }
        }
        return new MiningReport(result, library, file is null ? null : call.Shorten(file)) { Count = count };
    }

    private static MimeBundle Draw(MiningReport? done, MiningProgress at) => done is null ? MimeBundle.Of(Line(at)) : new MiningView().Bundle(done);

    private static string Line(MiningProgress at) => FormattableString.Invariant($"mining: {at.Stage}{(at.Done > 0 ? FormattableString.Invariant($" {at.Done:N0}{(at.Total is long total ? FormattableString.Invariant($" of {total:N0}") : "")}") : "")}");

    private void Find(CommandCall call, string name, CancellationToken cancellation)
    {
        if (_mining.Given(call.Parsed).Concat(new[] { _out, _stability }.Where(o => SettingOptions.IsGiven(call.Parsed, o)).Select(o => o.Name)).FirstOrDefault() is { } option)
            throw new HicraException($"{option} belongs to mining, and --library mines nothing; leave one of them out");
        string? list = call.ResultFile(_list);
        StrategicGramLibrary library = Library(call, name);
        if (Intents(call) is { } rules) library = rules.Label(library);
        var report = new RolloutReadReport();
        IEnumerable<Rollout> traces = _source.Read(call, allSteps: false, report);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would look for the {library.Grams.Count} grams of '{library.Name}' in {string.Join(", ", _source.Given(call))}");
            return;
        }
        var count = new GramCount(library);
        foreach (Rollout rollout in traces)
        {
            cancellation.ThrowIfCancellationRequested();
            count.Add(rollout);
        }
        if (count.Traces == 0) throw new HicraException("there are no traces; give a run, a file or a variable that has some");
        if (report.LeftOut() is { } leftOut) call.Host.Errors.WriteLine(leftOut);
        if (list is not null) GramLibraryFile.SaveList(library, list);
        call.Leave(_name, library);
        if (call.Parsed.GetValue(_json)) call.WriteJson(json => GramCountView.Write(json, count));
        else call.Host.Display(GramCountView.Bundle(count));
    }

    private IntentRules? Intents(CommandCall call) => call.Parsed.GetValue(_intents) is { } rules ? IntentRules.Load(rules == IntentRules.DefaultName ? rules : call.Resolve(rules)) : null;

    private StrategicGramLibrary Library(CommandCall call, string word) => word switch
    {
        "run" => _source.OfRun(call) ?? throw new HicraException("--library run: the traces are not of a run; give a file, or paper"),
        ['@', ..] => RunReference.Variable(word, call.Host) as StrategicGramLibrary ?? throw new HicraException($"--library {word}: the variable holds no gram library; give one, a file, or paper"),
        GramLibraryFile.Paper => StrategicGramLibrary.Paper,
        _ => GramLibraryFile.Load(call.Resolve(word)),
    };
}
