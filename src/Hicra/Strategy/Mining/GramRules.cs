using System.Collections.Frozen;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Which frequent grams are no strategic grams, by rules that can be said in a sentence each:
/// <list type="bullet">
/// <item><b>chance</b>: a gram that its parts would form about as often by standing in any order is no phrase. Its
/// occurrences are compared with those expected from its best split into two parts (a Poisson bound); so few are let
/// through that <see cref="MiningSettings.ChanceGrams"/> are expected to be there by chance.</item>
/// <item><b>nested</b>: a gram that nearly always stands inside one longer gram that stays adds nothing to it (the idea of the
/// C-value: Frantzi, Ananiadou, Mima 2000). Only grams within the longest length are compared, so that a longer
/// phrase stays covered by overlapping grams.</item>
/// <item><b>fragment</b>: a gram names a thing, joins two of them or words an operation ("the total number of", "is a prime
/// number", "multiply both sides of the"), unless it says who acts (we, us, I, let), where the thought turns (but, so, first,
/// if, …), what for (it begins with "to" and a verb), or speaks of the way itself (step, approach, case, …). Outside of
/// English prose nobody knows what an unknown word does: there only a gram with at most one content word is one.</item>
/// <item><b>execution</b>: a gram carries out an operation or names its result ("we divide both sides", "this gives us"), and
/// sets no goal by it ("to divide", "we need to divide", "let's divide"); the paper's own example is "by dividing both
/// sides".</item>
/// <item><b>content</b>: a gram that keeps to few problems speaks of them ("the area of the triangle"); a move is made whatever
/// the problem. The problems that it reaches are compared with those that as many solutions would reach at random
/// (<see cref="MiningSettings.MinSpread"/>).</item>
/// <item><b>repeated</b>: a gram that is said again and again inside one solution is how it works, not how it plans
/// (<see cref="MiningSettings.MaxPerSolution"/>; off by default).</item>
/// </list>
/// </summary>
internal static class GramRules
{
    /// <summary>Names of the rules.</summary>
    public const string Chance = "chance", Nested = "nested", Fragment = "fragment", Execution = "execution", Content = "content", Repeated = "repeated";

    private static readonly FrozenSet<string> FunctionWords = Set(
        "a an the this that these those each every any some all both no such same other " +
        "of in on at by to for with from into onto as than about over under between through per within without " +
        "and or nor is are was were be been being am has have had having do does did will would shall should may might must can could " +
        "it its it's they them their he she his her him you your there here which who whom whose what where when how why " +
        "not also only very just more most less least then thus hence so if but since because therefore first next now again");

    private static readonly FrozenSet<string> Movers = Set(
        "we us i me my our let let's i'll we'll we've i've " +
        "but so if since because therefore thus hence first next now then again however instead wait maybe perhaps suppose alternatively otherwise");

    // The way itself, in words that no problem is about.
    private static readonly FrozenSet<string> Ways = Set("step steps approach approaches strategy strategies method methods idea plan case cases way");

    // What a calculation does, and what it comes to.
    private static readonly FrozenSet<string> Operations = Set(
        "add adds adding added subtract subtracts subtracting subtracted multiply multiplies multiplying multiplied divide divides dividing divided " +
        "plug plugs plugging plugged substitute substitutes substituting substituted cancel cancels cancelling canceling expand expands expanding square squares squaring squared " +
        "distribute distributes distributing rearrange rearranges rearranging isolate isolates isolating sides get gets give gives giving yield yields obtain obtains");

    private static readonly FrozenSet<string> Goals = Set("need needs want wants let let's how must should goal aim try trying");

    private const int ProseWords = 40; // function words that even five English solutions use; a made-up language has fewer

    /// <summary>Whether a corpus is English prose, by how many of its function words it uses.</summary>
    public static bool IsEnglish(IReadOnlyList<string> vocabulary) => vocabulary.Count(FunctionWords.Contains) >= ProseWords;

    /// <summary>Whether a gram has nothing that makes it a move.</summary>
    /// <param name="words">The gram.</param>
    /// <param name="english">Whether the corpus is English prose.</param>
    public static bool IsFragment(IReadOnlyList<string> words, bool english) =>
        !words.Any(Movers.Contains) && (english ? !IsPurpose(words) && !words.Any(Ways.Contains) : words[0] != "to" && words.Count(word => !FunctionWords.Contains(word)) <= 1);

    /// <summary>Whether a gram of English prose carries out an operation that has been decided.</summary>
    public static bool IsExecution(IReadOnlyList<string> words) => words.Any(Operations.Contains) && !IsPurpose(words) && !words.Any(Goals.Contains);

    // "to find the", but not "to the result".
    private static bool IsPurpose(IReadOnlyList<string> words) => words[0] == "to" && words.Count > 1 && !FunctionWords.Contains(words[1]);

    /// <summary>Whether a gram occurs about as often as its parts would meet by chance.</summary>
    /// <param name="occurrences">Of the gram.</param>
    /// <param name="expected">Occurrences of the left part times those of the right part, by the number of words; of the split with the most.</param>
    /// <param name="tests">Grams that might have come again by chance: as many as there are places where one starts.</param>
    /// <param name="chanceGrams">Grams that may be let through by chance.</param>
    public static bool IsChance(long occurrences, double expected, long tests, double chanceGrams)
    {
        if (occurrences <= expected) return true;
        // Chernoff's bound: P(X >= c) <= exp(-(c ln(c / e) - (c - e))) for a Poisson X with mean e.
        double surprise = occurrences * Math.Log(occurrences / expected) - (occurrences - expected);
        return surprise < Math.Log(Math.Max(1, tests) / chanceGrams);
    }

    /// <summary>The problems that solutions drawn at random would reach.</summary>
    /// <param name="share">Of all solutions, those that are drawn.</param>
    /// <param name="problemsOfSize">How many problems have how many solutions.</param>
    public static double ExpectedProblems(double share, IReadOnlyDictionary<int, int> problemsOfSize) =>
        problemsOfSize.Sum(size => size.Value * (1 - Math.Pow(1 - share, size.Key)));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
