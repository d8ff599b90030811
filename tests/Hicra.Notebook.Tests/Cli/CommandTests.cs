using System.Text.Json;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private const string Fast = "--prompts 4 --group 4 --max-new-tokens 40 --val-problems 4 --val-samples 2 --val-every 4 --checkpoint-every 3 --rollouts-every 2 --threads 1";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("tarin", "did you mean 'train'")]
    [InlineData("train --alhpa 0.3 --out {dir}", "did you mean '--alpha'")]
    [InlineData("train --method hcira --out {dir}", "did you mean 'hicra'")]
    [InlineData("train --estimator group-zscore --out {dir}", "did you mean 'group-z-score'")]
    [InlineData("train --loss gpso --out {dir}", "gspo")]
    [InlineData("train --alpha 1.5 --out {dir}", "--any-alpha")]
    [InlineData("train --alpha x --out {dir}", "--alpha has 'x'")]
    [InlineData("train --alpha NaN --out {dir}", "--alpha has 'NaN'")]
    [InlineData("train --steps -1 --out {dir}", "--steps is -1")]
    [InlineData("train --steps 1.5 --out {dir}", "--steps is '1.5'")]
    [InlineData("train --steps --out {dir}", "--steps")]
    [InlineData("train --group 0 --out {dir}", "--group is 0")]
    [InlineData("train --clip-low -1 --out {dir}", "clip")]
    [InlineData("train --dual-clip 0.5 --out {dir}", "dual clip")]
    [InlineData("train --lr 0 --out {dir}", "--lr is 0")]
    [InlineData("train --minibatches 1000 --out {dir}", "--minibatches is 1000")]
    [InlineData("train --max-new-tokens 1000 --out {dir}", "--max-new-tokens is 1000")]
    [InlineData("train --threads 0 --out {dir}", "--threads is 0")]
    [InlineData("train --checkpoint-every 0 --out {dir}", "--checkpoint-every is 0")]
    [InlineData("train --alpha-to 0.3 --alpha-target 2 --out {dir}", "--alpha-to and --alpha-target")]
    [InlineData("train --out {dir} --base nowhere", "nowhere: no base model there")]
    [InlineData("train --resume {dir}", "{dir}: no such run")]
    [InlineData("train --resume {empty}", "{empty}: not a run")]
    [InlineData("train --resume {dir} --alpha 0.5", "--alpha cannot be changed by --resume")]
    [InlineData("train --resume {dir} --out {dir}", "--out cannot be changed by --resume")]
    [InlineData("train --fork {dir} --out {dir}", "--fork is '{dir}'")]
    [InlineData("train --fork {dir}@4 --out {dir}", "{dir}: no such run")]
    [InlineData("train extra --out {dir}", "unknown argument 'extra'")]
    [InlineData("train --out {other}", "{other}: holds other files")]
    [InlineData("train --out {other}/file", "{other}/file: is a file")]
    [InlineData("train --out {other}/file/below", "{other}/file/below")]
    [InlineData("train --out {dir} --base {broken}", "{broken}/model.safetensors")]
    [InlineData("train --out {dir} --base {cut}", "{cut}/model.safetensors")]
    [InlineData("pretrain", "--out DIR")]
    [InlineData("pretrain --out {other}", "{other}: exists and is not empty")]
    [InlineData("pretrain --out {dir} --batches 0", "--batches is 0")]
    [InlineData("pretrain --out {dir} --seed x", "--seed is 'x'")]
    [InlineData("train --seed 1 --seeds 0..2 --out {dir}", "--seed and --seeds exclude each other")]
    [InlineData("train --steps 1 --name run --out {dir}", "unknown option '--name'")]
    [InlineData("sweep --out {dir} --seeds 4..1", "--seeds is '4..1'")]
    [InlineData("sweep --out {dir} --alpha 0,x", "--alpha has 'x'")]
    [InlineData("sweep --out {dir} --method grpo,hcira", "did you mean 'hicra'")]
    [InlineData("sweep --out {dir} --alpha 1.5", "--any-alpha")]
    [InlineData("eval nowhere", "nowhere")]
    [InlineData("eval --problems test", "--problems is 'test'")]
    [InlineData("eval --samples 0", "--samples is 0")]
    [InlineData("export", "Required argument 'RUN' missing for command: 'export'; see hicra export --help")]
    [InlineData("show {dir}", "{dir}: no such run")]
    [InlineData("trace {dir}", "{dir}: no such run")]
    [InlineData("verify objective x", "unknown command 'verify'; see hicra --help")]
    [InlineData("bench --steps 1", "unknown command 'bench'; see hicra --help")]
    public void A_bad_input_is_one_line_that_says_what_and_the_remedy(string line, string expected)
    {
        Directory.CreateDirectory(Place("EMPTY"));
        Directory.CreateDirectory(Place("OTHER"));
        File.WriteAllText(Path.Combine(Place("OTHER"), "file"), "mine");
        Copy(Place("BROKEN"), bytes => bytes[..8].Concat(bytes[100..]).ToArray());
        Copy(Place("CUT"), bytes => bytes[..^1000]);

        (int code, string output, string error) = ToolLine.Run(Expand(line));
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("hicra: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.TrimEnd('\n'));
        Assert.Contains(Expand(expected), error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place("DIR")), "nothing is left behind");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Place("OTHER"), "file")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("pretrain")]
    [InlineData("sweep")]
    [InlineData("eval")]
    [InlineData("show")]
    [InlineData("trace")]
    public void Every_verb_has_help(string verb)
    {
        (int code, string output, string error) = ToolLine.Run($"{verb} --help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"hicra {verb}".TrimEnd(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_trained_shown_traced_extended_forked_and_evaluated()
    {
        string run = Place("run"), fork = Place("fork");
        (int code, string output, string error) = ToolLine.Run($"train --method hicra --steps 6 --seed 3 --out {run} {Fast}");
        Assert.Equal(0, code);
        Assert.Contains("7/7 steps", output, StringComparison.Ordinal);
        Assert.Contains("steps/s", output, StringComparison.Ordinal);
        Assert.Contains($"hicra show {run}", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.Empty(error);

        (code, output, _) = ToolLine.Run($"train --resume {run}");
        Assert.Equal(0, code);
        Assert.Contains("already finished", output, StringComparison.Ordinal);
        (code, output, _) = ToolLine.Run($"train --method hicra --steps 6 --seed 3 --out {run} {Fast}");
        Assert.Equal(0, code);
        Assert.Contains("already finished", output, StringComparison.Ordinal);
        (code, _, error) = ToolLine.Run($"train --method hicra --steps 6 --seed 4 --out {run} {Fast}");
        Assert.Equal(2, code);
        Assert.Contains("other settings (seed)", error, StringComparison.Ordinal);

        (code, output, error) = ToolLine.Run($"train --resume {run} --steps 8 --json --quiet");
        Assert.Equal((0, ""), (code, error));
        using (JsonDocument json = JsonDocument.Parse(output))
        {
            Assert.Equal("finished", json.RootElement.GetProperty("status").GetString());
            Assert.Equal(8, json.RootElement.GetProperty("metrics").GetProperty("step").GetInt32());
        }

        (code, _, _) = ToolLine.Run($"train --fork {run}@4 --alpha 0.5 --out {fork} --quiet");
        Assert.Equal(0, code);
        Assert.Equal(4, MetricsLog.Read(new RunFolder(fork).Metrics)[0].Step);

        (code, output, _) = ToolLine.Run($"show {run} {fork}");
        Assert.Equal(0, code);
        Assert.Contains("forked from", output, StringComparison.Ordinal);
        Assert.Contains("semantic entropy of grams", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        (code, output, _) = ToolLine.Run($"show {run} --json");
        Assert.Equal(0, code);
        using (JsonDocument json = JsonDocument.Parse(output)) Assert.True(json.RootElement[0].GetProperty("finished").GetBoolean());

        (code, output, _) = ToolLine.Run($"trace {run} --step 2 --index 1 --tokens");
        Assert.Equal(0, code);
        Assert.Matches(@"\[[a-z ]+\]", output);
        Assert.Contains("mean advantage", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("there are those of 0, 2, 4, 6, 8", ToolLine.Run($"trace {run} --step 3").Error, StringComparison.Ordinal);
        Assert.Contains("give 0 to 15", ToolLine.Run($"trace {run} --index 16").Error, StringComparison.Ordinal);

        (code, output, _) = ToolLine.Run($"eval {run}@6 --limit 10 --samples 4 --quiet --json");
        Assert.Equal(0, code);
        using (JsonDocument json = JsonDocument.Parse(output))
        {
            double one = json.RootElement.GetProperty("pass@1").GetProperty("value").GetDouble(), four = json.RootElement.GetProperty("pass@4").GetProperty("value").GetDouble();
            Assert.Equal(one, json.RootElement.GetProperty("avg@4").GetProperty("value").GetDouble(), 12);
            Assert.InRange(one, 0, four);
        }
        Assert.Contains("there are 0, 3, 6, 8", ToolLine.Run($"eval {run}@5").Error, StringComparison.Ordinal);
        Assert.Equal(0, ToolLine.Run($"eval {run} --limit 3 --samples 1 --temperature 0 --quiet").Code);
    }

    [Fact]
    public void A_warning_says_what_an_alpha_above_1_does()
    {
        (int code, _, string error) = ToolLine.Run($"train --method hicra --alpha 1.5 --any-alpha --steps 0 --out {Place("run")} {Fast} --quiet");
        Assert.Equal(0, code);
        Assert.Contains("warning: alpha 1.5 is above 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_prints_means_and_paired_differences_and_runs_once()
    {
        string line = $"sweep --method grpo,hicra --alpha 0,0.2 --seeds 0..1 --steps 2 --out {Place("sweep")} {Fast.Replace("--threads 1", "--threads 2", StringComparison.Ordinal)} --quiet";
        (int code, string output, string error) = ToolLine.Run(line);
        Assert.Equal(0, code);
        Assert.Contains("hicra-alpha-0.2 minus grpo", output, StringComparison.Ordinal);
        // HICRA of alpha 0 is GRPO: said, and not trained a second time.
        Assert.Contains("hicra-alpha-0 is not trained beside grpo", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Place("sweep"), "hicra-alpha-0")));
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(Place("sweep"), "grpo", "seed-0", "metrics.jsonl"));
        // The first line has the rate, which the second time is none.
        Assert.Equal(output.Split('\n')[1..], ToolLine.Run(line).Output.Split('\n')[1..]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Place("sweep"), "grpo", "seed-0", "metrics.jsonl")));
        Assert.True(File.Exists(Path.Combine(Place("sweep"), "summary.json")));
    }

    [Fact]
    public void Pretraining_writes_a_base_model_that_training_takes()
    {
        (int code, string output, _) = ToolLine.Run($"pretrain --seed 5 --batches 3 --batch-size 4 --out {Place("base")} --threads 1 --json --quiet");
        Assert.Equal(0, code);
        using (JsonDocument json = JsonDocument.Parse(output)) Assert.Equal(BaseModel.Find(Place("base")).Digest, json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal(0, ToolLine.Run($"train --base {Place("base")} --steps 1 --out {Place("run")} {Fast} --quiet").Code);
    }

    [Fact]
    public void A_base_model_is_asked_by_its_worlds_gate()
    {
        string poor = Place("poor");
        (int code, string output, _) = ToolLine.Run($"pretrain --world long --batches 1 --batch-size 1 --out {poor} --threads 1 --quiet");
        Assert.Equal(0, code); // made as asked; the gate's verdict is said
        Assert.Contains("fails the gate: copy errors none to measure (below 1 %) FAILS", output, StringComparison.Ordinal);
        Assert.Contains("pretrain --world long --seed 1 --out DIR", output, StringComparison.Ordinal);
        (code, _, string error) = ToolLine.Run($"eval {poor} --gate --threads 1");
        Assert.Equal(2, code);
        Assert.Contains("fails the gate", error, StringComparison.Ordinal);
        (code, output, _) = ToolLine.Run("eval --world long --gate --threads 1 --json");
        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("passes").GetBoolean());
        Assert.InRange(json.RootElement.GetProperty("column slips").GetProperty("value").GetDouble(), .06, .13);
    }

    private string Place(string name) => _temporary.File(name);

    private string Expand(string text)
    {
        foreach (string name in (string[])["DIR", "EMPTY", "OTHER", "BROKEN", "CUT"])
            text = text.Replace($"{{{name.ToLowerInvariant()}}}", Place(name), StringComparison.Ordinal);
        return text;
    }

    private static void Copy(string directory, Func<byte[], byte[]> change)
    {
        Directory.CreateDirectory(directory);
        File.Copy(Path.Combine(BaseModel.ShippedDirectory, "config.json"), Path.Combine(directory, "config.json"));
        File.WriteAllBytes(Path.Combine(directory, "model.safetensors"), change(File.ReadAllBytes(Path.Combine(BaseModel.ShippedDirectory, "model.safetensors"))));
    }
}
