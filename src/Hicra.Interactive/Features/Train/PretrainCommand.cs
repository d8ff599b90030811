using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Features.Train;

/// <summary><c>hicra pretrain</c>, <c>#!hicra-pretrain</c>: the base model from nothing.</summary>
internal sealed class PretrainCommand : KitCommand
{
    private readonly Option<string?> _out, _seed, _batches, _batchSize, _rate, _world, _engine, _threads;
    private readonly Option<bool> _dryRun, _json, _quiet;

    public PretrainCommand(CommandStyle style) : base("pretrain", style, "Trains the base model of a world on texts by imperfect authors.")
    {
        _out = Add(Options.Text("--out", "DIR", "folder of the new base model"), ValueKind.Path);
        _seed = Add(Options.Text("--seed", "n", "decides the first weights and the texts [0]"));
        _batches = Add(Options.Text("--batches", "n", "updates [2000; the long world 2300, the vision worlds 3000]"));
        _batchSize = Add(Options.Text("--batch-size", "n", "texts in a batch [64; the long world 32]"));
        _rate = Add(Options.Text("--lr", "x", "highest learning rate [0.003]"));
        _world = Add(Options.World(WorldCatalog.Puzzle), ValueKind.World);
        _engine = Add(Options.Engine(), ValueKind.Engine);
        _threads = Add(Options.Threads());
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        string given = call.Parsed.GetValue(_out) ?? throw new HicraException("no folder for the base model; give one with --out DIR"), directory = call.Resolve(given);
        IAuthoredWorld world = call.Host.Worlds.Find(call.Parsed.GetValue(_world) ?? WorldCatalog.Puzzle) as IAuthoredWorld
            ?? throw new HicraException($"--world {call.Parsed.GetValue(_world)}: that world has no authors whose texts a base model could learn from; give a base model that was made elsewhere (--base DIR)");
        PretrainOptions recipe = WorldRecipe.Of(world.Name).Pretraining, options = (recipe with
        {
            Seed = Seed(call.Parsed.GetValue(_seed)),
            Batches = call.Parsed.WholeNumber(_batches, 1) ?? recipe.Batches,
            BatchSize = call.Parsed.WholeNumber(_batchSize, 1) ?? recipe.BatchSize,
            LearningRate = call.Parsed.Number(_rate, 0) ?? recipe.LearningRate,
        }).Validate();
        IEngine engine = call.Engine(_engine, EngineCatalog.Embedded);
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
            throw new HicraException($"{given}: exists and is not empty; give a new folder (--out)");
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync($"would train a base model on {options.Batches} batches of {options.BatchSize} texts, seed {options.Seed}, in {call.Shorten(directory)}").ConfigureAwait(false);
            return;
        }
        // Made first, so that a folder that cannot be written is known before the work.
        Directory.CreateDirectory(call.Writable(directory));
        using IPolicy policy = engine.CreatePolicy(Pretrainer.Shape(world), Pretrainer.WeightStream(options.Seed), new EngineOptions { Threads = call.Parsed.ThreadCount(_threads) });
        await TrainAsync(call, given, directory, policy, world, options, cancellation).ConfigureAwait(false);
    }

    private async Task TrainAsync(CommandCall call, string given, string directory, IPolicy policy, IAuthoredWorld world, PretrainOptions options, CancellationToken cancellation)
    {
        long started = call.Host.Clock.GetTimestamp();
        int done = 0;
        double loss = 0;
        string end = "";
        BaseVerdict? gate = null;
        using (var live = new LiveDisplay(call.Host, Draw, Line, silent: call.Parsed.GetValue(_json), quiet: call.Parsed.GetValue(_quiet)))
        {
            bool finished = await Task.Factory.StartNew(() => Pretrainer.Run(policy, world, options, new Reporter<PretrainStep>(step =>
            {
                (done, loss) = (step.Batch + 1, step.Loss);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (!finished)
            {
                Directory.Delete(directory);
                end = "stopped; nothing was written. Pretraining is short and is not resumed: run the same again";
            }
            else
            {
                policy.SavePretrained(directory);
                WriteRecipe(Path.Combine(directory, BaseModel.Recipe), world.Name, options, loss);
                end = string.Create(CultureInfo.InvariantCulture, $"{given}: base model of {policy.ParameterCount:N0} parameters, last loss {loss:F3}, sha256 {BaseModel.Find(directory).Digest}\n");
                gate = WorldRecipe.Of(world.Name).Gate?.Invoke(policy, world, cancellation);
                if (gate is not null) end += $"{gate}\n";
                end += gate is { Passes: false } ? string.Create(CultureInfo.InvariantCulture, $"better make another: {Typed("pretrain")} --world {world.Name} --seed {options.Seed + 1} --out DIR") : $"train it with: {Typed("train")} --base {given} --out RUN";
            }
        }
        if (done < options.Batches) throw new OperationCanceledException(end, cancellation);
        if (call.Parsed.GetValue(_json)) call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("directory", given);
            json.WriteString("sha256", BaseModel.Find(directory).Digest);
            json.WriteNumber("loss", loss);
            if (gate is not null)
            {
                json.WritePropertyName("gate");
                gate.Write(json);
            }
            json.WriteEndObject();
        });

        string Line() => string.Create(CultureInfo.InvariantCulture, $"pretrain, loss {loss:F3}  {ProgressText.Counts(done, options.Batches, done, call.Host.Clock.GetElapsedTime(started), "batches", ended: end.Length > 0)}");
        MimeBundle Draw() => end.Length > 0
            ? MimeBundle.Of(end, Html.Card(Html.Escape(end).Replace("\n", "<br>", StringComparison.Ordinal)))
            : MimeBundle.Of($"{ProgressText.Bar(done, options.Batches)}  {Line()}", Html.Card($"<div style=\"margin-bottom:6px\">{Html.Escape(Line())}</div>{ProgressText.BarHtml(done, options.Batches)}"));
    }

    private static void WriteRecipe(string path, string world, PretrainOptions options, double loss)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("command", string.Create(CultureInfo.InvariantCulture, $"hicra pretrain --world {world} --seed {options.Seed} --batches {options.Batches} --batch-size {options.BatchSize} --lr {options.LearningRate} --out DIR"));
        json.WriteString("world", world);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("batches", options.Batches);
        json.WriteNumber("batch-size", options.BatchSize);
        json.WriteNumber("lr", options.LearningRate);
        json.WriteNumber("last-loss", loss);
        json.WriteEndObject();
    }

    private static long Seed(string? text) => text is null ? 0
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed) ? seed
        : throw new HicraException($"--seed is '{text}'; give a whole number");
}
