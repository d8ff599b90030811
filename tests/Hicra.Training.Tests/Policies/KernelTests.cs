using System.Runtime.Intrinsics;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Each fast kernel against its plain twin; products bit for bit, because every element is one chain of fused multiply-adds.</summary>
public unsafe class KernelTests
{
    [Theory]
    [InlineData(8, 16, 1)]
    [InlineData(1, 32, 5)]
    [InlineData(13, 48, 64)]
    [InlineData(40, 80, 401)]
    public void Products_are_chains_of_fused_multiply_adds_bit_for_bit(int m, int n, int k)
    {
        int rows = (m + 7) / 8 * 8;
        using AlignedBuffer a = Filled(rows * k, 1), transposed = new(rows * k), b = Filled(k * n, 2), w = new(k * n), packed = new(k * n), c = new(rows * n);
        for (int i = 0; i < rows; i++)
            for (int p = 0; p < k; p++) transposed.Pointer[p * rows + i] = a.Pointer[i * k + p];
        for (int p = 0; p < k; p++)
            for (int j = 0; j < n; j++) w.Pointer[j * k + p] = b.Pointer[p * n + j];
        Gemm.Pack(n, k, w.Pointer, k, packed.Pointer);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] start = Example.Random(rows * n, 3), expected = new float[rows * n];
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    float sum = accumulate ? start[i * n + j] : 0;
                    for (int p = 0; p < k; p++) sum = MathF.FusedMultiplyAdd(a.Pointer[i * k + p], b.Pointer[p * n + j], sum);
                    expected[i * n + j] = sum;
                }
            float[] Result(Action product)
            {
                start.CopyTo(c.Span);
                product();
                return c.Span[..(m * n)].ToArray();
            }
            Assert.Equal(expected[..(m * n)], Result(() => Gemm.Multiply(m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, accumulate)));
            Assert.Equal(expected[..(m * n)], Result(() => Gemm.MultiplyTransposed(m, n, k, transposed.Pointer, rows, b.Pointer, n, c.Pointer, n, accumulate)));
            Assert.Equal(expected[..(m * n)], Result(() => Gemm.MultiplyPacked(m, n, k, a.Pointer, k, packed.Pointer, c.Pointer, n, accumulate)));
        }
    }

    [Fact]
    public void Tiles_of_all_vector_widths_give_the_same_bits()
    {
        const int k = 37;
        using AlignedBuffer a = Filled(8 * k, 1), b = Filled(k * 32, 3);
        foreach (bool accumulate in new[] { false, true })
            foreach ((int rowStride, int kStride) in new[] { (k, 1), (1, 8) })
            {
                float[] wide = Tile(c => Tiles512.Tile8x32(k, a.Pointer, rowStride, kStride, b.Pointer, 32, c, 32, accumulate));
                float[] halves = Tile(c =>
                {
                    for (int j = 0; j < 32; j += 16) Tiles512.Tile8x16(k, a.Pointer, rowStride, kStride, b.Pointer + j, 32, c + j, 32, accumulate);
                });
                float[] narrow = Tile(c =>
                {
                    for (int i = 0; i < 8; i += 4)
                        for (int j = 0; j < 32; j += 16) Tiles256.Tile4x16(k, a.Pointer + i * rowStride, rowStride, kStride, b.Pointer + j, 32, c + i * 32 + j, 32, accumulate);
                });
                float[] narrowest = Tile(c =>
                {
                    for (int j = 0; j < 32; j += 8) Tiles128.Tile8x8(k, a.Pointer, rowStride, kStride, b.Pointer + j, 32, c + j, 32, accumulate);
                });
                Assert.Equal(wide, halves);
                Assert.Equal(wide, narrow);
                Assert.Equal(wide, narrowest);
            }

        static float[] Tile(TileAction action)
        {
            using AlignedBuffer c = Filled(8 * 32, 4);
            action(c.Pointer);
            return c.Span.ToArray();
        }
    }

    [Fact]
    public void The_exponential_is_close_over_its_whole_range()
    {
        for (float x = -86.9f; x < 88f; x += 0.013f)
        {
            double exact = Math.Exp(x), got = Lanes.Exp(Vector512.Create(x)).GetElement(0);
            Assert.True(Math.Abs(got / exact - 1) < 3e-7, $"exp({x}) = {got}, not {exact}");
        }
        Assert.Equal(1f, Lanes.Exp(Vector512<float>.Zero).GetElement(3));
        Assert.Equal(0f, Lanes.Exp(Vector512.Create(-87.5f)).GetElement(0));
        Assert.Equal(0f, Lanes.Exp(Vector512.Create(float.NegativeInfinity)).GetElement(15));
        Assert.True(float.IsFinite(Lanes.Exp(Vector512.Create(1000f)).GetElement(0)));
    }

    [Fact]
    public void Sums_and_maxima_run_over_all_lanes()
    {
        for (int lane = 0; lane < 16; lane++)
        {
            Vector512<float> one = Vector512<float>.Zero.WithElement(lane, 3f);
            Assert.Equal(3f, Lanes.Sum(one));
            Assert.Equal(3f, Lanes.Max(one));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(23)]
    [InlineData(169)]
    public void Softmax_log_probs_entropy_and_gradient_follow_the_definitions(int count)
    {
        using AlignedBuffer row = Filled(Lanes.Pad(count), 5), probabilities = Filled(Lanes.Pad(count), 5);
        double[] z = [.. row.Span[..count].ToArray().Select(v => v * 3.0 / 0.7)];
        for (int i = 0; i < count; i++) row.Pointer[i] *= 3f;
        for (int i = 0; i < count; i++) probabilities.Pointer[i] = (float)z[i];
        double total = z.Sum(v => Math.Exp(v - z.Max())), shift = z.Max() + Math.Log(total), entropy = -z.Sum(v => Math.Exp(v - shift) * (v - shift));

        float measured = Softmax.LogProbs(row.Pointer, count, 1 / 0.7f);
        Assert.Equal(entropy, measured, 1e-5);
        for (int i = 0; i < count; i++) Assert.Equal(z[i] - shift, row.Pointer[i], 2e-5);
        for (int i = count; i < Lanes.Pad(count); i++) Assert.Equal(float.NegativeInfinity, row.Pointer[i]);

        Softmax.Probabilities(probabilities.Pointer, count);
        for (int i = 0; i < Lanes.Pad(count); i++) Assert.Equal(i < count ? Math.Exp(z[i] - shift) : 0, probabilities.Pointer[i], 1e-6);

        int token = count / 2;
        Softmax.Gradient(row.Pointer, count, token, measured, 0.3f, -0.8f);
        for (int i = 0; i < Lanes.Pad(count); i++)
        {
            double p = i < count ? Math.Exp(z[i] - shift) : 0;
            double expected = i < count ? 0.3 * ((i == token ? 1 : 0) - p) + 0.8 * p * (z[i] - shift + entropy) : 0;
            Assert.Equal(expected, row.Pointer[i], 1e-5);
        }
    }

    [Fact]
    public void Impossible_tokens_have_no_gradient_and_are_never_drawn()
    {
        using AlignedBuffer row = new(16), work = new(16);
        row.Span.Fill(float.NegativeInfinity);
        row.Pointer[2] = 0;
        row.Pointer[9] = 0;
        float entropy = Softmax.LogProbs(row.Pointer, 12, 1);
        Assert.Equal(Math.Log(2), entropy, 1e-6);
        for (int i = 0; i <= 100; i++) Assert.Equal(i < 50 ? 2 : 9, Softmax.Draw(row.Pointer, 12, Math.Min(i / 100.0, 1 - 1e-16), work.Pointer));
        Softmax.Gradient(row.Pointer, 12, 2, entropy, 1, 5);
        for (int i = 0; i < 16; i++) Assert.Equal(i switch { 2 => 0.5, 9 => -0.5, _ => 0 }, row.Pointer[i], 1e-6);
    }

    [Fact]
    public void Norm_and_its_gradient_follow_the_definition()
    {
        const int rows = 3, width = 32, count = 27;
        using AlignedBuffer x = Filled(rows * width, 1), w = Filled(width, 2), y = new(rows * width), inverse = new(rows), dy = Filled(rows * width, 3), dx = new(rows * width), dw = new(width);
        Blank(x, rows, width, count);
        Blank(w, 1, width, count);
        Blank(dy, rows, width, count);
        RmsNorm.Forward(rows, width, count, 1e-5f, x.Pointer, w.Pointer, y.Pointer, inverse.Pointer);
        RmsNorm.Backward(rows, width, count, x.Pointer, w.Pointer, inverse.Pointer, dy.Pointer, dx.Pointer, dw.Pointer);
        double Value(double[] xs, double[] ws) // sum of dy * y
        {
            double sum = 0;
            for (int r = 0; r < rows; r++)
            {
                double scale = 1 / Math.Sqrt(Enumerable.Range(0, count).Sum(j => xs[r * width + j] * xs[r * width + j]) / count + 1e-5);
                for (int j = 0; j < count; j++) sum += dy.Pointer[r * width + j] * xs[r * width + j] * scale * ws[j];
            }
            return sum;
        }
        double[] at = Doubles(x), weight = Doubles(w);
        double forward = 0;
        for (int i = 0; i < rows * width; i++) forward += (double)dy.Pointer[i] * y.Pointer[i];
        Assert.Equal(Value(at, weight), forward, 1e-4);
        Differences(at, v => Value(v, weight), dx, 1e-4);
        Differences(weight, v => Value(at, v), dw, 1e-4);
    }

    [Fact]
    public void SwiGLU_and_its_gradient_follow_the_definition()
    {
        const int rows = 2, width = 16;
        using AlignedBuffer gateUp = Filled(rows * 2 * width, 1), hidden = new(rows * width), dHidden = Filled(rows * width, 2);
        double Value(double[] g)
        {
            double sum = 0;
            for (int r = 0; r < rows; r++)
                for (int j = 0; j < width; j++) sum += dHidden.Pointer[r * width + j] * g[r * 2 * width + j] / (1 + Math.Exp(-g[r * 2 * width + j])) * g[r * 2 * width + width + j];
            return sum;
        }
        double[] at = Doubles(gateUp);
        SwiGlu.Forward(rows, width, gateUp.Pointer, hidden.Pointer);
        double forward = 0;
        for (int i = 0; i < rows * width; i++) forward += (double)dHidden.Pointer[i] * hidden.Pointer[i];
        Assert.Equal(Value(at), forward, 1e-5);
        SwiGlu.Backward(rows, width, gateUp.Pointer, dHidden.Pointer);
        Differences(at, Value, gateUp, 1e-5);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(40)]
    public void Rotation_turns_halves_by_the_position_and_back(int headSize)
    {
        ModelConfig config = Example.Shape(5, 8, 1, 2, 2, headSize, 8) with { RopeTheta = 300 };
        using var rope = new Rope(config);
        int stride = Lanes.Pad(headSize), half = headSize / 2;
        using AlignedBuffer heads = Filled(2 * stride, 7);
        float[] before = heads.Span.ToArray();
        rope.Rotate(heads.Pointer, 2, stride, 11, 0.5f);
        for (int h = 0; h < 2; h++)
            for (int i = 0; i < half; i++)
            {
                double angle = 11 / Math.Pow(300, 2.0 * i / headSize), a = before[h * stride + i], b = before[h * stride + half + i];
                Assert.Equal(0.5 * (a * Math.Cos(angle) - b * Math.Sin(angle)), heads.Pointer[h * stride + i], 1e-5);
                Assert.Equal(0.5 * (b * Math.Cos(angle) + a * Math.Sin(angle)), heads.Pointer[h * stride + half + i], 1e-5);
            }
        rope.RotateBack(heads.Pointer, 2, stride, 11, 2f);
        for (int h = 0; h < 2; h++)
            for (int i = 0; i < headSize; i++) Assert.Equal(before[h * stride + i], heads.Pointer[h * stride + i], 1e-5);
    }

    private delegate void TileAction(float* c);

    private static AlignedBuffer Filled(int count, long seed)
    {
        var buffer = new AlignedBuffer(count);
        Example.Random(count, seed).CopyTo(buffer.Span);
        return buffer;
    }

    private static void Blank(AlignedBuffer buffer, int rows, int width, int count)
    {
        for (int r = 0; r < rows; r++) buffer.Span[(r * width + count)..((r + 1) * width)].Clear();
    }

    private static double[] Doubles(AlignedBuffer buffer) => [.. buffer.Span.ToArray().Select(v => (double)v)];

    private static void Differences(double[] at, Func<double[], double> value, AlignedBuffer gradient, double tolerance)
    {
        for (int i = 0; i < at.Length; i++)
        {
            double x = at[i];
            at[i] = x + 1e-6;
            double above = value(at);
            at[i] = x - 1e-6;
            double below = value(at);
            at[i] = x;
            Assert.Equal((above - below) / 2e-6, gradient.Pointer[i], tolerance);
        }
    }
}
