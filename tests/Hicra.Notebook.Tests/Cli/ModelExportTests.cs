using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Torch.Loading;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>A run's model leaves the run's folder as other programs load it; a LoRA merged or alone.</summary>
public sealed class ModelExportTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_whole_model_is_copied_without_what_training_needs()
    {
        string run = Train("run"), folder = run + "-huggingface";
        (int code, string output, string error) = ToolLine.Run($"export {run} --format huggingface");
        Assert.Equal(0, code);
        Assert.Contains($"the model of {run}@2", output, StringComparison.Ordinal);
        Assert.Contains("no tokenizer", error, StringComparison.Ordinal);
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors"], Names(folder));
        foreach (string name in Names(folder)) Assert.Equal(File.ReadAllBytes(Path.Combine(run, "checkpoints", "step-000002", name)), File.ReadAllBytes(Path.Combine(folder, name)));

        Assert.Equal(0, ToolLine.Run($"export {run}@1 --format huggingface --out {_temporary.File("first")}").Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "checkpoints", "step-000001", "model.safetensors")), File.ReadAllBytes(Path.Combine(_temporary.File("first"), "model.safetensors")));
        foreach ((string line, string part) in new[]
        {
            ($"export {run} --format huggingface", "holds other files"), ($"export {run}@7 --format huggingface --out {run}-x", "no checkpoint at step 7; there are 0, 1, 2"),
            ($"export {run} --format peft", "there is no LoRA; use --format huggingface"),
        }) ToolLine.IsRefused(line, part);

        using (FileStream spoilt = File.OpenWrite(Path.Combine(run, "checkpoints", "step-000002", "model.safetensors"))) spoilt.SetLength(spoilt.Length - 4);
        ToolLine.IsRefused($"export {run} --format huggingface --out {_temporary.File("spoilt")}", "truncated or was altered");
        Assert.False(Directory.Exists(_temporary.File("spoilt")));
    }

    [Fact]
    public void A_LoRA_is_merged_by_the_formula_or_copied_alone()
    {
        Assert.SkipWhen(TorchSearch.Find() is null, "needs PyTorch's library (hicra torch install)");
        // A bonus on entropy learns whatever the rewards are.
        string run = Train("lora", "--engine torch --lora 4 --lora-alpha 6 --lr 1e-2 --method entropy-bonus --entropy-coefficient 0.1"), merged = _temporary.File("merged"), alone = _temporary.File("alone");
        (int code, string output, _) = ToolLine.Run($"export {run} --format huggingface --out {merged} --dry-run");
        Assert.Equal(0, code);
        Assert.Contains("would write", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(merged));
        (code, output, _) = ToolLine.Run($"export {run} --format huggingface --out {merged}");
        Assert.Equal(0, code);
        Assert.Contains("with its LoRA merged into the model", output, StringComparison.Ordinal);
        Assert.Equal(0, ToolLine.Run($"export {run} --format peft --out {alone}").Code);
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors"], Names(alone));

        using (SafetensorsFolder before = SafetensorsFolder.Open(Training.Runs.BaseModel.ShippedDirectory), after = SafetensorsFolder.Open(merged))
        using (SafetensorsFile lora = SafetensorsFile.Open(Path.Combine(alone, "adapter_model.safetensors")))
        {
            Assert.Equal(before.Tensors.Select(x => x.Name).Order(StringComparer.Ordinal), after.Tensors.Select(x => x.Name).Order(StringComparer.Ordinal));
            foreach (TensorInfo tensor in before.Tensors)
            {
                float[] old = before.Read(tensor.Name).Values, now = after.Read(tensor.Name).Values;
                double[] expected = Array.ConvertAll(old, x => (double)x);
                string module = "base_model.model." + tensor.Name.Replace(".weight", "", StringComparison.Ordinal);
                if (tensor.Name.Contains("proj", StringComparison.Ordinal))
                {
                    // W + alpha / r B A.
                    (float[] a, float[] b, int columns) = (lora.Read(module + ".lora_A.weight").Values, lora.Read(module + ".lora_B.weight").Values, (int)tensor.Shape[1]);
                    for (int i = 0; i < expected.Length; i++)
                        for (int r = 0; r < 4; r++) expected[i] += 1.5 * b[i / columns * 4 + r] * a[r * columns + i % columns];
                    Assert.NotEqual(old, now);
                }
                Assert.True(expected.Zip(now).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5), tensor.Name);
            }
        }
        // The folder of a LoRA is merged too, wherever it comes from; and the embedded engine trains what came of it.
        Assert.Equal(0, ToolLine.Run($"export {alone} --format huggingface --out {merged}2").Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(merged, "model.safetensors")), File.ReadAllBytes(Path.Combine(merged + "2", "model.safetensors")));
        Train("further", $"--base {merged}");
    }

    private string Train(string name, string more = "")
    {
        string run = _temporary.File(name);
        (int code, _, string error) = ToolLine.Run($"train --steps 2 --prompts 2 --group 4 --max-new-tokens 20 --val-problems 0 --checkpoint-every 1 --threads 1 --quiet --out {run} {more}");
        Assert.True(code == 0, error);
        return run;
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)];
}
