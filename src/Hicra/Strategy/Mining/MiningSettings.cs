using System.Runtime.CompilerServices;

namespace Hicra.Strategy.Mining;

/// <summary>
/// How strategic grams are mined. The paper (section 2.1) gives 3 to 5 words, correct solutions, Cluster DF and the top
/// 20 %; everything else is this kit's choice, because the paper does not say.
/// </summary>
public sealed record MiningSettings
{
    /// <summary>The longest gram that can be asked for, in words.</summary>
    public const int LongestGram = 10;

    /// <summary>The most candidates that can be asked for.</summary>
    public const int MostCandidates = 50_000;

    /// <summary>The most dimensions that can be asked for.</summary>
    public const int MostDimensions = 1024;

    /// <summary>Words in the shortest grams.</summary>
    public int MinWords { get; init => field = Within(value, 1, LongestGram); } = 3;

    /// <summary>Words in the longest grams. What is longer is covered by grams that overlap.</summary>
    public int MaxWords { get; init => field = Within(value, 1, LongestGram); } = 5;

    /// <summary>Solutions that a gram must occur in, as a share of those used (minimum document frequency).</summary>
    public double MinShare { get; init => field = Within(value, 0, 1); } = .002;

    /// <summary>Solutions that a gram must occur in, however few are used.</summary>
    public int MinSolutions { get; init => field = AtLeast(value, 1); } = 2;

    /// <summary>
    /// Problems whose solutions a gram must occur in, where the corpus names problems: a phrase of one problem's samples
    /// speaks of that problem, not of how to solve problems.
    /// </summary>
    public int MinProblems { get; init => field = AtLeast(value, 1); } = 2;

    /// <summary>
    /// How widely a gram must be spread over problems, where the corpus names them: problems with a solution that has it,
    /// by those expected if its solutions were drawn at random. 0 switches the rule off.
    /// </summary>
    public double MinSpread { get; init => field = Within(value, 0, 1); } = .3;

    /// <summary>Whether only solutions whose verdict is "correct" are used (the paper's "successful reasoning solutions").</summary>
    public bool CorrectOnly { get; init; } = true;

    /// <summary>Whether spelt numerals break grams as digits do.</summary>
    public bool MaskNumerals { get; init; } = true;

    /// <summary>Whether LaTeX breaks grams, with everything in it.</summary>
    public bool MaskLatex { get; init; } = true;

    /// <summary>Whether code between backticks breaks grams, with everything in it.</summary>
    public bool MaskCode { get; init; } = true;

    /// <summary>The most grams that are clustered: those of the highest document frequency.</summary>
    public int MaxCandidates { get; init => field = Within(value, 1, MostCandidates); } = 4000;

    /// <summary>A gram goes if this share of its solutions has it inside one longer gram that stays. More than 1 keeps all.</summary>
    public double NestedShare { get; init => field = Within(value, 0, 2); } = .9;

    /// <summary>Of the list's grams, as many may be there by chance (see <see cref="GramRules"/>); infinity switches the rule off.</summary>
    public double ChanceGrams { get; init => field = AtLeast(value, double.Epsilon); } = 1;

    /// <summary>Whether grams stay that name, join or carry out (see <see cref="GramRules"/>).</summary>
    public bool KeepFragments { get; init; }

    /// <summary>Occurrences per solution that has the gram, at most: strategy is frequent across solutions and sparse inside one.</summary>
    public double MaxPerSolution { get; init => field = AtLeast(value, 1); } = double.PositiveInfinity;

    /// <summary>Cosine distance at which clusters are no longer merged, or neighbours no longer count.</summary>
    public double ClusterDistance { get; init => field = Within(value, 0, 2); } = .03;

    /// <summary>The share of clusters that is kept, those of the highest Cluster DF.</summary>
    public double TopShare { get; init => field = Within(value, double.Epsilon, 1); } = .2;

    /// <summary>Dimensions of vectors that are trained on the corpus.</summary>
    public int Dimensions { get; init => field = Within(value, 1, MostDimensions); } = 64;

    /// <summary>Decides everything random.</summary>
    public long Seed { get; init; }

    /// <summary>Threads, 0 for all cores. They do not change the result.</summary>
    public int Threads { get; init => field = Within(value, 0, 1024); }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    internal ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = ThreadCount, CancellationToken = cancellation };

    /// <summary>The minimum document frequency for a number of solutions.</summary>
    public int MinDf(int solutions) => Math.Max(MinSolutions, (int)(solutions * MinShare));

    /// <summary>Checks what no single setting can.</summary>
    /// <exception cref="HicraException">The shortest grams are longer than the longest.</exception>
    public MiningSettings Validate() => MinWords <= MaxWords ? this
        : throw new HicraException($"grams of {MinWords} to {MaxWords} words do not exist; give a smaller least or a larger most number of words");

    private static T Within<T>(T value, T least, T most, [CallerMemberName] string name = "") where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0 ? value : throw new HicraException(FormattableString.Invariant($"{name} is {value}; give {least} to {most}"));

    private static T AtLeast<T>(T value, T least, [CallerMemberName] string name = "") where T : IComparable<T> =>
        value.CompareTo(least) >= 0 ? value : throw new HicraException(FormattableString.Invariant($"{name} is {value}; give {least} or more"));
}
