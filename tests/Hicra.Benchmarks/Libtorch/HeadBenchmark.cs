using Hicra.Torch.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Benchmarks.Libtorch;

/// <summary>The head over a large vocabulary: log-probs, entropies and both gradients, by autograd over all logits and by ours in chunks.</summary>
internal static class HeadBenchmark
{
    /// <summary>Measures ways in turn, after a small round that is not counted.</summary>
    /// <param name="vocabulary">Tokens of the vocabulary.</param>
    /// <param name="rows">Response tokens.</param>
    /// <param name="width">Width of the hidden states.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="rounds">Measured rounds.</param>
    /// <param name="progress">Is told what each way took, as it comes.</param>
    /// <param name="cancellation">Looked at before each way.</param>
    /// <returns>What each way took, round by round; and the largest difference of a gradient, as a part of the largest value.</returns>
    public static (IReadOnlyList<(string Way, IReadOnlyList<ProcessMeter> Rounds)> Ways, double Difference) Run(int vocabulary, int rows, int width, string device, int rounds, TextWriter progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = randn(rows, width, device: torch.device(device)), weight = randn(vocabulary, width, device: hidden.device).mul_(0.05), tokens = randint(vocabulary, rows, dtype: int64, device: hidden.device);
        (string Name, Func<int, (Tensor, Tensor)> Work)[] ways =
        [
            ("autograd over all logits", count => Autograd(hidden.narrow(0, 0, count), weight, tokens.narrow(0, 0, count))),
            ("ours, responses of 128 tokens", count => Chunked(hidden.narrow(0, 0, count), weight, tokens.narrow(0, 0, count), 128)),
            ($"ours, a response of {rows} tokens", count => Chunked(hidden.narrow(0, 0, count), weight, tokens.narrow(0, 0, count), count)),
        ];
        List<ProcessMeter>[] measured = [.. ways.Select(_ => new List<ProcessMeter>())];
        double difference = 0;
        for (int round = -1; round < rounds; round++)
        {
            Tensor? expected = null;
            using DisposeScope turn = NewDisposeScope();
            for (int i = 0; i < ways.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = round < 0 ? 128 : rows;
                (Tensor dHidden, Tensor dWeight) = (null!, null!);
                var meter = ProcessMeter.Of(() =>
                {
                    (dHidden, dWeight) = ways[i].Work(count);
                    // Waits for a device that is still computing.
                    _ = dHidden.sum().item<float>();
                });
                if (round >= 0)
                {
                    measured[i].Add(meter);
                    progress.WriteLine(FormattableString.Invariant($"round {round + 1} of {rounds}, {ways[i].Name}: {meter.CoreSeconds:F1} core seconds, {meter.AddedBytes / (1 << 30):F2} GiB"));
                }
                if (i == 0) expected = dWeight.clone();
                else difference = Math.Max(difference, ((dWeight - expected!).abs().max() / expected!.abs().max()).item<float>());
                dHidden.Dispose();
                dWeight.Dispose();
            }
        }
        return ([.. ways.Select((x, i) => (x.Name, (IReadOnlyList<ProcessMeter>)measured[i]))], difference);
    }

    // The loss of a step: each token's log-prob and entropy with a weight of its own.
    private static (Tensor, Tensor) Autograd(Tensor hidden, Tensor weight, Tensor tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = hidden.detach().requires_grad_(), head = weight.detach().requires_grad_();
        Tensor all = mm(rows, head.t()).log_softmax(1), entropy = -(all.exp() * all).sum(1), chosen = all.gather(1, tokens.unsqueeze(1)).squeeze(1);
        ((chosen * -1.0).sum() + (entropy * 0.01).sum()).backward();
        return (rows.grad!.MoveToOuterDisposeScope(), head.grad!.MoveToOuterDisposeScope());
    }

    private static (Tensor, Tensor) Chunked(Tensor hidden, Tensor weight, Tensor tokens, int length)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var head = new ChunkedHead(weight, temperature: 1);
        int count = (int)hidden.shape[0] / length;
        Tensor dWeight = zeros_like(weight);
        Tensor dHidden = head.Gradient(hidden, tokens, [.. Enumerable.Range(0, count + 1).Select(i => i * length)], (_, _, _, dLogProbs, dEntropies) =>
        {
            dLogProbs.Fill(-1);
            dEntropies.Fill(0.01f);
        }, [.. Enumerable.Range(0, count)], dWeight);
        return (dHidden.MoveToOuterDisposeScope(), dWeight.MoveToOuterDisposeScope());
    }
}
