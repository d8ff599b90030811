using FsCheck;
using FsCheck.Fluent;
using Hicra.Logs.Measures;
using Hicra.Metrics;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Logs.Tests;

/// <summary>The measures of logs beside the plain ones that they stand for.</summary>
public sealed class MeasureTests
{
    private static readonly StrategicGramLibrary Library = StrategicGramLibrary.FromGrams("own", ["so", "but wait", "let me see", "wait now"]);

    private static readonly Arbitrary<string> Texts =
        Gen.Elements("so", "but", "wait", "let", "me", "see", "now", "5", "+", ".", "the", "sum", "is", "等", "<think>", "</think>").ListOf().Select(words => string.Join(' ', words)).ToArbitrary();

    [Fact]
    public void The_conditional_entropy_is_that_of_the_plain_measure() => Check.One(Sampled.Inputs(), Prop.ForAll(Texts, text =>
    {
        var response = new MarkedResponse(new PlanningMatcher(Library), new TokenSource());
        response.Read(new Rollout { Response = text });
        var following = new FollowingGrams();
        following.Add(response);
        var known = new Dictionary<string, int>();
        int[] ids = [.. Enumerable.Range(0, response.Count).Select(i => known.TryGetValue(response.Token(i).ToString(), out int id) ? id : known[response.Token(i).ToString()] = known.Count)];
        var plain = new ConditionalGramEntropy();
        plain.Add(ids, [.. response.Spans], response.Planning);
        Assert.Equal(plain.Count, following.Count);
        if (plain.Value is { } value) Assert.Equal(value.Nats, following.Value()!.Value, 9);
    }));

    [Fact]
    public void Planning_tokens_are_those_of_the_matcher() => Check.One(Sampled.Inputs(), Prop.ForAll(Texts, text =>
    {
        var matcher = new PlanningMatcher(Library);
        var response = new MarkedResponse(matcher, new TokenSource());
        response.Read(new Rollout { Response = text });
        string[] pieces = [.. Enumerable.Range(0, response.Count).Select(i => response.Token(i).ToString())];
        Assert.Equal(text, string.Concat(pieces));
        var mask = new bool[pieces.Length];
        matcher.Mark(pieces, mask);
        Assert.Equal(mask, response.Planning.ToArray());
        var spans = new List<GramSpan>();
        matcher.Spans(pieces, spans);
        Assert.Equal(spans, response.Spans);
        if (response.Thinking is (int from, int to)) Assert.InRange(from, 0, to);
    }));

    [Fact]
    public void The_corrected_entropy_is_nearer_and_its_interval_mostly_holds_the_truth()
    {
        // 40 events as frequent as words are, 64 prompts of 6 events each, 60 draws of all.
        double[] shares = [.. Enumerable.Range(1, 40).Select(i => 1.0 / i)];
        double all = shares.Sum(), truth = -shares.Sum(p => p / all * Math.Log(p / all)), plug = 0, corrected = 0;
        int held = 0;
        CounterRandom random = CounterRandom.FromSeed(5);
        for (int r = 0; r < 60; r++)
        {
            CounterRandom own = random.Derive(r);
            List<(int, int)>[] prompts = [.. Enumerable.Range(0, 64).Select(p => Enumerable.Range(0, 6).Select(i => (Draw(own.Uniform(p * 6 + i)), 1)).ToList())];
            var counts = new int[40];
            foreach ((int drawn, int _) in prompts.SelectMany(p => p)) counts[drawn]++;
            Hicra.Metrics.Statistics.Interval interval = EntropyEstimate.OverPrompts(prompts, 40)!.Value;
            plug += Entropy.OfCounts(counts)!.Value.Nats - truth;
            corrected += interval.Estimate - truth;
            if (interval.Low <= truth && truth <= interval.High) held++;
        }
        Assert.True(Math.Abs(corrected) < 0.6 * Math.Abs(plug), $"bias {corrected / 60} for {plug / 60}");
        Assert.InRange(held, 52, 60);

        int Draw(double uniform)
        {
            double sum = 0;
            for (int i = 0; i < shares.Length; i++) if ((sum += shares[i] / all) > uniform) return i;
            return shares.Length - 1;
        }
    }

    [Fact]
    public void Nothing_said_has_no_entropy_and_one_prompt_no_interval()
    {
        Assert.Null(EntropyEstimate.MillerMadow([0, 0]));
        Assert.Equal(Math.Log(2) + 0.25, EntropyEstimate.MillerMadow([1, 1])!.Value.Nats, 12);
        Assert.Null(EntropyEstimate.OverPrompts([[(0, 3)]], 1));
        Assert.Null(CreditInterval.Cosine([(1, 1, 1), default], CounterRandom.FromSeed(0)));
    }
}
