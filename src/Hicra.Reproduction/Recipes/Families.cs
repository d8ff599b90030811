using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Recipes;

/// <summary>The stand-ins for the paper's eight models (Figure 13), those that there are.</summary>
public static class Families
{
    private const string Common = "its size (five orders of magnitude), language, real mathematics, and responses of thousands of tokens";

    private const string Sight = Common + ", a vision encoder of its own, colours, and pictures of anything but three digits";

    /// <summary>The shipped base model's recipe.</summary>
    public static Family Base { get; } = new()
    {
        Name = "base", Title = "base", StandsFor = ["Qwen3-4B-Base"],
        Shares = "a base model with shaky arithmetic that prefers the obvious plan and seldom goes on after a miss, though it can",
        Lacks = Common,
    };

    /// <summary>More layers and width, the same authors.</summary>
    public static Family Larger { get; } = new()
    {
        Name = "larger", Title = "larger base", StandsFor = ["Qwen2.5-7B-Base"], Layers = 3, Heads = 6,
        Shares = "a base model of about three times the parameters, trained on the same kind of texts",
        Lacks = Common + "; Qwen2.5 and Qwen3 differ in their data too, and these two do not",
    };

    /// <summary>Authors that calculate well.</summary>
    public static Family Sound { get; } = new()
    {
        Name = "sound", Title = "procedurally sound", StandsFor = ["Qwen3-4B-Instruct"],
        Authors = new PuzzleAuthorOptions { Slip = .03, MarkerSlip = .01, Persistent = .25, Go = .25 }, Habits = "3 % slips, 1 % wrong markers, a quarter of the authors persistent",
        Shares = "arithmetic that is sound before RL begins, so that little is left to consolidate",
        Lacks = Common + ", and whatever else instruction tuning teaches",
    };

    /// <summary>Authors that calculate badly and misjudge their results.</summary>
    public static Family Unreliable { get; } = new()
    {
        Name = "unreliable", Title = "procedurally unreliable", StandsFor = ["Llama-3.1-8B-Instruct"],
        Authors = new PuzzleAuthorOptions { Slip = .5, MarkerSlip = .25 }, Habits = "half of the steps are slips, a quarter of the markers are wrong",
        Shares = "calculations that cannot be relied on when RL begins: the paper's explanation of why HICRA does not help Llama",
        Lacks = Common + "; why Llama's own calculations are unreliable is not known",
    };

    /// <summary>Unreliable authors that stop at a miss.</summary>
    public static Family Stopping { get; } = new()
    {
        Name = "stopping", Title = "unreliable and never going on", StandsFor = ["Llama-3.1-8B-Base"],
        Authors = new PuzzleAuthorOptions { Slip = .5, MarkerSlip = .25, Persistent = 0, Go = .002, Verify = .002 }, Habits = "as unreliable, and going on after one miss in 250",
        Shares = "almost no habit of going on that RL could reinforce, by construction",
        Lacks = Common + "; the paper does not say why Llama's base model never pivots",
    };

    /// <summary>Authors that write long traces.</summary>
    public static Family Distilled { get; } = new()
    {
        Name = "distilled", Title = "distilled on long traces", StandsFor = ["DS-Distill-Llama-8B"],
        Authors = new PuzzleAuthorOptions
        {
            Slip = .12, Persistent = .9, PersistentGo = .9, Go = .5, PersistentVerify = .06, LookBackInsight = .25,
            StrategyWeights = [.2, .17, .15, .12, .11, .1, .08, .07],
        },
        Habits = "nine of ten authors go on after a miss, all strategies are about as likely, 12 % slips",
        Shares = "texts that try several strategies, so that exploration is there from the first step",
        Lacks = Common + ", and a teacher whose traces were distilled",
    };

    /// <summary>The base model of the long world: it stands in for no model of the paper, but for its share of planning tokens.</summary>
    public static Family LongWorld { get; } = new()
    {
        Name = "long", Title = "long world", StandsFor = [], WorldName = WorldCatalog.LongSums,
        Habits = "9 % of the columns are wrong, the kind of problem is heeded one time in twelve, going on after a miss one time in twenty",
        Shares = "the paper's share of planning tokens, 2 to 6 %, and responses whose execution is long beside the plan",
        Lacks = Common + ", and any one model of the paper that it could be compared with",
    };

    /// <summary>The seed of the long world's base model that is shipped.</summary>
    public const long ShippedLongSeed = 108;

    /// <summary>Sound authors of two modes: asked to think they explore, else they answer at once.</summary>
    public static Family Hybrid { get; } = new()
    {
        Name = "hybrid", Title = "hybrid, without thinking", StandsFor = ["Qwen3-4B-Adaptive"],
        Authors = new PuzzleAuthorOptions { Slip = .03, MarkerSlip = .01, Persistent = 0, Go = .02, Verify = .01 },
        ThinkingAuthors = new PuzzleAuthorOptions
        {
            Slip = .03, MarkerSlip = .01, Persistent = .9, PersistentGo = .9, Go = .5, PersistentVerify = .06, LookBackInsight = .25,
            StrategyWeights = [.2, .17, .15, .12, .11, .1, .08, .07],
        },
        Habits = "3 % slips, 1 % wrong markers; half of the texts have a prompt that asks for thinking, and go on after a miss as those of the distilled family do; the others go on after one miss in 50",
        Shares = "one set of weights with two modes, of which the one that is trained and judged answers at once though the other one explores",
        Lacks = Common + ", thinking between tags of its own, and how the two modes were trained into one model",
    };

    /// <summary>Problems as pictures that are easily read.</summary>
    public static Family Seeing { get; } = new()
    {
        Name = "seeing", Title = "seeing", StandsFor = ["MiMO-VL-Instruct"], WorldName = WorldCatalog.Vision, Layers = 3,
        Habits = "those of the base recipe, to pictures with 2 % of the pixels flipped and a scratch through one digit in ten",
        Shares = "problems that arrive as pixels, through a patch embedding into the same transformer, and are seldom misread",
        Lacks = Sight,
    };

    /// <summary>Problems as pictures that are hard to read.</summary>
    public static Family Misreading { get; } = new()
    {
        Name = "misreading", Title = "seeing badly", StandsFor = ["Qwen2.5-VL-7B-Instruct"], WorldName = WorldCatalog.NoisyVision, Layers = 3,
        Habits = "those of the base recipe, to pictures with 5 % of the pixels flipped and a scratch through one digit in four",
        Shares = "problems that arrive as pixels and are misread now and then: Qwen2.5-VL is the weaker of the paper's two on every benchmark of Table 2",
        Lacks = Sight + "; that it is perception that makes Qwen2.5-VL the weaker one is not known",
    };

    /// <summary>Those whose problems are pictures, in the order of the paper's Figure 13.</summary>
    public static IReadOnlyList<Family> Vision { get; } = [Misreading, Seeing];

    /// <summary>Those whose problems are words.</summary>
    public static IReadOnlyList<Family> Words { get; } = [Base, Larger, Unreliable, Sound, Stopping, Distilled];

    /// <summary>The families of the paper's Figure 13, in its order; <see cref="Hybrid"/> stands for a model that Table 1 alone has.</summary>
    public static IReadOnlyList<Family> All { get; } = [Base, Larger, Unreliable, Sound, .. Vision, Stopping, Distilled];
}
