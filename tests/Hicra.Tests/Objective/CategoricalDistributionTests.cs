using Hicra.Objective;
using Hicra.Tests.Credit;

namespace Hicra.Tests.Objective;

public class CategoricalDistributionTests
{
    [Fact]
    public void Two_equal_logits_have_one_bit()
    {
        var logProbs = new double[2];
        CategoricalDistribution.LogSoftmax([1000, 1000], logProbs);   // no overflow
        Assert.Equal([-Math.Log(2), -Math.Log(2)], logProbs);
        Assert.Equal(Math.Log(2), CategoricalDistribution.Entropy(logProbs), 1e-15);
    }

    [Fact]
    public void A_forbidden_token_has_no_part()
    {
        double[] logProbs = new double[3], gradient = new double[3];
        CategoricalDistribution.LogSoftmax([0, double.NegativeInfinity, 0], logProbs);
        CategoricalDistribution.EntropyGradient(logProbs, gradient);
        Assert.Equal(Math.Log(2), CategoricalDistribution.Entropy(logProbs), 1e-15);
        Assert.All(gradient, g => Assert.Equal(0, g, 1e-15));
    }

    [Fact]
    public void Gradients_agree_with_finite_differences() => Dice.Check(dice =>
    {
        const double H = 1e-6;
        int n = 1 + dice.Below(8);
        double[] logits = dice.Many(n, d => d.Uniform(-4, 4));
        double[] logProbs = new double[n], dEntropy = new double[n], dLogProb = new double[n];
        int token = dice.Below(n);
        CategoricalDistribution.LogSoftmax(logits, logProbs);
        Assert.Equal(1, logProbs.Sum(Math.Exp), 1e-12);
        CategoricalDistribution.EntropyGradient(logProbs, dEntropy);
        CategoricalDistribution.LogProbGradient(logProbs, token, dLogProb);
        for (int i = 0; i < n; i++)
        {
            (double Entropy, double LogProb) Moved(double by)
            {
                double[] z = [.. logits];
                z[i] += by;
                CategoricalDistribution.LogSoftmax(z, z);
                return (CategoricalDistribution.Entropy(z), z[token]);
            }
            ((double eUp, double lUp), (double eDown, double lDown)) = (Moved(H), Moved(-H));
            Assert.Equal((eUp - eDown) / (2 * H), dEntropy[i], 1e-8);
            Assert.Equal((lUp - lDown) / (2 * H), dLogProb[i], 1e-8);
        }
    });
}
