using Hicra.Credit;
using Hicra.Strategy;
using Hicra.Training.Text;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>
/// Settings that are fine one by one and contradict each other, or the world: a new training refuses them. One that was begun by
/// an earlier version goes on, with the numbers that it had.
/// </summary>
public static class Contradictions
{
    /// <summary>Refuses what cannot mean what it says.</summary>
    /// <param name="options">A new training's options.</param>
    /// <param name="world">The world that it would be trained in.</param>
    /// <param name="library">The fixed library that the options name; null for the world's own and for one that is mined.</param>
    /// <exception cref="HicraException">Two settings contradict each other; the message names both and the remedy.</exception>
    public static void Refuse(TrainingOptions options, IWorld world, StrategicGramLibrary? library)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(world);
        if (options.Overlong == Overlong.Soft && options.OverlongBuffer > options.MaxNewTokens)
            throw new HicraException($"--overlong-buffer is {options.OverlongBuffer}, more than the {options.MaxNewTokens} tokens of --max-new-tokens, so that even an empty response would be punished; give at most {options.MaxNewTokens}");
        if (options.ResampleRounds > 0 && options.GroupSize == 1)
            throw new HicraException($"--dynamic-sampling {options.ResampleRounds} replaces groups of equal rewards, and with --group 1 every group is one; give --group 2 or more, or leave --dynamic-sampling out");
        if (library is null || SayableGrams(world, library) > 0) return;
        if (CreditCatalog.BuiltIn.Methods.Any(m => m.Name == options.Method && m.UsesPlanning))
            throw new HicraException($"--grams {options.Grams}: the {world.Name} world has the words for none of the {library.Grams.Count} grams, so that '{options.Method}' would be GRPO under another name; give --grams {GramSource.World}, or a library that was mined from this world's rollouts");
    }

    /// <summary>Grams of a library that a world's responses can hold at all.</summary>
    public static int SayableGrams(IWorld world, StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(library);
        IGramFinder finder = world.Finder(library);
        return Enumerable.Range(0, library.Grams.Count).Count(finder.CanOccur);
    }
}
