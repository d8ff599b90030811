using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Reproduction.Recipes;

/// <summary>
/// The columns of Table 2 here: pictures of graded difficulty, and problems of the rarest strategies. They are no stand-ins for
/// MathVista and the others, and are named for what they are. All models see the same pictures, whatever they were trained on.
/// </summary>
public static class VisionSets
{
    /// <summary>The sets.</summary>
    public static IReadOnlyList<ProblemSet> All { get; } =
    [
        Of("clean pictures", "validation problems without a flipped pixel or a scratch", new(0, 0)),
        Of("clear pictures", "the same problems as the seeing family is trained: 2 % of the pixels flipped", Trained(WorldCatalog.Vision)),
        Of("noisy pictures", "the same problems as the badly seeing family is trained: 5 % of the pixels flipped, a scratch through one digit in four", Trained(WorldCatalog.NoisyVision)),
        Of("hidden strategies", "clear pictures of validation problems that the three rarest strategies alone reach", Trained(WorldCatalog.Vision), ProblemSets.All[2].Problems),
    ];

    private static PictureOptions Trained(string world) => ((VisionWorld)WorldCatalog.BuiltIn.Find(world)).Pictures;

    private static ProblemSet Of(string name, string description, PictureOptions pictures, IReadOnlyList<Problem>? problems = null) =>
        new(name, description, problems ?? PuzzleProblems.ValidationOrder) { World = new VisionWorld(WorldCatalog.Vision, pictures) };
}
