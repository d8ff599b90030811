using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.WhatIf;
using Hicra.Strategy;
using Hicra.Traces;

namespace Hicra.Interactive.Commands;

/// <summary><c>#!sg-mine</c>: strategic grams of a library in given traces: how often each is said, and the share of planning tokens.</summary>
internal sealed class MineCommand : MagicCommand
{
    private const int Shown = 15;
    private readonly Argument<string[]> _traces;
    private readonly Option<string?> _library, _step, _name;
    private readonly Option<bool> _dryRun, _json;

    public MineCommand(string name = "#!sg-mine") : base(name, "Finds a library's strategic grams in traces: planning-token share and counts. (Mining a new library is not in this version.)")
    {
        _traces = AddArgument(new Argument<string[]>("TRACES") { Arity = ArgumentArity.ZeroOrMore, Description = "rollout files (.jsonl), runs, @variables with rollouts, or demo [demo]" }, ValueKind.Run);
        _library = Add(Options.Text("--library", "FILE", "a gram library: a file, @variable, paper (the paper's 249), or run (that of the traces' run) [run, else paper]"), ValueKind.Path);
        _step = Add(Options.Text("--step", "n", "the step of a run's rollouts [the last one saved]"));
        _name = Add(CommonOptions.Name("the gram library"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
    }

    public override Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        string[] words = call.Parsed.GetValue(_traces) is { Length: > 0 } given ? given : [RunReference.Demo];
        StrategicGramLibrary? ofRun = null;
        var rollouts = new List<Rollout>();
        foreach (string word in words) rollouts.AddRange(Read(call, word, ref ofRun));
        StrategicGramLibrary library = Library(call, ofRun);
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

    private IEnumerable<Rollout> Read(MagicCall call, string word, ref StrategicGramLibrary? library)
    {
        if (word.StartsWith('@') && RunReference.Variable(word, call.Host) is IEnumerable<Rollout> many) return many;
        if (word.StartsWith('@') && RunReference.Variable(word, call.Host) is Rollout one) return [one];
        string path = call.Resolve(word);
        if (!word.StartsWith('@') && File.Exists(path)) return RolloutJsonl.Read(path, new RolloutReadOptions { AllowTornLastLine = true });
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
        "paper" => StrategicGramLibrary.Paper,
        "run" => ofRun ?? throw new HicraException("--library run: the traces are not of a run; give a file, or paper"),
        ['@', ..] word => RunReference.Variable(word, call.Host) as StrategicGramLibrary ?? throw new HicraException($"--library {word}: the variable holds no gram library; give one, a file, or paper"),
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
            // Words of a world without texts of its own are separated by blanks; other traces bring their tokens' texts.
            string[] pieces = rollout.TokenTexts ?? (rollout.TokenIds is null ? TokenPieces.FromWords((rollout.Response ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)) : TokenPieces.FromWords(TokenTexts.Of(rollout)));
            spans.Clear();
            matcher.Spans(pieces, spans);
            var mask = new bool[pieces.Length];
            matcher.Mark(pieces, mask);
            (tokens, planning) = (tokens + pieces.Length, planning + mask.Count(m => m));
            foreach (GramSpan span in spans) counts[span.Gram]++;
            foreach (int gram in spans.Select(s => s.Gram).Distinct()) inTraces[gram]++;
        }
        return new Found(rollouts.Count, tokens, planning, counts, inTraces);
    }

    private static MimeBundle Bundle(MagicCall call, StrategicGramLibrary library, Found found)
    {
        string share = found.Tokens == 0 ? "no tokens" : $"{WhatIfText.Percent((double)found.Planning / found.Tokens)} of {found.Tokens} tokens plan";
        string line = string.Create(CultureInfo.InvariantCulture, $"{library.Name}: {found.Counts.Count(c => c > 0)} of {library.Grams.Count} grams occur in {found.Traces} traces, {found.Counts.Sum()} times ({(double)found.Counts.Sum() / found.Traces:F2} a trace); {share}");
        RowTable table = new([["gram", "cluster", "times", "traces with it"], .. Ranked(found).Take(Shown).Select(g => (string[])[library.Grams[g], library.Clusters[library.ClusterOf[g]].Name, Number(found.Counts[g]), Number(found.InTraces[g])])], LeftColumns: 2);
        string more = found.Counts.Count(c => c > 0) > Shown ? $"the {Shown} most frequent; --json has all" : "";
        MimeBundle shown = call.Bundle(library);
        string html = $"<div style=\"{Formatting.Html.CardStyle}\"><b>{WebUtility.HtmlEncode(line)}</b>{table.Html()}{more}{Formatting.Html.Details("The library", shown.Html ?? "")}</div>";
        return MimeBundle.Of($"{Formatting.PlainTable.Clean(line)}\n{table.Text()}{more}".TrimEnd(), html);
    }

    private static IEnumerable<int> Ranked(Found found) => Enumerable.Range(0, found.Counts.Length).Where(g => found.Counts[g] > 0).OrderByDescending(g => found.Counts[g]);

    private static void Write(Utf8JsonWriter json, StrategicGramLibrary library, Found found)
    {
        json.WriteStartObject();
        json.WriteString("library", library.Name);
        json.WriteNumber("traces", found.Traces);
        json.WriteNumber("tokens", found.Tokens);
        json.WriteNumber("planning_tokens", found.Planning);
        json.WriteStartArray("grams");
        foreach (int gram in Ranked(found))
        {
            json.WriteStartObject();
            json.WriteString("gram", library.Grams[gram]);
            json.WriteNumber("times", found.Counts[gram]);
            json.WriteNumber("traces", found.InTraces[gram]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Found(int Traces, long Tokens, long Planning, int[] Counts, int[] InTraces);
}
