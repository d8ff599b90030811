using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Items;

/// <summary>Listing 2: how errors are sorted.</summary>
public sealed class Listing2ErrorTypes() : PaperItem(PaperItemKind.Listing, 2, "how errors are sorted")
{
    private static readonly string[] Prompt =
    [
        "You are given a problem, a correct solution of it, and a wrong solution by a student. Name the one reason that explains best why the student's answer is wrong.",
        "(P) The plan: the steps are carried out soundly, and lead elsewhere; a wrong approach, a missing idea, a strategy given up too early.",
        "(E) The execution: a slip in a calculation, a number copied wrongly, a rule misapplied, within a plan that would have led there or not.",
        "(N) No answer: cut off, no calculation, or nothing that bears on the problem.",
        "(A) The answer is right after all.",
        "Give the letter alone.",
    ];

    /// <inheritdoc/>
    public override string Shows => "The prompt with which GPT-4o sorts wrong solutions by the most significant reason: (A) irrelevant or no understanding, (B) low-level execution, (C) high-level plan, (D) acceptable after all. Figure 5 counts C as planning and strategy; where A and D go is not said.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => ["our own wording; nothing is sent to a language model", "the puzzle world's verifier decides the same question exactly"];

    /// <inheritdoc/>
    public override IReadOnlyList<Lack> Lacks => [new("sorting the errors of real mathematics", LackReason.Judge)];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [10];

    /// <inheritdoc/>
    public override string? Notebook => "06-error-types";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of([scale.Looked(Families.Base)]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Exhibit reported = new(new TextBlock("Listing 2 as reported, summarised", ["A multiple choice of four reasons for a language model, answered in a box; the classes were nominated after a manual review."]));
        Exhibit prompt = new(new TextBlock("The same question in our own words, for whoever sorts real solutions", Prompt));
        RunRecipe recipe = scale.Looked(Families.Base);
        if (evidence.RolloutSteps(recipe) is not [var first, .., var last]) return new Drawing { State = ItemState.NotRun, Missing = [$"rollouts of {recipe.Name}"], Reported = [reported], Measured = [prompt] };
        Dictionary<string, int> early = Sort(evidence.Rollouts(recipe, first)), late = Sort(evidence.Rollouts(recipe, last));
        string[] types = ["right", .. early.Keys.Union(late.Keys).Where(k => k != "right").Order(StringComparer.Ordinal)];
        var rows = new List<string[]> { (string[])["what the verifier finds", FormattableString.Invariant($"step {first}"), FormattableString.Invariant($"step {last}")] };
        rows.AddRange(types.Select(t => (string[])[t, FormattableString.Invariant($"{early.GetValueOrDefault(t)}"), FormattableString.Invariant($"{late.GetValueOrDefault(t)}")]));
        return new Drawing
        {
            State = ItemState.InPart, Reported = [reported], Measured = [prompt, new(new GridTable($"256 rollouts of {recipe.Name}, sorted by the exact verifier", rows))],
            Differences = ["The paper's sorting is a judgement whose accuracy it does not give; here a plan or an execution is wrong by definition, and the sorting has no error."],
        };
    }

    private static Dictionary<string, int> Sort(IReadOnlyList<Rollout> rollouts) => rollouts.GroupBy(TypeOf).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    private static string TypeOf(Rollout rollout)
    {
        PuzzleVerdict verdict = PuzzleVerifier.Judge(PuzzleProblem.Parse(rollout.ProblemId!), rollout.TokenIds!);
        return verdict.Kind switch
        {
            ErrorKind.Right => "right",
            ErrorKind.Plan => "plan: sound calculation, another result than the target",
            _ => verdict.Truncated ? "no answer: cut off" : verdict.Attempts == 0 ? "no answer: no calculation" : verdict.SoundAttempts == verdict.Attempts ? "execution: the answer is not the last result" : "execution: a slip or a foreign number in a calculation",
        };
    }
}
