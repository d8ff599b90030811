using System.CommandLine;
using System.Net;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary><c>#!hicra-eval</c>: pass@1, avg@k and pass@k on a problem set, with intervals.</summary>
internal sealed class EvalCommand : KitCommand
{
    private readonly Argument<string?> _model;
    private readonly Option<string?> _problems, _limit, _samples, _temperature, _longest, _seed, _world, _engine, _threads, _name;
    private readonly Option<bool> _dryRun, _json, _quiet;

    public EvalCommand(CommandStyle style) : base("eval", style, "Accuracy on a problem set: pass@1, avg@k and pass@k, with bootstrap intervals over problems.")
    {
        _model = AddArgument(new Argument<string?>("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = "a run (its newest checkpoint), RUN@STEP, @variable, or a model folder [the shipped base model]" }, ValueKind.Run);
        _problems = Add(Options.Text("--problems", "set", "validation, train, or a kind that the world withholds from training (the long world: strategies, numbers) [validation]"));
        _limit = Add(Options.Text("--limit", "n", "problems at most [all]"));
        _samples = Add(Options.Text("--samples", "k", "samples per problem [8]"));
        _temperature = Add(Options.Text("--temperature", "x", "sampling temperature; 0 takes the most probable token [1]"));
        _longest = Add(Options.Text("--max-new-tokens", "n", "longest response in tokens [the run's own, or the world's]"));
        _seed = Add(Options.Text("--seed", "n", "seed of the samples [0]"));
        _world = Add(Options.World("the run's or the model's own, or puzzle"), ValueKind.World);
        _engine = Add(Options.Engine("the run's own, or embedded"), ValueKind.Engine);
        _threads = Add(Options.Threads());
        _name = Add(CommonOptions.Name("the measures, by name,"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
        _problems.CompletionSources.Add(["validation", "train", .. WorldCatalog.BuiltIn.Worlds.SelectMany(w => w.Withheld).Select(w => w.Name)]);
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        ParseResult parsed = call.Parsed;
        EvaluatedModel model = Model(call, parsed.GetValue(_model));
        IEngine engine = call.Engine(_engine, model.Run?.Engine ?? EngineCatalog.Embedded);
        IWorld world = call.Host.Worlds.Find(parsed.GetValue(_world) ?? model.World ?? WorldCatalog.Puzzle);
        string set = parsed.GetValue(_problems) ?? "validation";
        IReadOnlyList<Problem> problems = Evaluation.ProblemSet(world, set);
        string label = model.Label;
        var plan = new EvaluationPlan(label, set, [.. problems.Take(parsed.WholeNumber(_limit, 1) ?? problems.Count)], parsed.WholeNumber(_samples, 1) ?? 8,
            parsed.Number(_temperature, 0) ?? 1, parsed.WholeNumber(_longest, 1) ?? model.Run?.Training.MaxNewTokens ?? WorldRecipe.Of(world.Name).Training.MaxNewTokens, parsed.WholeNumber(_seed, 0) ?? 0);
        if (parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would take {plan.Samples} samples of {label} for each of {plan.Problems.Count} {set} problems").ConfigureAwait(false);
            return;
        }
        using ISampler sampler = engine.LoadSampler(model.Folder, new EngineOptions { Threads = parsed.ThreadCount(_threads) });
        Evaluation? result = null;
        int done = 0;
        string sofar = "";
        using (var live = new LiveDisplay(call.Host, Draw, () => $"{label}  {done}/{plan.Problems.Count} problems  {sofar}", silent: parsed.GetValue(_json), quiet: parsed.GetValue(_quiet)))
        {
            result = await Task.Run(() => Evaluation.Run(sampler, world, plan, (count, text) =>
            {
                (done, sofar) = (count, text);
                live.Refresh();
            }, cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        if (result is null) throw new OperationCanceledException($"{label}: stopped after {done} of {plan.Problems.Count} problems", cancellation);
        call.Leave(_name, result.Measures.ToDictionary(m => m.Name, m => m.Interval));
        if (parsed.GetValue(_json)) call.WriteJson(result.Write);

        MimeBundle Draw()
        {
            if (result is null) return MimeBundle.Of($"{label}: {done}/{plan.Problems.Count} problems {sofar}");
            RowTable table = new([["measure", "value", "low", "high"], .. result.Measures.Select(m => (string[])[m.Name, NumberText.Fixed(m.Interval.Estimate, 3), NumberText.Fixed(m.Interval.Low, 3), NumberText.Fixed(m.Interval.High, 3)])]);
            const string note = "low, high: 95 % interval over problems (bootstrap)";
            return MimeBundle.Of($"{result}\n{table.Text()}{note}", Html.Card($"<b>{WebUtility.HtmlEncode(result.ToString())}</b>{table.Html()}{note}"));
        }
    }

    private EvaluatedModel Model(CommandCall call, string? word)
    {
        if (word is null) return Evaluation.Shipped(call.Parsed.GetValue(_world) ?? WorldCatalog.Puzzle);
        if (word.StartsWith('@'))
        {
            NamedRun run = RunReference.One(word, call.Host);
            return Evaluation.Checkpoint(run.Name, run.Run, null);
        }
        if (word == RunReference.Demo || word.StartsWith(RunReference.Demo + "/", StringComparison.Ordinal)) throw new HicraException($"{word}: the shipped runs have no checkpoints; train one first, for example #!hicra-train --steps 20 --name run, and give @run");
        EvaluatedModel found = Evaluation.ModelFolder(call.Resolve(word));
        return found with { Label = found.Label == call.Resolve(word) ? word : call.Shorten(found.Label) };
    }
}
