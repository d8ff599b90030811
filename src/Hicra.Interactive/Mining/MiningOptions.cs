using System.CommandLine;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Strategy.Mining;
using Hicra.Strategy.Mining.Model2Vec;

namespace Hicra.Interactive.Mining;

/// <summary>The command-line options of <see cref="MiningSettings"/>, embedding and clustering.</summary>
internal sealed class MiningOptions
{
    private static readonly MiningSettings Defaults = new();
    private static readonly string[] Clusterings = ["average-link", "dbscan", "kmeans"];

    private readonly Option<string?> _minWords = Options.Text("--min-words", "n", $"words in the shortest grams [{Defaults.MinWords}]");
    private readonly Option<string?> _maxWords = Options.Text("--max-words", "n", $"words in the longest grams [{Defaults.MaxWords}]");
    private readonly Option<string?> _minShare = Options.Text("--min-share", "x", FormattableString.Invariant($"solutions that must have a gram, as a share [{Defaults.MinShare}]"));
    private readonly Option<string?> _minSolutions = Options.Text("--min-solutions", "n", $"and as a number [{Defaults.MinSolutions}]");
    private readonly Option<string?> _minProblems = Options.Text("--min-problems", "n", $"problems whose solutions must have it [{Defaults.MinProblems}]");
    private readonly Option<string?> _spread = Options.Text("--min-spread", "x", FormattableString.Invariant($"problems that it reaches, by those that as many solutions would reach by chance; 0 keeps what speaks of few problems [{Defaults.MinSpread}]"));
    private readonly Option<string?> _nested = Options.Text("--nested", "x", FormattableString.Invariant($"a gram goes if this share of it stands in one longer gram; 2 keeps all [{Defaults.NestedShare}]"));
    private readonly Option<string?> _chance = Options.Text("--chance", "x", FormattableString.Invariant($"grams that may be in the list by chance; inf switches the rule off [{Defaults.ChanceGrams}]"));
    private readonly Option<string?> _candidates = Options.Text("--candidates", "n", $"grams that are clustered at most [{Defaults.MaxCandidates}]");
    private readonly Option<string?> _perSolution = Options.Text("--max-per-solution", "x", "drop grams that a solution repeats more often than this [no bound]");
    private readonly Option<string?> _top = Options.Text("--top", "x", FormattableString.Invariant($"share of clusters that is kept, by Cluster DF [{Defaults.TopShare}]"));
    private readonly Option<string?> _distance = Options.Text("--distance", "x", FormattableString.Invariant($"cosine distance that ends merging [{Defaults.ClusterDistance}]"));
    private readonly Option<string?> _clustering = Options.Text("--clustering", "name", $"{string.Join(", ", Clusterings)}; kmeans:N has N clusters [{Clusterings[0]}]");
    private readonly Option<string?> _embedding = Options.Text("--embedding", "DIR", "vectors of a model2vec model (model.safetensors, tokenizer.json) [PPMI and SVD, trained on the corpus]");
    private readonly Option<string?> _dimensions = Options.Text("--dimensions", "n", $"of vectors trained on the corpus [{Defaults.Dimensions}]");
    private readonly Option<string?> _seed = Options.Text("--seed", "n", "seed of everything random [0]");
    private readonly Option<string?> _threads = Options.Threads();
    private readonly Option<bool> _all = new("--all-solutions") { Description = "wrong solutions too, and those without a verdict" };
    private readonly Option<bool> _fragments = new("--keep-fragments") { Description = "keep grams of function words and fragments of noun phrases" };
    private readonly Option<bool> _numerals = new("--keep-numerals") { Description = "let spelt numbers be words of grams" };
    private readonly Option<bool> _latex = new("--keep-latex") { Description = "read LaTeX as words" };
    private readonly Option<bool> _code = new("--keep-code") { Description = "read code between backticks as words" };

    /// <summary>Adds the options to a command.</summary>
    public MiningOptions(Command command)
    {
        _clustering.CompletionSources.Add(Clusterings);
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The option that takes a folder.</summary>
    public Option Folder => _embedding;

    private IEnumerable<Option> All =>
        [_minWords, _maxWords, _minShare, _minSolutions, _minProblems, _spread, _nested, _chance, _candidates, _perSolution, _top, _distance, _clustering, _embedding, _dimensions, _seed, _threads, _all, _fragments, _numerals, _latex, _code];

    /// <summary>The names of the options that were given.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => All.Where(option => option != _threads && SettingOptions.IsGiven(parsed, option)).Select(option => option.Name);

    /// <summary>The miner that a line asks for.</summary>
    /// <exception cref="HicraException">A value cannot be used.</exception>
    public GramMiner Miner(MagicCall call)
    {
        ParseResult parsed = call.Parsed;
        var settings = new MiningSettings
        {
            MinWords = Whole(parsed, _minWords, MiningSettings.LongestGram) ?? Defaults.MinWords,
            MaxWords = Whole(parsed, _maxWords, MiningSettings.LongestGram) ?? Defaults.MaxWords,
            MinShare = Number(parsed, _minShare, 1) ?? Defaults.MinShare,
            MinSolutions = parsed.WholeNumber(_minSolutions, 1) ?? Defaults.MinSolutions,
            MinProblems = parsed.WholeNumber(_minProblems, 1) ?? Defaults.MinProblems,
            MinSpread = Number(parsed, _spread, 1) ?? Defaults.MinSpread,
            NestedShare = Number(parsed, _nested, 2) ?? Defaults.NestedShare,
            ChanceGrams = parsed.GetValue(_chance) == "inf" ? double.PositiveInfinity : parsed.Number(_chance, double.Epsilon) ?? Defaults.ChanceGrams,
            MaxCandidates = Whole(parsed, _candidates, MiningSettings.MostCandidates) ?? Defaults.MaxCandidates,
            MaxPerSolution = parsed.Number(_perSolution, 1) ?? Defaults.MaxPerSolution,
            TopShare = Number(parsed, _top, 1) ?? Defaults.TopShare,
            ClusterDistance = Number(parsed, _distance, 2) ?? Defaults.ClusterDistance,
            Dimensions = Whole(parsed, _dimensions, MiningSettings.MostDimensions) ?? Defaults.Dimensions,
            Seed = parsed.WholeNumber(_seed, 0) ?? 0,
            Threads = parsed.ThreadCount(_threads),
            CorrectOnly = !parsed.GetValue(_all),
            KeepFragments = parsed.GetValue(_fragments),
            MaskNumerals = !parsed.GetValue(_numerals),
            MaskLatex = !parsed.GetValue(_latex),
            MaskCode = !parsed.GetValue(_code),
        };
        return new GramMiner(settings, Embedding(call), Clustering(parsed.GetValue(_clustering) ?? Clusterings[0]));
    }

    private StaticEmbedding? Embedding(MagicCall call) =>
        call.Parsed.GetValue(_embedding) is { } folder ? StaticEmbedding.Load(call.Resolve(folder)) : null;

    private static IPhraseClustering Clustering(string name) => name switch
    {
        "average-link" => new AverageLinkClustering(),
        "dbscan" => new DbscanClustering(),
        "kmeans" => new KMeansClustering(),
        _ when name.StartsWith("kmeans:", StringComparison.Ordinal) && int.TryParse(name["kmeans:".Length..], out int clusters) && clusters > 0 => new KMeansClustering(clusters),
        _ => throw NameSuggestion.Unknown("clustering", name, Clusterings),
    };

    private static int? Whole(ParseResult parsed, Option<string?> option, int most) => parsed.WholeNumber(option, 1) is not int number ? null
        : number <= most ? number : throw new HicraException($"{option.Name} is {number}; give {most} or less");

    private static double? Number(ParseResult parsed, Option<string?> option, double most) => parsed.Number(option, 0) is not double number ? null
        : number <= most ? number : throw new HicraException(FormattableString.Invariant($"{option.Name} is {number}; give {most} or less"));
}
