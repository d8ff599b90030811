using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>AdamW over flat buffers, as PyTorch computes it: decoupled decay, then the step with bias-corrected moments.</summary>
internal static unsafe class AdamW
{
    /// <summary>One step; <paramref name="gradientScale"/> is multiplied onto the gradient first (clipping).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(AdamWOptions options, long step, float gradientScale, long length, float* gradient, float* first, float* second, float* weights)
    {
        float beta1 = (float)options.Beta1, beta2 = (float)options.Beta2;
        var decay = Vector512.Create((float)(1 - options.LearningRate * options.WeightDecay));
        var size = Vector512.Create((float)(-options.LearningRate / (1 - Math.Pow(options.Beta1, step))));
        var correction = Vector512.Create((float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))));
        var epsilon = Vector512.Create((float)options.Epsilon);
        var scale = Vector512.Create(gradientScale);
        Vector512<float> b1 = Vector512.Create(beta1), b2 = Vector512.Create(beta2), c1 = Vector512.Create(1 - beta1), c2 = Vector512.Create(1 - beta2);
        for (long i = 0; i < length; i += Lanes.Width)
        {
            Vector512<float> g = Vector512.Load(gradient + i) * scale;
            Vector512<float> m = Vector512.FusedMultiplyAdd(b1, Vector512.Load(first + i), c1 * g);
            Vector512<float> v = Vector512.FusedMultiplyAdd(b2, Vector512.Load(second + i), c2 * g * g);
            m.Store(first + i);
            v.Store(second + i);
            Vector512<float> denominator = Vector512.FusedMultiplyAdd(Vector512.Sqrt(v), correction, epsilon);
            Vector512.FusedMultiplyAdd(size, m / denominator, Vector512.Load(weights + i) * decay).Store(weights + i);
        }
    }

    /// <summary>The L2 norm, summed in double in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Norm(long length, float* values)
    {
        double a = 0, b = 0, c = 0, d = 0;
        for (long i = 0; i < length; i += 4)
        {
            a += (double)values[i] * values[i];
            b += (double)values[i + 1] * values[i + 1];
            c += (double)values[i + 2] * values[i + 2];
            d += (double)values[i + 3] * values[i + 3];
        }
        return Math.Sqrt(a + b + (c + d));
    }
}
