using Hicra.Metrics;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

/// <summary>How often the interval of a corrected entropy holds the truth, where the truth is known: the figures of docs/logs.md.</summary>
public sealed class EntropyCoverageTests(ITestOutputHelper output)
{
    private const int Draws = 300, Favourites = 5;

    /// <param name="events">Events that there are.</param>
    /// <param name="exponent">How unequal their shares are: rank to the power of minus this.</param>
    /// <param name="prompts">Prompts of a draw.</param>
    /// <param name="said">Events on each prompt.</param>
    /// <param name="taste">Share of the events on a prompt that are one of its five favourites.</param>
    /// <param name="least">The coverage in per cent that is held.</param>
    [SlowTheory]
    [InlineData(249, 1.0, 8, 16, 0.0, 85)]
    [InlineData(249, 1.0, 8, 16, 0.3, 80)]
    [InlineData(249, 1.0, 16, 16, 0.0, 90)]
    [InlineData(249, 1.0, 16, 16, 0.3, 90)]
    [InlineData(249, 1.0, 16, 64, 0.3, 90)]
    [InlineData(249, 1.0, 16, 64, 0.6, 85)]
    [InlineData(249, 1.0, 64, 16, 0.0, 90)]
    [InlineData(249, 1.0, 64, 16, 0.3, 90)]
    [InlineData(249, 1.0, 64, 16, 0.6, 90)]
    [InlineData(249, 1.0, 128, 32, 0.3, 90)]
    [InlineData(249, 0.5, 64, 16, 0.3, 90)]
    [InlineData(40, 1.0, 16, 16, 0.3, 90)]
    [InlineData(40, 1.0, 64, 16, 0.3, 90)]
    public void The_interval_holds_the_truth_about_as_often_as_it_says(int events, double exponent, int prompts, int said, double taste, int least)
    {
        double[] sums = new double[events];
        for (int i = 0; i < events; i++) sums[i] = (i > 0 ? sums[i - 1] : 0) + Math.Pow(i + 1, -exponent);
        double truth = 0;
        for (int i = 0; i < events; i++) truth -= Share(i) * Math.Log(Share(i));
        int held = 0;
        double width = 0, bias = 0, plain = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            CounterRandom random = CounterRandom.FromSeed(17).Derive(draw);
            var all = new int[events];
            var drawn = new List<(int, int)>[prompts];
            for (int p = 0; p < prompts; p++)
            {
                // Favourites are drawn as everything is, so that the mean of the prompts' shares is the truth whatever their taste.
                CounterRandom own = random.Derive(p);
                int[] favourites = [.. Enumerable.Range(0, Favourites).Select(i => Event(own.Derive("taste").Uniform(i)))];
                drawn[p] = [.. Enumerable.Range(0, said).Select(i => (own.Uniform(2 * i) < taste ? favourites[own.Below(2 * i + 1, Favourites)] : Event(own.Uniform(2 * i + 1)), 1))];
                foreach ((int which, int _) in drawn[p]) all[which]++;
            }
            Interval interval = EntropyEstimate.OverPrompts(drawn, events)!.Value;
            if (interval.Low <= truth && truth <= interval.High) held++;
            (width, bias, plain) = (width + interval.High - interval.Low, bias + interval.Estimate - truth, plain + Entropy.OfCounts(all)!.Value.Nats - truth);
        }
        output.WriteLine(FormattableString.Invariant($"{events} events (rank^-{exponent}), {prompts} prompts, {prompts * said} said, taste {taste}: holds {100.0 * held / Draws:F0} %, width {width / Draws:F2}, bias {bias / Draws:F2} (as counted {plain / Draws:F2})"));
        Assert.InRange(100.0 * held / Draws, least, 100);
        Assert.True(Math.Abs(bias) < Math.Abs(plain) / 2, $"bias {bias / Draws} for {plain / Draws}");

        double Share(int i) => (sums[i] - (i > 0 ? sums[i - 1] : 0)) / sums[^1];

        int Event(double uniform)
        {
            int at = Array.BinarySearch(sums, uniform * sums[^1]);
            return Math.Min(at >= 0 ? at : ~at, events - 1);
        }
    }
}
