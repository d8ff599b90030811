using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Tests.Worlds.LongSums;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Tests.Learning;

public class LongGateTests
{
    // Without forced texts: the measures are of decisions of their own.
    private static readonly LongAuthorOptions Authors = new() { Forced = 0 };

    [Fact]
    public void A_model_that_answers_like_the_authors_passes()
    {
        BaseVerdict verdict = Judge(Authors);
        Assert.True(verdict.Passes, verdict.ToString());
        Assert.Equal(verdict.ToString(), Judge(Authors).ToString());
        Assert.Equal(["copy errors", "column slips", "going on after a miss", "copy errors where going on is forced"], verdict.Checks.Select(check => check.Name));
    }

    [Theory]
    [InlineData("column slips", .2, .08, 0)]
    [InlineData("column slips", 0, .08, 0)]
    [InlineData("going on after a miss", .07, 0, 0)]
    [InlineData("going on after a miss", .07, .3, 0)]
    [InlineData("copy errors where going on is forced", .07, .08, 1)]
    public void Each_fault_fails_its_own_check(string check, double slip, double go, int wrongCopies)
    {
        BaseVerdict verdict = Judge(Authors with { Slip = slip, CarrySlip = 0, Go = go }, wrongCopies);
        Assert.Equal([check], verdict.Checks.Where(c => !c.Passes).Select(c => c.Name));
        Assert.Contains("fails the gate", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_measured_the_check_fails()
    {
        var check = new BaseCheck("copy errors", null, 0, .01);
        Assert.False(check.Passes);
        Assert.Equal("copy errors none to measure (below 1 %)", check.ToString());
        Assert.False((check with { Value = .01 }).Passes);
        Assert.True(new BaseCheck("column slips", .13, .06, .13).Passes);
    }

    private static BaseVerdict Judge(LongAuthorOptions options, int wrongCopies = 0)
    {
        using var model = new AuthorSampler(options, wrongCopies);
        return LongGate.Judge(model, LongTexts.World, TestContext.Current.CancellationToken);
    }

    /// <summary>Answers like an author; where text follows the prompt it writes one more attempt, and so many places of it are copied wrongly.</summary>
    private sealed class AuthorSampler(LongAuthorOptions options, int wrongCopies) : ISampler
    {
        private static readonly Dictionary<string, LongProblem> Problems = LongProblems.Validation.ToDictionary(problem => string.Join(' ', LongTexts.World.Prompt(problem)));
        private static readonly int PromptLength = LongTexts.World.Prompt(LongProblems.Validation[0]).Length;

        public int VocabularySize => LongVocabulary.Words.Count;

        public int MaxPositions => 1400;

        public SampledResponses Sample(SampleRequest request, CancellationToken cancellation = default)
        {
            var author = new LongAuthor(options);
            List<int> tokens = [], offsets = [0];
            for (int i = 0; i < request.Prompts.Count * request.GroupSize; i++)
            {
                int[] prompt = request.Prompts[i / request.GroupSize];
                (int[] text, _) = author.Solve(Problems[string.Join(' ', prompt.Take(PromptLength))], request.Random.Derive(i));
                if (prompt.Length > PromptLength) text[4] = wrongCopies == 0 ? text[4] : LongVocabulary.DigitCount; // a number that no problem of the first hundred has
                int end = Array.FindIndex(text, token => request.EndTokens.Contains(token));
                tokens.AddRange(text.Take(end + 1));
                offsets.Add(tokens.Count);
            }
            return new SampledResponses([.. tokens], [.. offsets], new float[tokens.Count], new float[tokens.Count]);
        }

        public void Dispose()
        {
        }
    }
}
