using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Rotary positions (Su et al. 2021), halves rotated as Llama does: (x1, x2) -> (x1 cos - x2 sin, x2 cos + x1 sin), with
/// x1 and x2 the first and second half of a head. Tables: [positions, half].
/// </summary>
internal sealed unsafe class Rope : IDisposable
{
    private readonly AlignedBuffer cos, sin;
    private readonly int half;
    private readonly int stride;

    public Rope(ModelConfig config)
    {
        half = config.HeadSize / 2;
        stride = (half + 7) / 8 * 8;
        cos = new AlignedBuffer((long)config.MaxPositions * stride);
        sin = new AlignedBuffer((long)config.MaxPositions * stride);
        for (int i = 0; i < half; i++)
        {
            // Frequencies are rounded to float32 first, as every float32 implementation has them.
            float frequency = (float)(1.0 / Math.Pow(config.RopeTheta, (float)(2.0 * i / config.HeadSize)));
            for (int position = 0; position < config.MaxPositions; position++)
            {
                float angle = position * frequency;
                cos.Pointer[(long)position * stride + i] = (float)Math.Cos(angle);
                sin.Pointer[(long)position * stride + i] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Rotates heads in place and scales them.</summary>
    /// <param name="row">The first head; heads are <paramref name="headStride"/> floats apart.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="headStride">Padded width of a head.</param>
    /// <param name="position">Position of the row's token in its sequence.</param>
    /// <param name="scale">Multiplied onto the result.</param>
    public void Rotate(float* row, int heads, int headStride, int position, float scale) =>
        Rotate(row, heads, headStride, cos.Pointer + (long)position * stride, sin.Pointer + (long)position * stride, scale, 1f);

    /// <summary>The transpose of <see cref="Rotate(float*, int, int, int, float)"/>: rotates gradients back and scales them.</summary>
    public void RotateBack(float* row, int heads, int headStride, int position, float scale) =>
        Rotate(row, heads, headStride, cos.Pointer + (long)position * stride, sin.Pointer + (long)position * stride, scale, -1f);

    public void Dispose()
    {
        cos.Dispose();
        sin.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rotate(float* row, int heads, int headStride, float* c, float* s, float scale, float direction)
    {
        for (int head = 0; head < heads; head++, row += headStride)
        {
            int i = 0;
            for (; i + 8 <= half; i += 8)
            {
                Vector256<float> x1 = Vector256.Load(row + i), x2 = Vector256.Load(row + half + i);
                Vector256<float> cosine = Vector256.Load(c + i), sine = Vector256.Load(s + i) * direction;
                (Vector256.FusedMultiplyAdd(x1, cosine, -(x2 * sine)) * scale).Store(row + i);
                (Vector256.FusedMultiplyAdd(x2, cosine, x1 * sine) * scale).Store(row + half + i);
            }
            for (; i < half; i++)
            {
                float x1 = row[i], x2 = row[half + i], sine = s[i] * direction;
                row[i] = MathF.FusedMultiplyAdd(x1, c[i], -(x2 * sine)) * scale;
                row[half + i] = MathF.FusedMultiplyAdd(x2, c[i], x1 * sine) * scale;
            }
        }
    }
}
