using Hicra.Training.Policies;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;

namespace Hicra.Training.Learning;

/// <summary>
/// The gate of the long world's base models (docs/worlds.md): RL can only repair what a base nearly can. One that copies wrongly is
/// destroyed by it, one that never goes on after a miss has nothing to amplify. The numbers depend on the weights alone.
/// </summary>
public static class LongGate
{
    private const int Problems = 100, Samples = 4, LongestAttempt = 160;

    private static readonly int[] AfterAttempt = [LongVocabulary.Miss, LongVocabulary.Hit, LongVocabulary.End];
    private static readonly int[] Wordings = [.. Enumerable.Range(0, LongGrams.Texts.Count - LongGrams.FirstAfterMiss)];

    /// <summary>Samples and measures.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="world">The long world.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    public static BaseVerdict Judge(ISampler model, IWorld world, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(world);
        CounterRandom random = CounterRandom.FromSeed(0).Derive("gate");
        LongProblem[] problems = [.. world.Validation.Take(Problems).Cast<LongProblem>()];
        Dictionary<string, double> free = LongMeasures.Of(Free(model, world, problems, random.Derive("free"), cancellation)).ToDictionary(StringComparer.Ordinal);
        Dictionary<string, double> forced = LongMeasures.Of(Forced(model, world, problems, random.Derive("forced"), cancellation)).ToDictionary(StringComparer.Ordinal);
        return new BaseVerdict(
        [
            new("copy errors", Measure(free, "copy_errors"), 0, .01), new("column slips", Measure(free, "column_slips"), .06, .13),
            new("going on after a miss", Measure(free, "persistence"), .01, .10), new("copy errors where going on is forced", Measure(forced, "copy_errors"), 0, .01),
        ]);
    }

    private static double? Measure(Dictionary<string, double> measures, string name) => measures.TryGetValue(name, out double value) ? value : null;

    private static LongVerdict[] Free(ISampler model, IWorld world, LongProblem[] problems, CounterRandom random, CancellationToken cancellation)
    {
        SampledResponses responses = model.Sample(new SampleRequest
        {
            Prompts = [.. problems.Select(world.Prompt)], GroupSize = Samples, MaxNewTokens = WorldRecipe.Of(world.Name).Training.MaxNewTokens, EndTokens = world.Tokenizer.EndTokens, Random = random,
        }, cancellation);
        return [.. Enumerable.Range(0, responses.Count).Select(i => LongVerifier.Judge(problems[i / Samples], responses.Response(i)))];
    }

    // After each miss a wording that goes on is put down in the model's place, as often as a text of the authors may go on.
    private static List<LongVerdict> Forced(ISampler model, IWorld world, LongProblem[] problems, CounterRandom random, CancellationToken cancellation)
    {
        var author = new LongAuthorOptions();
        var draws = new DrawSequence(random.Derive("wordings"));
        var verdicts = new List<LongVerdict>();
        List<(LongProblem Problem, int[] Text)> texts = [.. problems.Select(problem => (problem, world.Prompt(problem)))];
        for (int attempt = 1; attempt <= author.MaxAttempts && texts.Count > 0; attempt++)
        {
            SampledResponses responses = model.Sample(new SampleRequest { Prompts = [.. texts.Select(text => text.Text)], GroupSize = 1, MaxNewTokens = LongestAttempt, EndTokens = AfterAttempt, Random = random.Derive(attempt) }, cancellation);
            var next = new List<(LongProblem, int[])>();
            for (int i = 0; i < texts.Count; i++)
            {
                (LongProblem problem, int[] text) = texts[i];
                int[] response = responses.Response(i).ToArray();
                if (attempt > 1) verdicts.Add(LongVerifier.Judge(problem, response));
                if (response is [.., LongVocabulary.Miss]) next.Add((problem, [.. text, .. response, .. LongVocabulary.GramTokens[LongGrams.FirstAfterMiss + draws.Weighted(Wordings, author.GoWeights)]]));
            }
            texts = next;
        }
        return verdicts;
    }
}
