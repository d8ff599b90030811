using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>Softmax over a row, and the log-prob and entropy of a categorical distribution given by logits.</summary>
internal static unsafe class Softmax
{
    // A log-prob below this counts as this much in products with its probability, which is 0: 0 times -inf would be NaN.
    private const float LargestSurprise = -1e6f;

    /// <summary>What logits are multiplied by; the same float for sampling, scoring and learning, so that they agree to the bit.</summary>
    public static float InverseTemperature(double temperature) => temperature >= SampleRequest.LowestTemperature && double.IsFinite(temperature) ? (float)(1 / temperature)
        : throw new HicraException(FormattableString.Invariant($"the temperature is {temperature}; give 0.000001 or more (sampling alone also takes 0, for the most probable token)"));

    /// <summary>Replaces the first <paramref name="count"/> scores by probabilities and the rest of the last vector by 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Probabilities(float* row, int count)
    {
        int whole = count / Lanes.Width * Lanes.Width;
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        for (int j = 0; j < whole; j += Lanes.Width) largest = Vector512.MaxNative(largest, Vector512.Load(row + j));
        if (whole < count)
        {
            Vector512<float> last = LastVector(row + whole, count - whole);
            last.Store(row + whole);
            largest = Vector512.MaxNative(largest, last);
        }
        Vector512<float> shift = Vector512.Create(Lanes.Max(largest)), sum = Vector512<float>.Zero;
        for (int j = 0; j < count; j += Lanes.Width)
        {
            Vector512<float> e = Lanes.Exp(Vector512.Load(row + j) - shift);
            e.Store(row + j);
            sum += e;
        }
        Vector512<float> scale = Vector512.Create(1f / Lanes.Sum(sum));
        for (int j = 0; j < count; j += Lanes.Width) (Vector512.Load(row + j) * scale).Store(row + j);
    }

    /// <summary>
    /// Replaces logits by log-probs of softmax(logits * inverseTemperature), minus infinity in the padding.
    /// </summary>
    /// <param name="row">[padded vocabulary].</param>
    /// <param name="count">The vocabulary without padding.</param>
    /// <param name="inverseTemperature">1 / temperature.</param>
    /// <returns>The entropy in nats.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogProbs(float* row, int count, float inverseTemperature)
    {
        int whole = count / Lanes.Width * Lanes.Width;
        if (whole < count) LastVector(row + whole, count - whole).Store(row + whole);
        Vector512<float> temper = Vector512.Create(inverseTemperature);
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        for (int j = 0; j < count; j += Lanes.Width) largest = Vector512.MaxNative(largest, Vector512.Load(row + j) * temper);
        Vector512<float> shift = Vector512.Create(Lanes.Max(largest)), sum = Vector512<float>.Zero, dot = Vector512<float>.Zero;
        for (int j = 0; j < count; j += Lanes.Width)
        {
            Vector512<float> z = Vector512.Load(row + j) * temper - shift;
            z.Store(row + j);
            Vector512<float> e = Lanes.Exp(z);
            sum += e;
            dot = Vector512.FusedMultiplyAdd(e, Vector512.MaxNative(z, Vector512.Create(LargestSurprise)), dot);
        }
        float total = Lanes.Sum(sum);
        // The double logarithm rounds to the same float everywhere; a float one need not.
        float logTotal = (float)Math.Log(total);
        Vector512<float> norm = Vector512.Create(logTotal);
        for (int j = 0; j < count; j += Lanes.Width) (Vector512.Load(row + j) - norm).Store(row + j);
        return MathF.Max(0f, logTotal - Lanes.Sum(dot) / total);
    }

    /// <summary>
    /// Replaces log-probs by the gradient of dLogProb * logProb[token] + dEntropy * entropy with respect to the logits that
    /// went into the softmax (those divided by the temperature): dLogProb * (onehot - p) - dEntropy * p * (logProb + entropy). The padding becomes 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* row, int count, int token, float entropy, float dLogProb, float dEntropy)
    {
        Vector512<float> first = Vector512.Create(-dLogProb - dEntropy * entropy), second = Vector512.Create(-dEntropy);
        for (int j = 0; j < count; j += Lanes.Width)
        {
            Vector512<float> logProb = Vector512.Load(row + j);
            Vector512<float> finite = Vector512.MaxNative(logProb, Vector512.Create(LargestSurprise));
            (Lanes.Exp(logProb) * Vector512.FusedMultiplyAdd(second, finite, first)).Store(row + j);
        }
        row[token] += dLogProb;
    }

    /// <summary>
    /// Draws by inverse CDF from log-probs: the first index at which the running sum of probabilities exceeds u times
    /// their total. Never draws padding or an index of probability 0.
    /// </summary>
    /// <param name="logProbs">[padded count] log-probs, minus infinity in the padding.</param>
    /// <param name="count">The vocabulary without padding.</param>
    /// <param name="u">Uniform in [0, 1).</param>
    /// <param name="work">[padded count] scratch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Draw(float* logProbs, int count, double u, float* work)
    {
        double total = 0;
        for (int j = 0; j < count; j += Lanes.Width)
        {
            Vector512<float> p = Lanes.Exp(Vector512.Load(logProbs + j));
            p.Store(work + j);
            total += Lanes.Sum(p);
        }
        double target = u * total, before = 0;
        int chosen = -1;
        for (int j = 0; j < count; j += Lanes.Width)
        {
            double block = Lanes.Sum(Vector512.Load(work + j));
            if (before + block <= target && j + Lanes.Width < count)
            {
                before += block;
                continue;
            }
            double running = before;
            for (int i = j; i < Math.Min(j + Lanes.Width, count); i++)
            {
                if (work[i] <= 0) continue;
                chosen = i;
                running += work[i];
                if (running > target) return i;
            }
            before += block;
        }
        // Rounding left the target at the very end: the last possible token.
        if (chosen < 0)
            for (int i = 0; i < count; i++)
                if (work[i] > 0) chosen = i;
        return chosen;
    }

    /// <summary>The token of the largest log-prob, the first of equals.</summary>
    public static int Largest(float* logProbs, int count)
    {
        int best = 0;
        for (int i = 1; i < count; i++)
            if (logProbs[i] > logProbs[best]) best = i;
        return best;
    }

    /// <summary>The first <paramref name="count"/> lanes, minus infinity in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LastVector(float* from, int count) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(Lanes.Index, Vector512.Create(count)).AsSingle(), Vector512.Load(from), Vector512.Create(float.NegativeInfinity));
}
