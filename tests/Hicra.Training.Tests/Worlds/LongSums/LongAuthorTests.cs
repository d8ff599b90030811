using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Tests.Worlds.LongSums;

public class LongAuthorTests
{
    [Fact]
    public void A_text_is_a_pure_function_of_its_stream_and_uses_the_words_of_the_world()
    {
        AuthoredText a = LongTexts.World.Author(CounterRandom.FromSeed(5)), b = new LongWorld().Author(CounterRandom.FromSeed(5));
        Assert.Equal(a.Response, b.Response);
        Assert.Equal(a.Untrained, b.Untrained);
        Assert.NotEqual(a.Response, LongTexts.World.Author(CounterRandom.FromSeed(6)).Response);
        Assert.Equal(LongVocabulary.End, a.Response[^1]);
    }

    [Fact]
    public void Only_forced_decisions_to_go_on_are_left_untrained()
    {
        int forced = 0, texts = 0;
        foreach ((_, int[] response, int[] untrained) in LongTexts.Write(new LongAuthorOptions(), 500))
        {
            texts++;
            forced += untrained.Length > 0 ? 1 : 0;
            foreach (int position in untrained)
            {
                Assert.Equal(LongVocabulary.Miss, response[position - 1]);
                Assert.Contains(LongVocabulary.GramTokens.Skip(LongGrams.FirstAfterMiss), gram => response.AsSpan(position).StartsWith(gram));
            }
        }
        Assert.InRange((double)forced / texts, .13, .25); // a fifth, less those that hit at once
        Assert.All(LongTexts.Write(new LongAuthorOptions { Forced = 0 }, 50), text => Assert.Empty(text.Untrained));
    }

    [Fact]
    public void Slips_and_going_on_come_as_often_as_asked()
    {
        LongVerdict[] verdicts = [.. LongTexts.Write(new LongAuthorOptions { Forced = 0, Go = .3 }, 600).Select(t => LongVerifier.Judge(t.Problem, t.Response))];
        Dictionary<string, double> measures = LongMeasures.Of(verdicts).ToDictionary();
        Assert.InRange(measures["column_slips"], .07, .11); // .07 + .02
        Assert.InRange(measures["persistence"], .22, .38);
        Assert.Equal(0, measures["copy_errors"]);
        Assert.InRange(measures["sound_attempts"], .25, .45);
    }

    [Fact]
    public void Heeding_the_kind_makes_plans_fit()
    {
        double Fits(double heed) => LongMeasures.Of([.. LongTexts.Write(new LongAuthorOptions { Forced = 0, Insight = 0, Heed = heed, HeedAgain = heed }, 600).Select(t => LongVerifier.Judge(t.Problem, t.Response))]).ToDictionary()["plan_fits"];
        Assert.Equal(1, Fits(1));
        Assert.InRange(Fits(0), .35, .6); // the favoured strategies fit some kinds by luck
    }

    [Fact]
    public void After_a_miss_the_kind_is_heeded_by_a_chance_of_its_own()
    {
        LongAuthorOptions again = new() { Forced = 1, Insight = 0, Heed = 0, HeedAgain = 1, MaxAttempts = 2 };
        (LongProblem Problem, LongVerdict Verdict)[] two = [.. LongTexts.Write(again, 200).Select(t => (t.Problem, LongVerifier.Judge(t.Problem, t.Response))).Where(t => t.Item2.Attempts == 2)];
        Assert.True(two.Length > 100);
        Assert.All(two, t => Assert.Contains(t.Verdict.Forms[1], LongKind.All[t.Problem.Kind].Strategies));
        Assert.Contains(two, t => !LongKind.All[t.Problem.Kind].Strategies.Contains(t.Verdict.Forms[0]));
    }

    [Fact]
    public void An_option_that_is_no_probability_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LongAuthorOptions { Heed = 1.5 });
}
