using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Text;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Tests.Worlds.LongSums;

public class LongVerifierTests
{
    [Fact]
    public void What_was_written_without_slips_is_sound_and_right_just_where_the_target_is_reached()
    {
        int right = 0;
        foreach ((LongProblem problem, int[] response, _) in LongTexts.Write(LongTexts.Perfect with { Go = .5, Insight = .3 }, 300))
        {
            LongVerdict verdict = LongVerifier.Judge(problem, response);
            Assert.Equal(verdict.Attempts, verdict.SoundAttempts);
            Assert.Equal((0, 0), (verdict.Slips, verdict.CopyErrors));
            Assert.Equal(12 * verdict.Attempts, verdict.Columns);
            Assert.Equal(response[^6] == LongVocabulary.Hit ? ErrorKind.Right : ErrorKind.Plan, verdict.Kind);
            Assert.Equal(verdict.PlanHits > 0, verdict.Kind == ErrorKind.Right); // nobody goes on after a hit
            Assert.Equal(verdict.Attempts - 1, verdict.GoOns);
            Assert.Equal(verdict.Attempts - (verdict.Kind == ErrorKind.Right ? 1 : 0), verdict.Misses);
            Assert.Equal(verdict.Attempts, verdict.Forms.Distinct().Count());
            right += verdict.Kind == ErrorKind.Right ? 1 : 0;
        }
        Assert.InRange(right, 60, 240);
    }

    [Fact]
    public void One_wrong_token_of_the_last_attempt_takes_the_reward()
    {
        (LongProblem problem, int[] response, _) = LongTexts.Write(LongTexts.Perfect with { Insight = 1, Forced = 0 }, 1).Single();
        Assert.Equal(1, LongVerifier.Judge(problem, response).Reward);
        int start = LongVocabulary.GramTokens[0].Length; // behind the announcement
        for (int i = start; i < start + LongAttempt.Length; i++)
        {
            int[] wrong = [.. response];
            wrong[i] = wrong[i] < 10 ? (wrong[i] + 1) % 10 : wrong[i] < 100 ? wrong[i] == 10 ? 11 : wrong[i] - 1 : LongVocabulary.Versus;
            LongVerdict verdict = LongVerifier.Judge(problem, wrong);
            Assert.Equal((0d, ErrorKind.Other, 0), (verdict.Reward, verdict.Kind, verdict.SoundAttempts));
        }
        foreach (int i in Enumerable.Range(response.Length - 5, 5))
        {
            int[] wrong = [.. response];
            wrong[i] = (wrong[i] + 1) % 10;
            Assert.Equal(ErrorKind.Other, LongVerifier.Judge(problem, wrong).Kind);
        }
    }

    [Fact]
    public void An_attempt_must_be_announced_by_the_strategy_that_it_executes()
    {
        (LongProblem problem, int[] response, _) = LongTexts.Write(LongTexts.Perfect with { Insight = 1, Forced = 0 }, 1).Single();
        int form = LongVerifier.Judge(problem, response).Forms.Single();
        for (int gram = 0; gram < LongGrams.Texts.Count; gram++)
        {
            int[] said = [.. LongVocabulary.GramTokens[gram], .. response.Skip(3)];
            Assert.Equal(gram / LongGrams.Paraphrases == form, LongVerifier.Judge(problem, said).Reward == 1);
        }
        LongVerdict silent = LongVerifier.Judge(problem, response.AsSpan(3));
        Assert.Equal((1, 0, ErrorKind.Other), (silent.Attempts, silent.SoundAttempts, silent.Kind));
    }

    [Fact]
    public void Any_ids_can_be_judged() => Prop.ForAll(
        (from count in Gen.Choose(0, 300) from ids in Gen.ArrayOf(Gen.Choose(-3, 200), count) select ids).ToArbitrary(),
        ids => LongVerifier.Judge(LongProblems.Training[0], ids).Kind == ErrorKind.Other).Check(Sampled.Inputs());

    [Fact]
    public void Planning_is_three_to_six_percent_of_the_base_texts_and_grams_are_found_where_authors_said_them()
    {
        IGramFinder finder = LongTexts.World.Finder(PlanningGrams.OfWorld(LongTexts.World));
        int tokens = 0, planning = 0;
        foreach ((LongProblem problem, int[] response, _) in LongTexts.Write(new LongAuthorOptions(), 400))
        {
            var spans = new List<GramSpan>();
            finder.Spans(response, spans);
            LongVerdict verdict = LongVerifier.Judge(problem, response);
            Assert.Equal(verdict.Attempts + verdict.GoOns, spans.Count);
            (tokens, planning) = (tokens + response.Length, planning + spans.Sum(s => s.Length));
        }
        Assert.InRange((double)planning / tokens, .02, .06);
    }

    [Fact]
    public void Measures_count_what_verdicts_say()
    {
        LongVerdict[] verdicts =
        [
            new(1, ErrorKind.Right) { Forms = [0, 3], SoundAttempts = 1, PlanHits = 1, PlanFits = 2, Columns = 24, Slips = 3, Copies = 100, CopyErrors = 1, Misses = 1, GoOns = 1 },
            new(0, ErrorKind.Plan) { Forms = [0, -1], SoundAttempts = 1, PlanFits = 1, Columns = 24, Copies = 100, Misses = 1 },
        ];
        Dictionary<string, double> measures = LongMeasures.Of(verdicts).ToDictionary();
        Assert.Equal(2, measures["attempts"]);
        Assert.Equal(.5, measures["error/planning"]);
        Assert.Equal(0, measures["error/other"]);
        Assert.Equal(1.5, measures["strategies"]);
        Assert.Equal(.5, measures["sound_attempts"]);
        Assert.Equal(.25, measures["plan_hits"]);
        Assert.Equal(.75, measures["plan_fits"]);
        Assert.Equal(3 / 48d, measures["column_slips"]);
        Assert.Equal(1 / 200d, measures["copy_errors"]);
        Assert.Equal(.5, measures["persistence"]);
        Assert.Equal(1.5 * Math.Log(2), measures["executed_entropy"], 12); // two of four, and one each
        Assert.DoesNotContain("persistence", LongMeasures.Of([new LongVerdict(0, ErrorKind.Other)]).ToDictionary().Keys);
        Assert.Empty(LongMeasures.Of([]));
    }
}
