using System.Globalization;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Features.Traces;

/// <summary>A rollout's tokens as they are shown: texts, classes, and what HICRA changes.</summary>
internal sealed class RolloutModel
{
    /// <summary>The paper's alpha, where a rollout names none.</summary>
    private const double DefaultAlpha = 0.2;

    private RolloutModel(Rollout rollout) => Rollout = rollout;

    public Rollout Rollout { get; }

    /// <summary>[tokens] their text; null where the rollout does not say how its response is divided.</summary>
    public IReadOnlyList<string>? Texts { get; private set; }

    /// <summary>Whether texts are words that a space parts (a word-level world), and not pieces that carry their own spaces.</summary>
    public bool Words { get; private set; }

    public int Count { get; private set; }

    /// <summary>[tokens] the gram that covers each; -1 for none.</summary>
    public int[] Gram { get; private set; } = [];

    /// <summary>[tokens] what HICRA adds to each token's advantage; null where the rollout's advantage is not known.</summary>
    public double[]? Change { get; private set; }

    /// <summary>Whether <see cref="Change"/> is what the method did, or what HICRA would have done.</summary>
    public bool ChangeIsReal { get; private set; }

    public double Alpha { get; private set; }

    public bool KnowsPlanning => Rollout.PlanningSpans is not null;

    public bool IsPlanning(int token) => Gram[token] >= 0;

    public static RolloutModel Of(Rollout rollout)
    {
        // A rollout made by hand may contradict itself; what is shown must not fail on it.
        if (rollout.Contradiction() is string contradiction) throw new HicraException($"the rollout cannot be shown: {contradiction}");
        var model = new RolloutModel(rollout) { Count = rollout.TokenCount ?? 0, Alpha = rollout.Alpha ?? DefaultAlpha };
        if (RolloutTokens.Of(rollout) is { } tokens) (model.Texts, model.Words) = (tokens.Texts, tokens.AreWords);
        model.Gram = new int[model.Count];
        model.Gram.AsSpan().Fill(-1);
        foreach (GramSpan span in rollout.PlanningSpans ?? [])
            if (span.End <= model.Count) model.Gram.AsSpan(span.Start, span.Length).Fill(span.Gram);
        model.FindChange();
        return model;
    }

    /// <summary>One line with all numbers of a token.</summary>
    public string Describe(int i)
    {
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"token {i}") };
        if (KnowsPlanning) parts.Add(IsPlanning(i) ? string.Create(CultureInfo.InvariantCulture, $"planning (gram {Gram[i]})") : "execution");
        if (Rollout.LogProbs is { } logProbs) parts.Add($"log-prob {NumberText.Of(logProbs[i])} (p {NumberText.Of(Math.Exp(logProbs[i]))})");
        if (Rollout.Entropies is { } entropies) parts.Add($"entropy {NumberText.Of(entropies[i])} nats");
        if (Rollout.TokenAdvantages is { } advantages) parts.Add($"advantage {NumberText.Of(advantages[i])}");
        else if (Rollout.Advantage is double advantage) parts.Add($"advantage {NumberText.Of(advantage)}");
        if (Change is not null) parts.Add($"{(ChangeIsReal ? "HICRA change" : "HICRA would add")} {NumberText.Signed(Change[i])}");
        return string.Join(" · ", parts);
    }

    /// <summary>What the rollout is, in a line: step, group, sample, seed, method.</summary>
    public string Origin()
    {
        var parts = new List<string>();
        if (Rollout.Method is not null) parts.Add(Rollout.Method + (Rollout.Alpha is double alpha ? string.Create(CultureInfo.InvariantCulture, $", alpha {alpha}") : ""));
        if (Rollout.Step is int step) parts.Add(string.Create(CultureInfo.InvariantCulture, $"step {step}"));
        if (Rollout.Group is int group) parts.Add(string.Create(CultureInfo.InvariantCulture, $"group {group}"));
        if (Rollout.Sample is int sample) parts.Add(string.Create(CultureInfo.InvariantCulture, $"sample {sample}"));
        if (Rollout.Seed is long seed) parts.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        return string.Join(", ", parts);
    }

    /// <summary>What the source of the rollout does not have, as a sentence; null where the rollout is the kit's own or has all.</summary>
    public string? Lacks()
    {
        RolloutFeatures missing = ~RolloutCapabilities.Of(Rollout) & (RolloutFeatures.Rewards | RolloutFeatures.Advantages | RolloutFeatures.TokenTexts | RolloutFeatures.LogProbs | RolloutFeatures.Entropies);
        if (Rollout.Source is not RolloutFormat source || missing == RolloutFeatures.None) return null;
        return $"Read from {RolloutFormats.Title(source)}: without {RolloutCapabilities.Describe(missing)}, so nothing that needs them is shown.";
    }

    /// <summary>Count and means of planning and execution tokens.</summary>
    public IEnumerable<(string Name, int Count, double? LogProb, double? Entropy, double? Advantage)> Classes()
    {
        if (!KnowsPlanning) yield break;
        foreach ((string name, bool planning) in ((string, bool)[])[("planning", true), ("execution", false)])
        {
            int[] own = [.. Enumerable.Range(0, Count).Where(i => IsPlanning(i) == planning)];
            yield return (name, own.Length, Mean(Rollout.LogProbs, own), Mean(Rollout.Entropies, own), Mean(Rollout.TokenAdvantages, own));
        }
    }

    private static double? Mean(float[]? values, int[] own) => values is null || own.Length == 0 ? null : own.Average(i => (double)values[i]);

    private void FindChange()
    {
        if (Rollout.Advantage is not double advantage || !KnowsPlanning) return;
        Change = new double[Count];
        if (Rollout.TokenAdvantages is { } own)
            for (int i = 0; i < Count; i++) Change[i] = own[i] - (float)advantage;
        ChangeIsReal = Rollout.TokenAdvantages is not null && (Rollout.Method == "hicra" || Change.AsSpan().ContainsAnyExcept(0.0));
        if (ChangeIsReal) return;
        for (int i = 0; i < Count; i++) Change[i] = IsPlanning(i) ? Alpha * Math.Abs(advantage) : 0;
    }
}
