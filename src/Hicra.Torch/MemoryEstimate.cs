using System.Globalization;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>About how much memory of a device a training step takes, in bytes.</summary>
/// <param name="Weights">The model and what is learnt beside it.</param>
/// <param name="Gradients">Sums in float32, and what a pass gives of weights in another type.</param>
/// <param name="Optimizer">Moments, and masters of weights in another type; 0 where they lie elsewhere.</param>
/// <param name="Layers">What is kept of the tokens that go through the model together.</param>
/// <param name="Head">A chunk's logits, and the head in float32 where it is in another type.</param>
/// <param name="Tokens">Tokens that go through the model together.</param>
internal sealed record MemoryEstimate(long Weights, long Gradients, long Optimizer, long Layers, long Head, long Tokens)
{
    /// <summary>Estimates.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="settings">Numbers, LoRA, checkpointing, offload.</param>
    /// <param name="learnt">Parameters that are learnt.</param>
    /// <param name="tokens">Tokens that go through the model together.</param>
    public static MemoryEstimate Of(ModelConfig config, TorchSettings settings, long learnt, long tokens)
    {
        int size = settings.Type == bfloat16 ? 2 : 4;
        bool rounded = size == 2 && settings.Lora is null;
        long rows = Math.Max(1, Math.Min(tokens, ChunkedHead.MostLogits / config.VocabularySize));
        return new(
            config.ParameterCount * size + (settings.Lora is null ? 0 : 4 * learnt),
            learnt * (rounded ? 6 : 4),
            settings.Offload && settings.Device.type != TorchSharp.DeviceType.CPU ? 0 : learnt * (rounded ? 12 : 8),
            size * ModelPass.Kept(config, tokens, !settings.Checkpointing),
            8 * rows * config.VocabularySize + (size == 2 ? 4L * config.VocabularySize * config.HiddenSize : 0),
            tokens);
    }

    /// <summary>What a step still wants when the weights are there.</summary>
    public long Wanted(bool hasGradients, bool hasOptimizer) => (hasGradients ? 0 : Gradients) + (hasOptimizer ? 0 : Optimizer) + Layers + Head;

    /// <summary>The error of a step that will not fit: what it takes, and what to lower, the largest part first.</summary>
    public HicraException TooLarge(long free, TorchSettings settings)
    {
        var remedies = new List<(long Saves, string Text)>();
        if (Tokens > 256) remedies.Add((Layers / 2, Text($"fewer tokens at once (now {Tokens}: --token-budget, or shorter responses)")));
        if (settings.Checkpointing != true) remedies.Add((Layers / 2, "--checkpointing on"));
        if (settings.Lora is null) remedies.Add((Gradients + Optimizer, "--lora 16"));
        if (settings.Type != bfloat16) remedies.Add((Layers / 2 + Weights / 2, "--dtype bf16"));
        if (Optimizer > 0 && settings.Device.type != TorchSharp.DeviceType.CPU) remedies.Add((Optimizer, "--offload"));
        string advice = remedies.Count == 0 ? "take a smaller model" : "try " + string.Join(", or ", remedies.OrderByDescending(x => x.Saves).Select(x => x.Text));
        return new HicraException($"{this}, and {Gigabytes(free)} are free on {settings.Device}: {advice}");
    }

    /// <summary>For example <c>a training step takes about 14.2 GB: weights 2.0, gradients 2.0, AdamW 4.0, layers 5.3 for 8192 tokens at once, head 0.9</c>.</summary>
    public override string ToString() => Text($"a training step takes about {Gigabytes(Weights + Wanted(false, false))}: weights {Number(Weights)}, gradients {Number(Gradients)}, AdamW {Number(Optimizer)}, layers {Number(Layers)} for {Tokens} tokens at once, head {Number(Head)}");

    private static string Gigabytes(long bytes) => Number(bytes) + " GB";

    private static string Number(long bytes) => (bytes / 1e9).ToString(bytes < 100_000_000 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
