using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Training.Worlds.Problems;

/// <summary>
/// A world whose problems are text. It is put together from parts, so a data set needs none of its own: the model's
/// tokenizer and chat template, problems with their right answers, and a verifier of answers.
/// </summary>
public sealed class TextWorld : IWorld
{
    private readonly IChatTemplate _template;
    private readonly IAnswerVerifier _verifier;

    /// <summary>Makes a world.</summary>
    /// <param name="name">The name that runs record.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">Writes the conversation that a problem begins.</param>
    /// <param name="verifier">Judges responses.</param>
    /// <param name="training">Problems to train on, at least one.</param>
    /// <param name="validation">Problems kept for evaluation; may be empty.</param>
    /// <exception cref="HicraException">There is no problem to train on, a problem has no answer, or two have the same identity.</exception>
    public TextWorld(string name, ITokenizer tokenizer, IChatTemplate template, IAnswerVerifier verifier, IReadOnlyList<TextProblem> training, IReadOnlyList<TextProblem> validation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        if (training.Count == 0) throw new HicraException($"the {name} world has no problem to train on; give at least one");
        var ids = new HashSet<string>();
        foreach (TextProblem problem in training.Concat(validation))
        {
            if (problem.Answers.Count == 0) throw new HicraException($"the {name} world: problem '{problem.Id}' has no right answer; give it one, or leave it out");
            if (!ids.Add(problem.Id)) throw new HicraException($"the {name} world: two problems are called '{problem.Id}'; give every problem a name of its own, in training and validation together");
        }
        (Name, Tokenizer, _template, _verifier, Training, Validation) = (name, tokenizer, template, verifier, [.. training], [.. validation]);
        Problem[] order = [.. validation];
        CounterRandom.FromSeed(0).Derive("validation order").Shuffle<Problem>(order);
        ValidationOrder = order;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ITokenizer Tokenizer { get; }

    /// <summary>Ids before every prompt, which no template writes: what a model that only goes on with a text expects at its beginning.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>What the model is told before every problem, for example how to write the answer; null for nothing.</summary>
    public string? Instruction { get; init; }

    /// <summary>The strategic grams that define planning tokens where no others are asked for: those of the paper.</summary>
    public StrategicGramLibrary Grams { get; init; } = StrategicGramLibrary.Paper;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Training { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Validation { get; }

    /// <summary><see cref="Validation"/> in a drawn order that is the same everywhere, because data sets often have the easy problems first.</summary>
    public IReadOnlyList<Problem> ValidationOrder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> StrategicGrams => Grams.Grams;

    /// <inheritdoc/>
    public (IReadOnlyList<int> ClusterOf, IReadOnlyList<string> Names) GramClusters => (Grams.ClusterOf, [.. Grams.Clusters.Select(cluster => cluster.Name)]);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The problem is no text.</exception>
    /// <exception cref="HicraException">The tokenizer cannot say the problem.</exception>
    public int[] Prompt(Problem problem)
    {
        ChatMessage question = new(ChatMessage.User, Text(problem).Text);
        return [.. Prefix, .. Tokenizer.Encode(_template.Render(Instruction is null ? [question] : [new(ChatMessage.System, Instruction), question]))];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The problem is no text.</exception>
    public Verdict Judge(Problem problem, ReadOnlySpan<int> response)
    {
        bool token = !response.IsEmpty && Tokenizer.EndTokens.Contains(response[^1]);
        string text = Tokenizer.Decode(token ? response[..^1] : response);
        bool stopped = !token && Tokenizer.Stops(response);
        if (stopped) text = text[..Tokenizer.StopTexts.Select(stop => text.LastIndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).Min()];
        return _verifier.Judge(Text(problem), text, token || stopped);
    }

    /// <summary>What the verifier measures; most say no more than is in the measures of every world.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Measure(IReadOnlyList<Verdict> verdicts) => _verifier.Measure(verdicts);

    private static TextProblem Text(Problem problem) => problem as TextProblem ?? throw new ArgumentException("The problem is no text.", nameof(problem));
}
