using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Both attention kernels against the definition, in double.</summary>
public unsafe class AttentionTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string shape in Example.Configs.Keys)
                foreach (int tokens in new[] { 1, 7, 8, 17, 33 }) cases.Add(shape, tokens);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradient_follow_the_definition(string shape, int tokens)
    {
        var layout = new ParameterLayout(Example.Configs[shape]);
        using var attention = new Attention(layout);
        int rows = (tokens + 15) / 8 * 8, width = layout.QueryKeyValue;
        using AlignedBuffer qkv = Filled(layout, rows, tokens, 1), probabilities = new(attention.ProbabilityLength(tokens)), output = new((long)rows * layout.Query);
        using AlignedBuffer dOutput = new((long)rows * layout.Query), dQkv = new((long)rows * width);
        Example.Random(tokens * layout.Query, 2).CopyTo(dOutput.Span);
        attention.Forward(tokens, qkv.Pointer, probabilities.Pointer, output.Pointer);
        attention.Backward(tokens, qkv.Pointer, probabilities.Pointer, dOutput.Pointer, dQkv.Pointer);

        double[] at = [.. qkv.Span[..(tokens * width)].ToArray().Select(x => (double)x)];
        double[] expected = Plain(layout, tokens, at);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], output.Pointer[i], 1e-5);
        double Value(double[] x)
        {
            double[] y = Plain(layout, tokens, x);
            double sum = 0;
            for (int i = 0; i < y.Length; i++) sum += dOutput.Pointer[i] * y[i];
            return sum;
        }
        CounterRandom random = CounterRandom.FromSeed(3);
        for (int pick = 0; pick < 60; pick++)
        {
            int i = random.Below(pick, at.Length);
            double x = at[i];
            at[i] = x + 1e-5;
            double above = Value(at);
            at[i] = x - 1e-5;
            double below = Value(at);
            at[i] = x;
            Assert.Equal((above - below) / 2e-5, dQkv.Pointer[i], 1e-3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    [InlineData(331)]
    public void Probabilities_that_are_made_again_give_the_bits_of_those_that_are_kept(int tokens)
    {
        foreach (ModelConfig config in Example.Configs.Values)
        {
            var layout = new ParameterLayout(config);
            using Attention keeps = new(layout, int.MaxValue), forgets = new(layout, 0);
            int rows = (tokens + 15) / 8 * 8;
            using AlignedBuffer qkv = Filled(layout, rows, tokens, 1), probabilities = new(keeps.ProbabilityLength(tokens)), dOutput = new((long)rows * layout.Query);
            Example.Random(tokens * layout.Query, 2).CopyTo(dOutput.Span);
            Assert.Equal(0, forgets.ProbabilityLength(tokens));
            Assert.Equal(Run(keeps), Run(forgets));

            float[] Run(Attention attention)
            {
                using AlignedBuffer output = new((long)rows * layout.Query), dQkv = new((long)rows * layout.QueryKeyValue);
                attention.Forward(tokens, qkv.Pointer, probabilities.Pointer, output.Pointer);
                attention.Backward(tokens, qkv.Pointer, probabilities.Pointer, dOutput.Pointer, dQkv.Pointer);
                return [.. output.Span[..(tokens * layout.Query)], .. dQkv.Span[..(tokens * layout.QueryKeyValue)]];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_new_token_over_its_cache_gets_the_bits_of_the_whole_sequence(string shape, int tokens)
    {
        var layout = new ParameterLayout(Example.Configs[shape]);
        using var attention = new Attention(layout);
        int rows = (tokens + 15) / 8 * 8, head = layout.Head, keyHeads = layout.Config.KeyValueHeads, repeat = layout.Config.Heads / keyHeads, last = tokens - 1;
        using AlignedBuffer qkv = Filled(layout, rows, tokens, 5), probabilities = new(attention.ProbabilityLength(tokens)), output = new((long)rows * layout.Query);
        attention.Forward(tokens, qkv.Pointer, probabilities.Pointer, output.Pointer);

        int stride = Lanes.Pad(tokens) * head;
        using AlignedBuffer keys = new(keyHeads * stride), values = new(keyHeads * stride), scores = new(layout.Config.Heads * Lanes.Pad(tokens)), one = new(layout.Query);
        for (int g = 0; g < keyHeads; g++)
        {
            for (int t = 0; t < tokens; t++)
            {
                float* row = qkv.Pointer + t * layout.QueryKeyValue + layout.Query + g * head;
                DecodeAttention.StoreKey(row, head, t, keys.Pointer + g * stride);
                Elementwise.Copy(head, row + layout.KeyValue, values.Pointer + g * stride + t * head);
            }
        }
        DecodeAttention.Attend(keyHeads, repeat, head, tokens, qkv.Pointer + last * layout.QueryKeyValue, keys.Pointer, values.Pointer, stride, scores.Pointer, one.Pointer);
        Assert.Equal(output.Span.Slice(last * layout.Query, layout.Query), one.Span);
    }

    private static double[] Plain(ParameterLayout layout, int tokens, double[] qkv)
    {
        int width = layout.QueryKeyValue, head = layout.Head, repeat = layout.Config.Heads / layout.Config.KeyValueHeads;
        var output = new double[tokens * layout.Query];
        for (int h = 0; h < layout.Config.Heads; h++)
            for (int i = 0; i < tokens; i++)
            {
                int key = layout.Query + h / repeat * head, value = key + layout.KeyValue;
                double[] scores = [.. Enumerable.Range(0, i + 1).Select(j => Enumerable.Range(0, head).Sum(d => qkv[i * width + h * head + d] * qkv[j * width + key + d]))];
                double largest = scores.Max(), total = scores.Sum(s => Math.Exp(s - largest));
                for (int d = 0; d < head; d++)
                    output[i * layout.Query + h * head + d] = Enumerable.Range(0, i + 1).Sum(j => Math.Exp(scores[j] - largest) / total * qkv[j * width + value + d]);
            }
        return output;
    }

    private static AlignedBuffer Filled(ParameterLayout layout, int rows, int tokens, long seed)
    {
        var buffer = new AlignedBuffer((long)rows * layout.QueryKeyValue);
        Example.Random(tokens * layout.QueryKeyValue, seed, 0.6f).CopyTo(buffer.Span);
        return buffer;
    }
}
