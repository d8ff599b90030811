using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.WhatIf;
using Hicra.Strategy;
using Hicra.Strategy.Intents;
using Hicra.Traces;

namespace Hicra.Interactive.Commands;

/// <summary><c>#!sg-mine</c>: strategic grams of a library in given traces: how often each is said, and the share of planning tokens.</summary>
internal sealed class MineCommand : MagicCommand
{
    private const int Shown = 15;
    private readonly Argument<string[]> _traces;
    private readonly Option<string?> _library, _step, _format, _intents, _name;
    private readonly Option<bool> _skipBad, _dryRun, _json;

    public MineCommand(string name = "#!sg-mine") : base(name, "Finds a library's strategic grams in traces: planning-token share and counts. (Mining a new library is not in this version.)")
    {
        _traces = AddArgument(new Argument<string[]>("TRACES") { Arity = ArgumentArity.ZeroOrMore, Description = "trace files or folders of them (hicra, verl, TRL, UNIPO, solutions a line; .gz too), runs, @variables with rollouts, or demo [demo]" }, ValueKind.Run);
        _library = Add(Options.Text("--library", "FILE", "a gram library: a file, @variable, paper (the paper's 249), or run (that of the traces' run) [run, else paper]"), ValueKind.Path);
        _step = Add(Options.Text("--step", "n", "the step of a run's rollouts [the last one saved]"));
        _format = Add(Options.Text("--format", "name", $"the format of the files: {string.Join(", ", TraceFormats.Names)} [recognised]"));
        _intents = Add(Options.Text("--intents", "FILE", "label clusters as deduction, branching or backtracing by the rules of a file; default stands for the kit's"), ValueKind.Path);
        _skipBad = Add(new Option<bool>("--skip-bad") { Description = "leave bad records out and count them" });
        _name = Add(CommonOptions.Name("the gram library"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
    }

    public override Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        string[] words = call.Parsed.GetValue(_traces) is { Length: > 0 } given ? given : [RunReference.Demo];
        StrategicGramLibrary? ofRun = null;
        var rollouts = new List<Rollout>();
        var report = new TraceReadReport();
        foreach (string word in words) rollouts.AddRange(Read(call, word, report, ref ofRun));
        if (report.LeftOut() is { } leftOut) call.Host.Errors.WriteLine(leftOut);
        StrategicGramLibrary library = Library(call, ofRun);
        if (call.Parsed.GetValue(_intents) is { } rules) library = IntentRules.Load(rules == IntentRules.DefaultName ? rules : call.Resolve(rules)).Label(library);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would look for the {library.Grams.Count} grams of '{library.Name}' in {rollouts.Count} traces");
            return Task.CompletedTask;
        }
        Found found = Count(rollouts, library, cancellation);
        call.Leave(_name, library);
        if (call.Parsed.GetValue(_json)) call.WriteJson(json => Write(json, library, found));
        else call.Host.Display(Bundle(call, library, found));
        return Task.CompletedTask;
    }

    private IEnumerable<Rollout> Read(MagicCall call, string word, TraceReadReport report, ref StrategicGramLibrary? library)
    {
        if (word.StartsWith('@') && RunReference.Variable(word, call.Host) is IEnumerable<Rollout> many) return many;
        if (word.StartsWith('@') && RunReference.Variable(word, call.Host) is Rollout one) return [one];
        string path = call.Resolve(word);
        if (!word.StartsWith('@') && RunReference.IsTraces(path))
            return TraceFiles.Read([path], new TraceReadOptions { AllowTornLastLine = true, Format = call.Parsed.GetValue(_format) is { } format ? TraceFormats.Parse(format) : null, SkipBad = call.Parsed.GetValue(_skipBad) }, report);
        var all = new List<Rollout>();
        foreach (NamedRun run in call.Runs(word))
        {
            IReadOnlyList<int> saved = run.Run.Folder.RolloutSteps();
            if (saved.Count == 0) throw new HicraException($"{run.Name}: the run saved no rollouts; train with --rollouts-every 20, or take demo");
            int step = call.Parsed.WholeNumber(_step, 0) ?? saved[^1];
            if (!saved.Contains(step)) throw new HicraException($"{run.Name}: no rollouts of step {step}; there are {string.Join(", ", saved)}");
            all.AddRange(RolloutJsonl.Read(run.Run.Folder.RolloutsOf(step), new RolloutReadOptions { AllowTornLastLine = true }));
            if (library is null && File.Exists(run.Run.Folder.Grams)) library = GramLibraryFile.Load(run.Run.Folder.Grams);
        }
        return all;
    }

    private StrategicGramLibrary Library(MagicCall call, StrategicGramLibrary? ofRun) => call.Parsed.GetValue(_library) switch
    {
        null => ofRun ?? StrategicGramLibrary.Paper,
        "run" => ofRun ?? throw new HicraException("--library run: the traces are not of a run; give a file, or paper"),
        ['@', ..] word => RunReference.Variable(word, call.Host) as StrategicGramLibrary ?? throw new HicraException($"--library {word}: the variable holds no gram library; give one, a file, or paper"),
        GramLibraryFile.Paper => StrategicGramLibrary.Paper,
        var file => GramLibraryFile.Load(call.Resolve(file)),
    };

    private static Found Count(List<Rollout> rollouts, StrategicGramLibrary library, CancellationToken cancellation)
    {
        if (rollouts.Count == 0) throw new HicraException("there are no traces; give a run, a file or a variable that has some");
        var matcher = new PlanningMatcher(library);
        var counts = new int[library.Grams.Count];
        var inTraces = new int[counts.Length];
        long tokens = 0, planning = 0;
        var spans = new List<GramSpan>();
        foreach (Rollout rollout in rollouts)
        {
            cancellation.ThrowIfCancellationRequested();
            // Words of a world without texts of its own are separated by blanks; other traces bring their tokens' texts, or have only words.
            string[] pieces = rollout.TokenTexts ?? (rollout.TokenIds is null ? TokenPieces.FromText(rollout.Response ?? "") : TokenPieces.FromWords(TokenTexts.Of(rollout)));
            spans.Clear();
            matcher.Spans(pieces, spans);
            var mask = new bool[pieces.Length];
            matcher.Mark(pieces, mask);
            (tokens, planning) = (tokens + pieces.Length, planning + mask.Count(m => m));
            foreach (GramSpan span in spans) counts[span.Gram]++;
            foreach (int gram in spans.Select(s => s.Gram).Distinct()) inTraces[gram]++;
        }
        string? lack = TraceCapabilities.Lack(rollouts.Where(r => r.TokenIds is null), TraceFeatures.TokenTexts);
        return new Found(rollouts.Count, tokens, planning, counts, inTraces, lack);
    }

    private static MimeBundle Bundle(MagicCall call, StrategicGramLibrary library, Found found)
    {
        string share = found.Tokens == 0 ? "no tokens" : $"{WhatIfText.Percent((double)found.Planning / found.Tokens)} of {found.Tokens} {(found.WhyWords is null ? "tokens" : "words")} plan{(found.WhyWords is null ? "" : $" (counting tokens {found.WhyWords})")}";
        string line = string.Create(CultureInfo.InvariantCulture, $"{library.Name}: {found.Counts.Count(c => c > 0)} of {library.Grams.Count} grams occur in {found.Traces} traces, {found.Counts.Sum()} times ({(double)found.Counts.Sum() / found.Traces:F2} a trace); {share}");
        RowTable table = new([["gram", "cluster", "intent", "times", "traces with it"], .. Ranked(found).Take(Shown).Select(g => Row(library.Clusters[library.ClusterOf[g]], library.Grams[g], found.Counts[g], found.InTraces[g]))], LeftColumns: 3);
        string more = found.Counts.Count(c => c > 0) > Shown ? $"the {Shown} most frequent; --json has all" : "";
        MimeBundle shown = call.Bundle(library);
        string html = $"<div style=\"{Formatting.Html.CardStyle}\"><b>{WebUtility.HtmlEncode(line)}</b>{table.Html()}{more}{Formatting.Html.Details("The library", shown.Html ?? "")}</div>";
        return MimeBundle.Of($"{Formatting.PlainTable.Clean(line)}\n{table.Text()}{more}".TrimEnd(), html);
    }

    private static string[] Row(GramCluster cluster, string gram, int times, int traces) => [gram, cluster.Name, cluster.Intent is { } intent ? IntentRules.NameOf(intent) : "", Number(times), Number(traces)];

    private static IEnumerable<int> Ranked(Found found) => Enumerable.Range(0, found.Counts.Length).Where(g => found.Counts[g] > 0).OrderByDescending(g => found.Counts[g]);

    private static void Write(Utf8JsonWriter json, StrategicGramLibrary library, Found found)
    {
        json.WriteStartObject();
        json.WriteString("library", library.Name);
        json.WriteNumber("traces", found.Traces);
        json.WriteString("unit", found.WhyWords is null ? "tokens" : "words");
        json.WriteNumber("tokens", found.Tokens);
        json.WriteNumber("planning_tokens", found.Planning);
        json.WriteStartArray("grams");
        foreach (int gram in Ranked(found))
        {
            json.WriteStartObject();
            json.WriteString("gram", library.Grams[gram]);
            if (library.Clusters[library.ClusterOf[gram]].Intent is { } intent) json.WriteString("intent", IntentRules.NameOf(intent));
            json.WriteNumber("times", found.Counts[gram]);
            json.WriteNumber("traces", found.InTraces[gram]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Found(int Traces, long Tokens, long Planning, int[] Counts, int[] InTraces, string? WhyWords);
}
