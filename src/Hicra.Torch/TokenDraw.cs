using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>Draws a token for each row by inverse CDF with the row's own random number; by the rules of <see cref="TokenFilter"/> where tokens are left out.</summary>
internal static class TokenDraw
{
    /// <summary>Draws, and gives each row its token.</summary>
    /// <param name="request">Temperature and filter.</param>
    /// <param name="rows">[rows] the responses.</param>
    /// <param name="logits">[rows, vocabulary] float32; overwritten.</param>
    /// <returns>[rows] whether each goes on.</returns>
    public static bool[] Run(SampleRequest request, IReadOnlyList<GrowingRow> rows, Tensor logits)
    {
        using DisposeScope scope = NewDisposeScope();
        bool greedy = request.Temperature == 0, whole = greedy || request.Filter.IsNone;
        Tensor logProbs = logits.div_(greedy ? 1 : request.Temperature).log_softmax(1), left = whole ? logProbs : Filtered(logProbs, request.Filter);
        Tensor tokens = greedy ? logProbs.argmax(1) : Draw(left, rows);
        (float[] chosen, float[] entropies) = Scores(logProbs, tokens, zeros(rows.Count, float64, logits.device));
        (float[] drawnLogProbs, float[] drawnEntropies) = whole ? ([], []) : Scores(left, tokens, left.to(float64).exp().sum(1).log());
        long[] ids = tokens.cpu().data<long>().ToArray();
        var goesOn = new bool[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            goesOn[k] = rows[k].Add(request, (int)ids[k], chosen[k], entropies[k]);
            if (!whole) rows[k].AddTruncated(drawnLogProbs[k], drawnEntropies[k]);
        }
        return goesOn;
    }

    // The first index whose running sum of probabilities exceeds u times their total.
    private static Tensor Draw(Tensor logProbs, IReadOnlyList<GrowingRow> rows)
    {
        Tensor sums = logProbs.to(float64).exp().cumsum(1);
        double[] uniform = [.. rows.Select(row => row.NextUniform)];
        Tensor target = tensor(uniform, [rows.Count, 1], float64, logProbs.device) * sums.narrow(1, -1, 1);
        Tensor drawn = searchsorted(sums, target, right: true).clamp_max(logProbs.shape[1] - 1);
        // Where rounding put the target at the very end: the most probable token rather than one that may not be drawn.
        return where(logProbs.gather(1, drawn).isinf(), logProbs.argmax(1, keepdim: true), drawn).squeeze(1);
    }

    // Log-prob of each token and the entropy, of log-probs whose probabilities add up to exp(logMass).
    private static (float[] LogProbs, float[] Entropies) Scores(Tensor logProbs, Tensor tokens, Tensor logMass)
    {
        Tensor chosen = (logProbs.gather(1, tokens.unsqueeze(1)).squeeze(1).to(float64) - logMass).clamp_max(0).to(float32);
        Tensor mean = (logProbs.exp() * logProbs.clamp_min(-1e4f)).sum(1).to(float64) / logMass.exp();
        return (chosen.cpu().data<float>().ToArray(), (logMass - mean).clamp_min(0).to(float32).cpu().data<float>().ToArray());
    }

    // Minus infinity where a token may not be drawn.
    private static Tensor Filtered(Tensor logProbs, TokenFilter filter)
    {
        Tensor falling = logProbs.sort(1, true).Values;
        Tensor border = filter.TopK > 0 ? falling.narrow(1, Math.Min(filter.TopK, (int)falling.shape[1]) - 1, 1) : falling.narrow(1, -1, 1);
        if (filter.TopP < 1)
        {
            Tensor probabilities = falling.to(float64).exp().masked_fill_(falling.lt(border), 0), sums = probabilities.cumsum(1);
            // Those before which less than p of what is left has been taken; the first always.
            Tensor kept = (sums - probabilities).lt(sums.narrow(1, -1, 1) * filter.TopP).logical_and(probabilities.gt(0)).sum(1, keepdim: true).clamp_min(1);
            border = maximum(border, falling.gather(1, kept - 1));
        }
        if (filter.MinP > 0) border = maximum(border, falling.narrow(1, 0, 1) + (float)Math.Log(filter.MinP));
        return logProbs.masked_fill(logProbs.lt(border), float.NegativeInfinity);
    }
}
