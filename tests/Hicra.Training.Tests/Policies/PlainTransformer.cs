using Hicra.Training.Policies;

namespace Hicra.Training.Tests.Policies;

/// <summary>
/// The plain twin of the managed engine: one sequence, one token after the other, in double, straight from the
/// definitions. Slow on purpose; finite differences of it are exact enough to test every gradient.
/// </summary>
internal sealed class PlainTransformer(ModelConfig config, Dictionary<string, double[]> weights)
{
    public static Dictionary<string, double[]> WeightsOf(IPolicy policy) =>
        policy.Weights().ToDictionary(x => x.Name, x => x.Values.Select(v => (double)v).ToArray());

    /// <summary>Log-prob and entropy of each response token of a sequence.</summary>
    public (double[] LogProbs, double[] Entropies) Score(ReadOnlySpan<int> tokens, int promptLength, double temperature = 1)
    {
        var keys = new List<double[]>[config.Layers];
        var values = new List<double[]>[config.Layers];
        for (int l = 0; l < config.Layers; l++) (keys[l], values[l]) = ([], []);
        var logProbs = new List<double>();
        var entropies = new List<double>();
        for (int position = 0; position + 1 < tokens.Length; position++)
        {
            double[] logits = Feed(tokens[position], position, keys, values);
            if (position < promptLength - 1) continue;
            double largest = logits.Max() / temperature;
            double total = logits.Sum(z => Math.Exp(z / temperature - largest)), logTotal = largest + Math.Log(total);
            logProbs.Add(logits[tokens[position + 1]] / temperature - logTotal);
            entropies.Add(-logits.Sum(z => Math.Exp(z / temperature - logTotal) * (z / temperature - logTotal)));
        }
        return ([.. logProbs], [.. entropies]);
    }

    private double[] Feed(int token, int position, List<double[]>[] keys, List<double[]>[] values)
    {
        double[] x = Embedded(token);
        for (int l = 0; l < config.Layers; l++)
        {
            string name = $"model.layers.{l}.";
            double[] normed = Norm(x, name + "input_layernorm.weight");
            double[] q = Product(name + "self_attn.q_proj.weight", normed), k = Product(name + "self_attn.k_proj.weight", normed);
            Rotate(q, position);
            Rotate(k, position);
            keys[l].Add(k);
            values[l].Add(Product(name + "self_attn.v_proj.weight", normed));
            x = Sum(x, Product(name + "self_attn.o_proj.weight", Attend(q, keys[l], values[l])));
            normed = Norm(x, name + "post_attention_layernorm.weight");
            double[] gate = Product(name + "mlp.gate_proj.weight", normed), up = Product(name + "mlp.up_proj.weight", normed);
            for (int i = 0; i < gate.Length; i++) gate[i] = gate[i] / (1 + Math.Exp(-gate[i])) * up[i];
            x = Sum(x, Product(name + "mlp.down_proj.weight", gate));
        }
        return Product(config.TiedHead ? "model.embed_tokens.weight" : "lm_head.weight", Norm(x, "model.norm.weight"));
    }

    // A patch is a linear map of its pixels, 0 or 1 each.
    private double[] Embedded(int token)
    {
        if (!PatchToken.IsPatch(token)) return Row("model.embed_tokens.weight", token, config.HiddenSize);
        var sum = new double[config.HiddenSize];
        for (int pixel = 0; pixel < PatchToken.Pixels; pixel++)
        {
            double[] row = Row("model.patch_embed.weight", pixel, config.HiddenSize);
            for (int d = 0; d < sum.Length; d++) sum[d] += (PatchToken.IsLit(token, pixel) ? 1.0 : 0.0) * row[d];
        }
        return sum;
    }

    private double[] Attend(double[] q, List<double[]> keys, List<double[]> values)
    {
        int size = config.HeadSize, repeat = config.Heads / config.KeyValueHeads;
        var output = new double[q.Length];
        for (int h = 0; h < config.Heads; h++)
        {
            int at = h / repeat * size;
            double[] scores = [.. keys.Select(k => Enumerable.Range(0, size).Sum(d => q[h * size + d] * k[at + d]) / Math.Sqrt(size))];
            double largest = scores.Max();
            double[] weight = [.. scores.Select(s => Math.Exp(s - largest))];
            double total = weight.Sum();
            for (int d = 0; d < size; d++) output[h * size + d] = Enumerable.Range(0, weight.Length).Sum(j => weight[j] / total * values[j][at + d]);
        }
        return output;
    }

    private void Rotate(double[] heads, int position)
    {
        int half = config.HeadSize / 2;
        for (int start = 0; start < heads.Length; start += config.HeadSize)
            for (int i = 0; i < half; i++)
            {
                double angle = position / Math.Pow(config.RopeTheta, 2.0 * i / config.HeadSize);
                double a = heads[start + i], b = heads[start + half + i];
                heads[start + i] = a * Math.Cos(angle) - b * Math.Sin(angle);
                heads[start + half + i] = b * Math.Cos(angle) + a * Math.Sin(angle);
            }
    }

    private double[] Norm(double[] x, string weight)
    {
        double scale = 1 / Math.Sqrt(x.Sum(v => v * v) / x.Length + config.NormEpsilon);
        return [.. x.Select((v, i) => v * scale * weights[weight][i])];
    }

    private double[] Product(string weight, double[] x)
    {
        double[] w = weights[weight];
        var y = new double[w.Length / x.Length];
        for (int i = 0; i < y.Length; i++)
            for (int j = 0; j < x.Length; j++) y[i] += w[i * x.Length + j] * x[j];
        return y;
    }

    private double[] Row(string weight, int row, int width) => weights[weight][(row * width)..((row + 1) * width)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
