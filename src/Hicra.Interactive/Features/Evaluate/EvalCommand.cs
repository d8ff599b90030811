using System.CommandLine;
using Hicra.Benchmarks;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary><c>#!hicra-eval</c>: pass@1, avg@k and pass@k on a problem set, with intervals; of a model, or of responses that another program sampled.</summary>
internal sealed class EvalCommand : KitCommand
{
    private readonly Argument<string?> _model;
    private readonly Option<string?> _problems, _limit, _samples, _temperature, _longest, _seed, _world, _topP, _topK, _minP, _threads, _name;
    private readonly Option<bool> _gate, _dryRun, _json, _quiet;
    private readonly CompletionOptions _completions;
    private readonly DatasetOptions _dataset;
    private readonly EngineChoice _engine;

    public EvalCommand(CommandStyle style) : base("eval", style, "Accuracy on a problem set: pass@1, avg@k and pass@k, with bootstrap intervals over problems; --completions judges the responses of other programs to real mathematics.")
    {
        _model = AddArgument(new Argument<string?>("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = "a run (its newest checkpoint), RUN@STEP, @variable, or a model folder [the shipped base model]" }, ValueKind.Run);
        _problems = Add(Options.Text("--problems", "set", "validation, train, or a kind that the world withholds from training (the long world: strategies, numbers) [validation]"));
        _limit = Add(Options.Text("--limit", "n", "problems at most [all]"));
        _samples = Add(Options.Text("--samples", "k", "samples per problem [8]"));
        _temperature = Add(Options.Text("--temperature", "x", "sampling temperature; 0 takes the most probable token [1]"));
        _topP = Add(Options.Text("--top-p", "x", "draw from the most probable tokens that together have this probability [1]"));
        _topK = Add(Options.Text("--top-k", "n", "draw from so many of the most probable tokens; 0 for all [0]"));
        _minP = Add(Options.Text("--min-p", "x", "draw from tokens at least this share as probable as the most probable one [0]"));
        _longest = Add(Options.Text("--max-new-tokens", "n", "longest response in tokens [the run's own, or the world's]"));
        _seed = Add(Options.Text("--seed", "n", "seed of the samples [0]"));
        _world = Add(Options.World("the run's or the model's own, or puzzle"), ValueKind.World);
        _gate = Add(new Option<bool>("--gate") { Description = "judge a base model by its world's gate instead: whether RL may begin with it; an error where it may not" });
        _engine = new EngineChoice(Command, learns: false, "the run's own, or embedded");
        Values[_engine.Engine] = ValueKind.Engine;
        _threads = Add(Options.Threads());
        _completions = new CompletionOptions(Command);
        _dataset = new DatasetOptions(Command, _completions.Columns);
        Values[_dataset.File] = ValueKind.Path;
        foreach (Symbol path in _completions.Paths) Values[path] = ValueKind.Path;
        _name = Add(CommonOptions.Name("the measures, by name, or the report on --completions,"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
        _problems.CompletionSources.Add(["validation", "train", .. WorldCatalog.BuiltIn.Worlds.SelectMany(w => w.Withheld).Select(w => w.Name)]);
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        ParseResult parsed = call.Parsed;
        if (_completions.Given(parsed, SettingOptions.IsGiven(parsed, _dataset.File)))
        {
            await JudgeAsync(call, cancellation).ConfigureAwait(false);
            return;
        }
        EvaluatedModel model = Model(call, parsed.GetValue(_model));
        IEngine engine = call.Engine(_engine.Engine, model.Run?.Engine ?? EngineCatalog.Embedded);
        IWorld world = World(call, model);
        if (parsed.GetValue(_gate))
        {
            await PassGateAsync(call, model, engine, world, cancellation).ConfigureAwait(false);
            return;
        }
        string set = parsed.GetValue(_problems) ?? "validation";
        IReadOnlyList<Problem> problems = Evaluation.ProblemSet(world, set);
        string label = model.Label;
        var plan = new EvaluationPlan(label, set, [.. problems.Take(parsed.WholeNumber(_limit, 1) ?? problems.Count)], parsed.WholeNumber(_samples, 1) ?? 8,
            parsed.Number(_temperature, 0) ?? 1, parsed.WholeNumber(_longest, 1) ?? model.Run?.Training.MaxNewTokens ?? WorldRecipe.Of(world.Name).Training.MaxNewTokens, parsed.WholeNumber(_seed, 0) ?? 0);
        TokenFilter filter = new TokenFilter { TopP = parsed.Number(_topP, 0) ?? 1, TopK = parsed.WholeNumber(_topK, 0) ?? 0, MinP = parsed.Number(_minP, 0) ?? 0 }.Validate();
        plan = plan with { Filter = filter };
        if (plan.Temperature == 0 && !filter.IsNone) call.Note("--top-p, --top-k and --min-p have no effect at --temperature 0, where the most probable token is taken");
        if (plan is { Temperature: 0, Samples: > 1 }) call.Note($"at --temperature 0 all {plan.Samples} samples of a problem are one and the same, so that pass@k is pass@1; --samples 1 measures as much");
        if (plan.Temperature == 0 && SettingOptions.IsGiven(parsed, _seed)) call.Note("--seed has no effect at --temperature 0, where nothing is drawn");
        if (parsed.WholeNumber(_limit, 1) > problems.Count) call.Note($"--limit has no effect: there are {problems.Count} {set} problems");
        if (parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would take {plan.Samples} samples of {label} for each of {plan.Problems.Count} {set} problems").ConfigureAwait(false);
            return;
        }
        using ISampler sampler = Load(call, model, engine);
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
            RowTable table = new([["measure", "%", "low", "high"], .. result.Measures.Select(m => (string[])[m.Name, NumberText.Of(m.Interval.Estimate, share: true), NumberText.Of(m.Interval.Low, share: true), NumberText.Of(m.Interval.High, share: true)])]) { Sentences = [.. result.Measures.Select(m => Evaluation.Sentence(m.Name))] };
            const string note = "low, high: 95 % interval over problems (bootstrap). pass@k: problems of which one of k samples is right; avg@k: right answers among all samples.";
            return MimeBundle.Of($"{PlainTable.Wrap(PlainTable.Clean(result.ToString()))}\n{table.Text()}{PlainTable.Wrap(note)}", Html.Card($"<b>{Html.Escape(result.ToString())}</b>{table.Html()}{Html.Note(note)}"));
        }
    }

    private async Task PassGateAsync(CommandCall call, EvaluatedModel model, IEngine engine, IWorld world, CancellationToken cancellation)
    {
        if (SettingOptions.FirstGiven(call.Parsed, _problems, _limit, _samples, _temperature, _topP, _topK, _minP, _longest, _seed) is { } other)
            throw new HicraException($"{other.Name} and --gate: a gate has problems and samples of its own; leave out either");
        Func<ISampler, IWorld, CancellationToken, BaseVerdict> gate = WorldRecipe.Of(world.Name).Gate ?? throw new HicraException($"the {world.Name} world has no gate for base models; give a model of one that has (--world long), or leave out --gate");
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would judge {model.Label} by the gate of the {world.Name} world").ConfigureAwait(false);
            return;
        }
        using ISampler sampler = Load(call, model, engine);
        BaseVerdict verdict = await Task.Run(() => gate(sampler, world, cancellation), CancellationToken.None).ConfigureAwait(false);
        call.Leave(_name, verdict);
        if (call.Parsed.GetValue(_json)) call.WriteJson(verdict.Write);
        else if (verdict.Passes) call.Host.Display(MimeBundle.Of($"{model.Label} {verdict}", Html.Card(Html.Escape($"{model.Label} {verdict}"))));
        if (!verdict.Passes) throw new HicraException($"{model.Label} {verdict}; make another base model with another seed (pretrain --world {world.Name} --seed N)");
    }

    // What the run asks for, and on top of it what the line does.
    private ISampler Load(CommandCall call, EvaluatedModel model, IEngine engine)
    {
        RunEnvironment environment = call.Environment(call.Parsed.ThreadCount(_threads));
        EngineOptions asked = _engine.Apply(call.Parsed, model.Run?.EngineOptions ?? new EngineOptions());
        return model.Run is { } run ? environment.LoadSampler(run with { EngineOptions = asked }, engine, model.Folder)
            : engine.LoadSampler(model.Folder, asked with { Threads = environment.EngineOptions.Threads });
    }

    private async Task JudgeAsync(CommandCall call, CancellationToken cancellation)
    {
        if (call.Parsed.GetValue(_model) is { } model) throw new HicraException($"{model} and --completions: a model or the responses of one; leave out either");
        CompletionReport? report = await Task.Run(() => _completions.Run(call, call.Parsed.GetValue(_dryRun), cancellation), CancellationToken.None).ConfigureAwait(false);
        if (report is null) return;
        call.Leave(_name, report);
        if (call.Parsed.GetValue(_json)) call.WriteJson(json => CompletionReportJson.Write(json, report));
        else call.Host.Display(call.Bundle(report));
    }

    // Problems in words as the line gives them, else those of the run or of the shipped model; else a world by name.
    private IWorld World(CommandCall call, EvaluatedModel model)
    {
        if (call.Posed(_world, _dataset, model.World == BaseModel.Stories && model.Run is null, out string? named) is { } dataset) return dataset.Open(model.Run?.Base.Folder ?? model.Folder);
        return named is null && model.Run is { } run ? call.WorldOf(run) : call.Host.Worlds.Find(named ?? model.World ?? WorldCatalog.Puzzle);
    }

    private EvaluatedModel Model(CommandCall call, string? word)
    {
        string? world = call.Parsed.GetValue(_world);
        if (word is null && (world ?? call.Parsed.GetValue(_dataset.File)) == TextDataset.Stories) word = BaseModel.Stories;
        if (word is null) return Evaluation.Shipped(world ?? WorldCatalog.Puzzle);
        if (BaseModel.IsShipped(word))
        {
            BaseModel shipped = BaseModel.Find(word);
            return new EvaluatedModel(word, shipped.Folder, null, word == BaseModel.Stories ? word : shipped.World);
        }
        if (word.StartsWith('@'))
        {
            NamedRun run = RunReference.One(word, call.Host);
            return Evaluation.Checkpoint(run.Name, run.Run, null, Typed("train"));
        }
        if (RunReference.IsShipped(word)) throw new HicraException($"{word}: the shipped runs have no checkpoints; train one first{(Style == CommandStyle.Cell ? $", for example {Typed("train")} --steps 20 --name run, and give @run" : $", for example {Typed("train")} --steps 20 --out runs/mine, and give runs/mine")}");
        EvaluatedModel found = Evaluation.ModelFolder(call.Resolve(word), Typed("train"));
        return found with { Label = found.Label == call.Resolve(word) ? word : call.Shorten(found.Label) };
    }
}
