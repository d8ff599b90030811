using Hicra.Torch.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Tests.Models;

public class ChunkedHeadTests
{
    [Theory]
    [InlineData(1000, 1.0)]
    [InlineData(50, 0.7)]
    [InlineData(7, 1.3)]
    public void Chunks_of_any_size_give_autograds_gradient(long rows, double temperature)
    {
        TorchRequired.Engine();
        _ = TorchEngine.Devices();
        using DisposeScope scope = NewDisposeScope();
        const int Vocabulary = 33, Hidden = 8;
        int[] offsets = [0, 5, 5, 25, 60], numbers = [7, 1, 4, 2];
        Tensor hidden = Values(60, Hidden, 1).requires_grad_(), weight = Values(Vocabulary, Hidden, 2).requires_grad_();
        Tensor tokens = tensor(Enumerable.Range(0, 60).Select(i => (long)(i * 7 % Vocabulary)).ToArray());
        float[] dLogProbs = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i))], dEntropies = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Cos(i * 2))];

        Tensor all = mm(hidden, weight.t()).div(temperature).log_softmax(1), entropy = -(all.exp() * all).sum(1);
        Tensor loss = (all.gather(1, tokens.unsqueeze(1)).squeeze(1) * tensor(dLogProbs)).sum() + (entropy * tensor(dEntropies)).sum();
        loss.backward();

        using IDisposable frozen = no_grad();
        Tensor dWeight = zeros_like(weight);
        var seen = new List<int>();
        Tensor dHidden = new ChunkedHead(weight, temperature, rows * Vocabulary).Gradient(hidden.detach(), tokens, offsets, (number, logProbs, entropies, dLog, dEntropy) =>
        {
            int s = Array.IndexOf(numbers, number);
            seen.Add(number);
            dLogProbs.AsSpan(offsets[s]..offsets[s + 1]).CopyTo(dLog);
            dEntropies.AsSpan(offsets[s]..offsets[s + 1]).CopyTo(dEntropy);
            for (int i = 0; i < entropies.Length; i++) Assert.Equal(entropy[offsets[s] + i].item<float>(), entropies[i], 1e-5f);
        }, numbers, dWeight);
        Assert.Equal(numbers, seen);
        Assert.True((dHidden - hidden.grad!).abs().max().item<float>() < 1e-5);
        Assert.True((dWeight - weight.grad!).abs().max().item<float>() < 1e-5);
    }

    private static Tensor Values(int rows, int columns, int seed) => tensor(Enumerable.Range(0, rows * columns).Select(i => (float)CounterRandom.FromSeed(seed).Normal(i).First).ToArray(), [rows, columns], float32);
}
