using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Evaluate;
using Hicra.Interactive.Rendering;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Export;

/// <summary><c>hicra export</c>, <c>#!hicra-export</c>: a run in another tool's format, or its model as other programs load it.</summary>
internal sealed class ExportCommand : KitCommand
{
    private const string Unipo = "unipo", HuggingFace = "huggingface", Peft = "peft";
    private static readonly string[] Formats = [Unipo, HuggingFace, Peft];

    private readonly Argument<string> _run;
    private readonly Option<string?> _format, _out, _algorithm;
    private readonly Option<bool> _dryRun;

    public ExportCommand(CommandStyle style) : base("export", style, "Writes a run in another tool's format, or its model as other programs load it; of a LoRA merged with the model beside which it was learned, or alone.")
    {
        _run = AddArgument(new Argument<string>("RUN") { Description = RunReference.Help + "; for a model also RUN@STEP [its newest checkpoint], or the folder of a LoRA" }, ValueKind.Run);
        _format = Add(Options.Text("--format", "name", "unipo: the log schema of poloclub/unipo; huggingface: the model, a LoRA merged into it; peft: a LoRA alone [unipo]"));
        _out = Add(Options.Text("--out", "PATH", "the file, or for a model the folder [RUN.unipo.json, RUN-huggingface or RUN-peft beside the run's folder]"), ValueKind.Path);
        _algorithm = Add(Options.Text("--algorithm", "name", "unipo: the name under which it lists the run and looks for its formulas, for example grpo [the run's method]"));
        _dryRun = Add(CommonOptions.DryRun());
        _format.CompletionSources.Add(Formats);
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        string format = call.Parsed.GetValue(_format) ?? Unipo;
        if (!Formats.Contains(format)) throw NameSuggestion.Unknown("format", format, Formats);
        if (format == Unipo)
        {
            WriteLog(call);
            return;
        }
        if (SettingOptions.IsGiven(call.Parsed, _algorithm)) throw new HicraException($"{_algorithm.Name} is about --format {Unipo}; leave it out");
        string word = call.Parsed.GetRequiredValue(_run);
        (EvaluatedModel model, string beside) = Model(call, word);
        string path = call.Writable(call.Resolve(call.Parsed.GetValue(_out) ?? $"{beside}-{format}")), shown = call.Shorten(path);
        bool isLora = ModelExport.IsLora(model.Folder);
        if (format == Peft && !isLora) throw new HicraException($"{model.Label}: all weights were trained, there is no LoRA; use --format {HuggingFace}");
        ModelExport.CheckVacant(path);
        string what = format == Peft ? $"the LoRA of {model.Label}" : isLora ? $"{model.Label} with its LoRA merged into the model" : $"the model of {model.Label}";
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would write {what} to {shown}").ConfigureAwait(false);
            return;
        }
        if (format == Peft) ModelExport.WriteLora(model.Folder, path);
        else await Task.Run(() => ModelExport.WriteModel(model.Folder, path, () => Load(call, model)), cancellation).ConfigureAwait(false);
        FileInfo[] files = new DirectoryInfo(path).GetFiles();
        await call.Host.Output.WriteLineAsync($"{shown}: {what} ({files.Length} files, {NumberText.Bytes(files.Sum(file => file.Length))})").ConfigureAwait(false);
        if (!files.Any(file => file.Name.StartsWith("tokenizer", StringComparison.Ordinal))) call.Note("the folder has no tokenizer, because the base model's has none that other programs know; give texts as token ids");
    }

    private void WriteLog(CommandCall call)
    {
        NamedRun found = RunReference.One(call.Parsed.GetRequiredValue(_run), call.Host);
        string path = call.Writable(call.Resolve(call.Parsed.GetValue(_out) ?? RunReference.FileBeside(found, ".unipo.json"))), shown = call.Shorten(path);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would write {found.Name} to {shown}");
            return;
        }
        UnipoSummary summary = UnipoExport.Write(found.Run, path, call.Parsed.GetValue(_algorithm));
        call.Host.Output.WriteLine($"{shown}: {summary.Steps} steps, {summary.StepsWithRollouts} of them with rollouts{(summary.StepsWithRollouts < summary.Steps ? " (a run with --rollouts-every 1 has them all)" : "")}");
    }

    // The weights that a word names, and the name of what lies beside them.
    private (EvaluatedModel Model, string Beside) Model(CommandCall call, string word)
    {
        string path = call.Resolve(word);
        if (Directory.Exists(path) && ModelExport.IsLora(path)) return (new EvaluatedModel(word, path, null), Path.TrimEndingDirectorySeparator(word));
        (string name, int? step) = word.LastIndexOf('@') > 0 && !Directory.Exists(path) ? RunReference.AtStep("RUN", word) : (word, (int?)null);
        if (RunReference.IsShipped(name)) throw new HicraException($"{name}: the shipped runs have no checkpoints; train one first, for example {Typed("train")} --steps 20 --out runs/mine, and give runs/mine");
        NamedRun found = RunReference.One(name, call.Host);
        if (found.Run.Config.Log is { } log) throw new HicraException($"{found.Name}: was read from {log.Title} and has no weights; give a run that hicra trained");
        return (Evaluation.Checkpoint(found.Name, found.Run, step, Typed("train")), RunReference.FileBeside(found, step is null ? "" : $"-step-{step}"));
    }

    // Merged on the CPU, wherever the run computed: it is one product of matrices.
    private static ISampler Load(CommandCall call, EvaluatedModel model)
    {
        RunEnvironment environment = call.Environment(threads: 0);
        environment = environment with { EngineOptions = environment.EngineOptions with { Device = "cpu" } };
        return model.Run is { } run ? environment.LoadSampler(run, call.Host.Engines.Find(run.Engine), model.Folder) : call.Host.Engines.Find("torch").LoadSampler(model.Folder, environment.EngineOptions);
    }
}
