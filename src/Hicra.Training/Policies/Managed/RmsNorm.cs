using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>y = x / rms(x) * w, with rms(x) = sqrt(mean(x^2) + eps) (Zhang and Sennrich 2019).</summary>
internal static unsafe class RmsNorm
{
    /// <summary>
    /// x, y: [rows, width]; inverse: [rows], 1 / rms(x), kept for the gradient; count: the columns that the mean is taken
    /// over (width without padding).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int rows, int width, int count, float epsilon, float* x, float* weight, float* y, float* inverse)
    {
        float perColumn = 1f / count;
        for (int row = 0; row < rows; row++, x += width, y += width)
        {
            Vector512<float> squares = Vector512<float>.Zero;
            for (int j = 0; j < width; j += Lanes.Width)
            {
                Vector512<float> value = Vector512.Load(x + j);
                squares = Vector512.FusedMultiplyAdd(value, value, squares);
            }
            float r = 1f / MathF.Sqrt(Lanes.Sum(squares) * perColumn + epsilon);
            inverse[row] = r;
            Vector512<float> scale = Vector512.Create(r);
            for (int j = 0; j < width; j += Lanes.Width)
                (Vector512.Load(x + j) * scale * Vector512.Load(weight + j)).Store(y + j);
        }
    }

    /// <summary>dx += gradient through the norm; dWeight += gradient of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int rows, int width, int count, float* x, float* weight, float* inverse, float* dy, float* dx, float* dWeight)
    {
        float perColumn = 1f / count;
        for (int row = 0; row < rows; row++, x += width, dy += width, dx += width)
        {
            float r = inverse[row];
            Vector512<float> scale = Vector512.Create(r);
            Vector512<float> dot = Vector512<float>.Zero;
            for (int j = 0; j < width; j += Lanes.Width)
            {
                Vector512<float> weighted = Vector512.Load(dy + j) * Vector512.Load(x + j);
                dot = Vector512.FusedMultiplyAdd(weighted, Vector512.Load(weight + j), dot);
                Vector512.FusedMultiplyAdd(weighted, scale, Vector512.Load(dWeight + j)).Store(dWeight + j);
            }
            Vector512<float> along = Vector512.Create(-Lanes.Sum(dot) * perColumn * r * r * r);
            for (int j = 0; j < width; j += Lanes.Width)
            {
                Vector512<float> through = Vector512.FusedMultiplyAdd(Vector512.Load(x + j), along, Vector512.Load(dx + j));
                Vector512.FusedMultiplyAdd(Vector512.Load(dy + j) * Vector512.Load(weight + j), scale, through).Store(dx + j);
            }
        }
    }
}
