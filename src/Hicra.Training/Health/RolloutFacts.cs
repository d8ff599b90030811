using Hicra.Rollouts;

namespace Hicra.Training.Health;

/// <summary>Reads the facts of a step out of its rollouts, of any tool.</summary>
public static class RolloutFacts
{
    /// <summary>
    /// The least log-prob of a text that two rollouts of a group may share. At -15 a second rollout is the same with a
    /// probability of 3e-7; in a step of 32 groups of 8 such a pair is expected once in 4,000 steps.
    /// </summary>
    private const double RarestTwin = -15;

    /// <summary>The facts of rollouts that belong to one step.</summary>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="longest">The longest response in tokens that could be sampled; null where it is not known.</param>
    public static StepFacts Of(IEnumerable<Rollout> rollouts, int? longest = null)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        Rollout[] all = [.. rollouts];
        Rollout[][] groups = all.All(r => r.Group is not null) ? [.. all.GroupBy(r => r.Group!.Value).Select(g => g.ToArray())] : [];
        Rollout[][] judged = [.. groups.Where(g => g.Length > 1 && g.All(r => r.Reward is not null))];
        Rollout[][] flat = [.. judged.Where(g => g.All(r => r.Reward == g[0].Reward))];
        var tokens = new TokenSums();
        foreach (Rollout rollout in all) tokens.Add(rollout);
        int[] lengths = [.. all.Select(Length).OfType<int>()];
        // A log may say itself what was cut off; else what is as long as can be was.
        bool said = all.All(r => r.Truncated is not null), counted = said || (longest is not null && all.All(r => r.TokenCount is not null));
        return new StepFacts
        {
            Step = all.FirstOrDefault(r => r.Step is not null)?.Step,
            Rollouts = all.Length,
            GroupSizes = [.. groups.Select(g => g.Length)],
            RepeatedPlaces = groups.Sum(g => g.Where(r => r.Sample is not null).GroupBy(r => r.Sample).Sum(s => s.Count() - 1)),
            MixedGroups = groups.Count(g => g.Where(r => r.Prompt is not null).Select(r => r.Prompt).Distinct(StringComparer.Ordinal).Count() > 1),
            JudgedGroups = judged.Length,
            FlatGroups = flat.Length,
            FlatAlike = flat.Count(g => g.All(r => r.Response is not null && r.Response == g[0].Response)),
            FlatRight = flat.Count(g => g.All(r => IsRight(r) == true)),
            FlatCut = counted ? flat.Count(g => g.All(IsCut)) : 0,
            Rewards = all.Where(r => r.Reward is not null && IsRight(r) is not null).GroupBy(r => Math.Round(r.Reward!.Value, 3)).ToDictionary(g => g.Key, g => (g.Count(r => IsRight(r) == true), g.Count(r => IsRight(r) == false))),
            MeanLength = lengths.Length > 0 ? lengths.Average() : null,
            Cut = counted ? all.Count(IsCut) : null,
            ScoredTokens = tokens.Scored, EntropyTokens = tokens.Entropies, EntropySum = tokens.EntropySum, SurpriseSum = tokens.Surprise, SurpriseSquares = tokens.Squares, PositiveLogProbs = tokens.Positive,
            ImpossibleTwins = groups.Sum(Twins),
            Spelt = all.Count(r => r.TokenTexts is not null && r.Response is not null),
            Misspelt = all.Count(r => r.TokenTexts is { } texts && r.Response is { } response && !Spells(texts, response)),
            Looping = all.Count(Loops),
            Searched = all.Count(r => r.PlanningSpans is not null),
            Planning = all.Count(r => r.PlanningSpans is { Length: > 0 }),
        };

        bool IsCut(Rollout rollout) => said ? rollout.Truncated == true : rollout.TokenCount >= longest;
    }

    /// <summary>Whether a verdict says right or wrong; null where there is none but the reward.</summary>
    private static bool? IsRight(Rollout rollout) => rollout.Correct ?? (rollout.Kind is { } kind ? kind == "right" : null);

    private static int? Length(Rollout rollout) => rollout.TokenCount ?? rollout.Response?.Length;

    private static bool Loops(Rollout rollout) => rollout.TokenIds is { } ids ? Repetition.EndsInLoop<int>(ids) : Repetition.EndsInLoop<string>((rollout.Response ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Twins(Rollout[] group) => group.Where(r => r.Response is not null && r.LogProbs is not null).GroupBy(r => r.Response, StringComparer.Ordinal)
        .Where(same => same.Count() > 1 && same.All(r => r.LogProbs!.Sum() < RarestTwin)).Sum(same => same.Count() - 1);

    // Blanks are where tokenizers disagree harmlessly, and an end token is often no part of the text.
    private static bool Spells(string[] texts, string response)
    {
        string spelt = Bare(string.Concat(texts)), said = Bare(response);
        return spelt == said || (texts.Length > 0 && Bare(string.Concat(texts[..^1])) == said) || (texts.Length > 0 && spelt == said + Bare(texts[^1]));
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private sealed class TokenSums
    {
        public long Scored { get; private set; }

        public long Entropies { get; private set; }

        public long Positive { get; private set; }

        public double EntropySum { get; private set; }

        public double Surprise { get; private set; }

        public double Squares { get; private set; }

        public void Add(Rollout rollout)
        {
            // Rounding of a probability of 1 in single precision is no fault.
            foreach (float logProb in rollout.LogProbs ?? []) if (logProb > 1e-3) Positive++;
            foreach (float entropy in rollout.Entropies ?? []) (EntropySum, Entropies) = (EntropySum + entropy, Entropies + 1);
            if (rollout.LogProbs is not { } logProbs || rollout.Entropies is not { } entropies) return;
            for (int t = 0; t < Math.Min(logProbs.Length, entropies.Length); t++)
            {
                double surprise = -logProbs[t] - entropies[t];
                (Scored, Surprise, Squares) = (Scored + 1, Surprise + surprise, Squares + surprise * surprise);
            }
        }
    }
}
