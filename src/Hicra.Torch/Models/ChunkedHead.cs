using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>
/// Log-probs, entropies and their gradient from hidden states, some whole sequences at a time: logits of a batch are never there
/// at once, and those of a chunk are overwritten by their gradient. Where a sequence is longer than a chunk, its logits are
/// computed twice.
/// </summary>
/// <param name="weight">[vocabulary, hidden] the head, float32, detached.</param>
/// <param name="temperature">Logits are divided by it.</param>
/// <param name="mostLogits">Logits that are there at once; 160 MB, and as much again for their probabilities, unless a test says otherwise.</param>
internal sealed class ChunkedHead(Tensor weight, double temperature, long mostLogits = ChunkedHead.MostLogits) : IDisposable
{
    /// <summary>Logits of a chunk.</summary>
    public const long MostLogits = 40_000_000;

    private readonly long _rows = Math.Max(1, mostLogits / weight.shape[0]);
    // Kept between chunks: the system gives fresh memory of this size page by page, which takes longer than filling it.
    private Tensor? _buffer;

    /// <summary>Writes log-prob and entropy of each row's token.</summary>
    /// <param name="hidden">[rows, hidden], detached.</param>
    /// <param name="tokens">[rows] int64.</param>
    /// <param name="logProbs">[rows], overwritten.</param>
    /// <param name="entropies">[rows], overwritten.</param>
    public void Score(Tensor hidden, Tensor tokens, Span<float> logProbs, Span<float> entropies)
    {
        for (long first = 0; first < hidden.shape[0]; first += _rows)
        {
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(_rows, hidden.shape[0] - first);
            (_, _, Tensor chosen, Tensor entropy) = Distributions(hidden.narrow(0, first, count), tokens.narrow(0, first, count));
            Copy(chosen, logProbs[(int)first..]);
            Copy(entropy, entropies[(int)first..]);
        }
    }

    /// <summary>The gradient of a loss with respect to hidden states; that with respect to the head is added to <paramref name="dWeight"/>.</summary>
    /// <param name="hidden">[rows, hidden] the rows of one or more whole sequences, detached.</param>
    /// <param name="tokens">[rows] int64.</param>
    /// <param name="offsets">[sequences + 1] where each sequence begins among the rows.</param>
    /// <param name="gradient">Gives the gradient with respect to log-probs and entropies; its sequences are those of <paramref name="numbers"/>.</param>
    /// <param name="numbers">[sequences] what the caller calls them.</param>
    /// <param name="dWeight">[vocabulary, hidden]; null for a head that is not learnt.</param>
    /// <returns>[rows, hidden].</returns>
    public Tensor Gradient(Tensor hidden, Tensor tokens, int[] offsets, TokenGradient gradient, int[] numbers, Tensor? dWeight)
    {
        Tensor dHidden = zeros_like(hidden);
        for (int begin = 0, end; begin < numbers.Length; begin = end)
        {
            end = begin + 1;
            while (end < numbers.Length && offsets[end + 1] - offsets[begin] <= _rows) end++;
            int first = offsets[begin], count = offsets[end] - first;
            if (count == 0) continue;
            using DisposeScope scope = NewDisposeScope();
            float[] logProbs = new float[count], entropies = new float[count], dLogProbs = new float[count], dEntropies = new float[count];
            (Tensor All, Tensor Probabilities)? kept = null;
            if (count <= _rows)
            {
                (Tensor all, Tensor probabilities, Tensor chosen, Tensor entropy) = Distributions(hidden.narrow(0, first, count), tokens.narrow(0, first, count));
                kept = (all, probabilities);
                Copy(chosen, logProbs);
                Copy(entropy, entropies);
            }
            else Score(hidden.narrow(0, first, count), tokens.narrow(0, first, count), logProbs, entropies);
            for (int s = begin; s < end; s++)
            {
                Range rows = (offsets[s] - first)..(offsets[s + 1] - first);
                gradient(numbers[s], logProbs.AsSpan(rows), entropies.AsSpan(rows), dLogProbs.AsSpan(rows), dEntropies.AsSpan(rows));
            }
            for (long at = 0; at < count; at += _rows)
            {
                using DisposeScope inner = NewDisposeScope();
                long length = Math.Min(_rows, count - at);
                Tensor rows = hidden.narrow(0, first + at, length), ids = tokens.narrow(0, first + at, length);
                (Tensor all, Tensor probabilities) = kept ?? Logarithms(rows, ids);
                Tensor dLogProb = Column(dLogProbs, at, length), dEntropy = Column(dEntropies, at, length), entropy = Column(entropies, at, length);
                // dLogProb * (onehot - p) - dEntropy * p * (logProb + entropy), over the log-probs.
                Tensor dLogits = all.mul_(-dEntropy).sub_(dLogProb + dEntropy * entropy).mul_(probabilities).scatter_add_(1, ids.unsqueeze(1), dLogProb).div_(temperature);
                dHidden.narrow(0, first + at, length).copy_(mm(dLogits, weight));
                dWeight?.addmm_(dLogits.t(), rows);
            }
        }
        return dHidden;

        Tensor Column(float[] values, long at, long length) => tensor(values.AsSpan((int)at, (int)length).ToArray(), [length, 1], float32, hidden.device);

        (Tensor, Tensor) Logarithms(Tensor rows, Tensor ids)
        {
            (Tensor all, Tensor probabilities, _, _) = Distributions(rows, ids);
            return (all, probabilities);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();

    // All log-probs, their exponentials (in the buffer, until the next call), and log-prob and entropy of each row's token.
    private (Tensor All, Tensor Probabilities, Tensor Chosen, Tensor Entropy) Distributions(Tensor hidden, Tensor tokens)
    {
        long rows = hidden.shape[0];
        if (_buffer is null || _buffer.shape[0] < rows)
        {
            _buffer?.Dispose();
            _buffer = empty([rows, weight.shape[0]], float32, weight.device).DetachFromDisposeScope();
        }
        Tensor logits = _buffer.narrow(0, 0, rows).addmm_(hidden, weight.t(), beta: 0, alpha: 1).div_(temperature);
        Tensor all = logits.log_softmax(1), chosen = all.gather(1, tokens.unsqueeze(1)).squeeze(1);
        // A probability of 0 contributes nothing, whatever its logarithm.
        Tensor probabilities = logits.copy_(all.clamp_min_(-1e4f)).exp_();
        return (all, probabilities, chosen, -bmm(probabilities.unsqueeze(1), all.unsqueeze(2)).view(-1));
    }

    private static void Copy(Tensor from, Span<float> into) => from.cpu().data<float>().ToArray().CopyTo(into);
}
