using System.CommandLine;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Strategy.Mining;

namespace Hicra.Interactive.Mining;

/// <summary>The command-line options of <see cref="MiningSettings"/>, embedding and clustering.</summary>
internal sealed class MiningOptions
{
    private static readonly MiningSettings Defaults = new();
    private static readonly string[] Clusterings = ["average-link", "dbscan", "k-means"];

    private readonly Option<string?> _minWords = Options.Text("--min-words", "n", $"words in the shortest grams [{Defaults.MinWords}]");
    private readonly Option<string?> _maxWords = Options.Text("--max-words", "n", $"words in the longest grams [{Defaults.MaxWords}]");
    private readonly Option<string?> _minShare = Options.Text("--min-share", "x", FormattableString.Invariant($"solutions that must have a gram, as a share [{Defaults.MinShare}]"));
    private readonly Option<string?> _minSolutions = Options.Text("--min-solutions", "n", $"and as a number [{Defaults.MinSolutions}]");
    private readonly Option<string?> _minProblems = Options.Text("--min-problems", "n", $"problems whose solutions must have it [{Defaults.MinProblems}]");
    private readonly Option<string?> _candidates = Options.Text("--candidates", "n", $"grams that are clustered at most [{Defaults.MaxCandidates}]");
    private readonly Option<string?> _perSolution = Options.Text("--max-per-solution", "x", "drop grams that a solution repeats more often than this [no bound]");
    private readonly Option<string?> _top = Options.Text("--top", "x", FormattableString.Invariant($"share of clusters that is kept, by Cluster DF [{Defaults.TopShare}]"));
    private readonly Option<string?> _distance = Options.Text("--distance", "x", FormattableString.Invariant($"cosine distance that ends merging [{Defaults.ClusterDistance}]"));
    private readonly Option<string?> _clustering = Options.Text("--clustering", "name", $"{string.Join(", ", Clusterings)} [{Clusterings[0]}]");
    private readonly Option<string?> _embedding = Options.Text("--embedding", "DIR", "vectors of a model2vec model (model.safetensors, tokenizer.json) [PPMI and SVD, trained on the corpus]");
    private readonly Option<string?> _dimensions = Options.Text("--dimensions", "n", $"of vectors trained on the corpus [{Defaults.Dimensions}]");
    private readonly Option<string?> _seed = Options.Text("--seed", "n", "seed of everything random [0]");
    private readonly Option<string?> _threads = Options.Threads();
    private readonly Option<bool> _all = new("--all-solutions") { Description = "wrong solutions too, and those without a verdict" };
    private readonly Option<bool> _fragments = new("--keep-fragments") { Description = "keep grams of function words and fragments of noun phrases" };
    private readonly Option<bool> _numerals = new("--keep-numerals") { Description = "let spelt numbers be words of grams" };

    /// <summary>Adds the options to a command.</summary>
    public MiningOptions(Command command)
    {
        _clustering.CompletionSources.Add(Clusterings);
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The option that takes a folder.</summary>
    public Option Folder => _embedding;

    private IEnumerable<Option> All =>
        [_minWords, _maxWords, _minShare, _minSolutions, _minProblems, _candidates, _perSolution, _top, _distance, _clustering, _embedding, _dimensions, _seed, _threads, _all, _fragments, _numerals];

    /// <summary>The names of the options that were given.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => All.Where(option => option != _threads && SettingOptions.IsGiven(parsed, option)).Select(option => option.Name);

    /// <summary>The miner that a line asks for.</summary>
    /// <exception cref="HicraException">A value cannot be used.</exception>
    public GramMiner Miner(MagicCall call)
    {
        ParseResult parsed = call.Parsed;
        var settings = new MiningSettings
        {
            MinWords = parsed.WholeNumber(_minWords, 1) ?? Defaults.MinWords,
            MaxWords = parsed.WholeNumber(_maxWords, 1) ?? Defaults.MaxWords,
            MinShare = parsed.Number(_minShare, 0) ?? Defaults.MinShare,
            MinSolutions = parsed.WholeNumber(_minSolutions, 1) ?? Defaults.MinSolutions,
            MinProblems = parsed.WholeNumber(_minProblems, 1) ?? Defaults.MinProblems,
            MaxCandidates = parsed.WholeNumber(_candidates, 1) ?? Defaults.MaxCandidates,
            MaxPerSolution = parsed.Number(_perSolution, 1) ?? Defaults.MaxPerSolution,
            TopShare = parsed.Number(_top, 0) ?? Defaults.TopShare,
            ClusterDistance = parsed.Number(_distance, 0) ?? Defaults.ClusterDistance,
            Dimensions = parsed.WholeNumber(_dimensions, 1) ?? Defaults.Dimensions,
            Seed = parsed.WholeNumber(_seed, 0) ?? 0,
            Threads = parsed.ThreadCount(_threads),
            CorrectOnly = !parsed.GetValue(_all),
            KeepFragments = parsed.GetValue(_fragments),
            MaskNumerals = !parsed.GetValue(_numerals),
        };
        return new GramMiner(settings, Embedding(call), Clustering(parsed.GetValue(_clustering) ?? Clusterings[0]));
    }

    private static IPhraseEmbedding? Embedding(MagicCall call) => null;

    private static AverageLinkClustering Clustering(string name) => name switch
    {
        "average-link" => new AverageLinkClustering(),
        _ => throw NameSuggestion.Unknown("clustering", name, Clusterings),
    };
}
