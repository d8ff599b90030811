using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hicra.Notebook.Cli;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra pretrain</c>: the base model from nothing.</summary>
internal static class PretrainVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> output = Options.Text("--out", "DIR", "folder of the new base model"), seed = Options.Text("--seed", "n", "decides the first weights and the texts [0]");
        Option<string?> batches = Options.Text("--batches", "n", "updates [2000]"), batchSize = Options.Text("--batch-size", "n", "texts in a batch [64]"), rate = Options.Text("--lr", "x", "highest learning rate [0.003]");
        Option<string?> engine = Options.Engine(), threads = Options.Threads();
        Option<bool> json = Options.Json(), quiet = Options.Quiet();
        var command = new Command("pretrain", "Trains the puzzle world's base model on texts by imperfect authors.") { output, seed, batches, batchSize, rate, engine, threads, json, quiet };
        command.SetAction(parsed =>
        {
            string directory = parsed.GetValue(output) ?? throw new HicraException("no folder for the base model; give one with --out DIR");
            var options = new PretrainOptions
            {
                Seed = Seed(parsed.GetValue(seed)),
                Batches = parsed.WholeNumber(batches, 1) ?? 2000,
                BatchSize = parsed.WholeNumber(batchSize, 1) ?? 64,
                LearningRate = parsed.Number(rate, 0) ?? 3e-3,
            }.Validate();
            return Run(terminal, directory, options, EngineCatalog.BuiltIn.Find(parsed.GetValue(engine) ?? EngineCatalog.Embedded), parsed.ThreadCount(threads), parsed.GetValue(json), parsed.GetValue(quiet));
        });
        return command;
    }

    private static int Run(Terminal terminal, string directory, PretrainOptions options, IEngine engine, int threads, bool asJson, bool quiet)
    {
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
            throw new HicraException($"{directory}: exists and is not empty; give a new folder (--out)");
        // Made first, so that a folder that cannot be written is known before the work.
        Directory.CreateDirectory(directory);
        using IPolicy policy = engine.CreatePolicy(Pretrainer.Shape(), Pretrainer.WeightStream(options.Seed), new EngineOptions { Threads = threads });
        using var interruption = new Interruption(terminal);
        double loss = 0;
        bool finished = ProgressDisplay.Run(terminal, "pretrain", "batches", 0, options.Batches, quiet, tell => Pretrainer.Run(policy, options,
            new Reporter<PretrainStep>(step =>
            {
                loss = step.Loss;
                tell(step.Batch + 1, string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:F3}"));
            }), interruption.Token));
        if (!finished)
        {
            Directory.Delete(directory);
            terminal.Error.WriteLine("hicra: stopped; nothing was written. Pretraining is short and is not resumed: run the same command again");
            return Failure.Interrupted;
        }
        policy.SavePretrained(directory);
        BaseModel model = BaseModel.Find(directory);
        WriteRecipe(Path.Combine(directory, "pretrain.json"), options, loss);
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("directory", directory);
                json.WriteString("sha256", model.Digest);
                json.WriteNumber("loss", loss);
                json.WriteEndObject();
            });
        }
        else
        {
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{directory}: base model of {policy.ParameterCount:N0} parameters, last loss {loss:F3}, sha256 {model.Digest}\ntrain it with: hicra train --base {directory} --out RUN"));
        }
        return Failure.Ok;
    }

    private static void WriteRecipe(string path, PretrainOptions options, double loss)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("command", string.Create(CultureInfo.InvariantCulture, $"hicra pretrain --seed {options.Seed} --batches {options.Batches} --batch-size {options.BatchSize} --lr {options.LearningRate} --out DIR"));
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
