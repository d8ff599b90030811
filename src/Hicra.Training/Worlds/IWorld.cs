using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Training.Worlds;

/// <summary>Where problems come from, and who judges the answers: a tokenizer, problems, a verifier, and known planning spans.</summary>
public interface IWorld
{
    /// <summary>The name by which commands choose it, for example <c>puzzle</c>.</summary>
    string Name { get; }

    /// <summary>Between the ids that a policy reads and writes and their text; knows the tokens that end a response.</summary>
    ITokenizer Tokenizer { get; }

    /// <summary>Problems to train on, in a fixed order.</summary>
    IReadOnlyList<Problem> Training { get; }

    /// <summary>Problems kept for evaluation, in a fixed order; disjoint from <see cref="Training"/>.</summary>
    IReadOnlyList<Problem> Validation { get; }

    /// <summary><see cref="Validation"/> in the order in which a validation on fewer than all problems takes them, so that every run is validated on the same.</summary>
    IReadOnlyList<Problem> ValidationOrder { get; }

    /// <summary>Kinds of problems that training never shows, which every validation looks at too; none unless the world has some.</summary>
    IReadOnlyList<WithheldProblems> Withheld => [];

    /// <summary>The strategic grams of the world, as text.</summary>
    IReadOnlyList<string> StrategicGrams { get; }

    /// <summary>[grams] the move of each strategic gram; empty where the world does not say.</summary>
    IReadOnlyList<StrategicMove> GramMoves => [];

    /// <summary>For each strategic gram the index of its cluster (paraphrases of one move), and the clusters' names.</summary>
    (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters { get; }

    /// <summary>Finds the grams of a library, the world's own or another, in responses: in their text, unless the world knows better.</summary>
    IGramFinder Finder(StrategicGramLibrary library) => new TextGrams(Tokenizer, library);

    /// <summary>The prompt as token ids.</summary>
    int[] Prompt(Problem problem);

    /// <summary>The prompt for readers; a picture in it is described.</summary>
    string PromptText(Problem problem) => Tokenizer.Decode(Prompt(problem));

    /// <summary>The picture in a problem's prompt: rows of <c>#</c> (lit pixels) and <c>.</c>; null where prompts are words alone.</summary>
    string[]? PromptPixels(Problem problem) => null;

    /// <summary>Judges a response (ids as sampled, the end token included where it came).</summary>
    Verdict Judge(Problem problem, ReadOnlySpan<int> response);

    /// <summary>Measures of a step's verdicts that only this world has, for the metrics log (names without the <c>hicra/</c> prefix). Undefined values are left out.</summary>
    IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts);
}

/// <summary>A problem with a stable identity.</summary>
/// <param name="Id">Stable within its world, for example <c>6 3 7 target 27</c>.</param>
public abstract record Problem(string Id);

/// <summary>What a verifier says of one response.</summary>
/// <param name="Reward">1 for a right answer, else 0 (worlds may grade in between).</param>
/// <param name="Kind">Right, or what went wrong.</param>
public record Verdict(double Reward, ErrorKind Kind)
{
    /// <summary>What a verifier says that only knows right from wrong: reward 1 or 0.</summary>
    public static Verdict Of(bool right) => right ? new(1, ErrorKind.Right) : new(0, ErrorKind.Wrong);
}

/// <summary>The kind of an answer, as the paper's error analysis splits it (section 4.2.1).</summary>
public enum ErrorKind
{
    /// <summary>The answer is right.</summary>
    Right,

    /// <summary>Sound execution of a plan that does not solve the problem ("Planning and Strategy").</summary>
    Plan,

    /// <summary>Everything else ("Others"): slips, foreign numbers, no answer, cut off.</summary>
    Other,

    /// <summary>The answer is not right, and the world does not say what went wrong.</summary>
    Wrong,
}
