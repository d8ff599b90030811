using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Strategy.Mining;
using Hicra.Strategy.Mining.Model2Vec;

namespace Hicra.Interactive.Features.Mine;

/// <summary>The options of mining: every setting, the embedding, and the clustering.</summary>
internal sealed class MiningOptions
{
    private static readonly MiningSettings Defaults = new();

    private readonly Option<string?> _minWords = Options.Text("--min-words", "n", $"words in the shortest grams [{Defaults.MinWords}]");
    private readonly Option<string?> _maxWords = Options.Text("--max-words", "n", $"words in the longest grams [{Defaults.MaxWords}]");
    private readonly Option<string?> _minShare = Options.Text("--min-df", "x", FormattableString.Invariant($"least share of solutions with a gram [{Defaults.MinShare}]"));
    private readonly Option<string?> _minSolutions = Options.Text("--min-solutions", "n", $"least number of solutions with a gram [{Defaults.MinSolutions}]");
    private readonly Option<string?> _minProblems = Options.Text("--min-problems", "n", $"least number of problems with a gram [{Defaults.MinProblems}]");
    private readonly Option<string?> _minSpread = Options.Text("--min-spread", "x", FormattableString.Invariant($"least spread over problems, against chance; 0 keeps phrases of a few problems [{Defaults.MinSpread}]"));
    private readonly Option<string?> _candidates = Options.Text("--candidates", "n", $"most grams that are clustered [{Defaults.MaxCandidates}]");
    private readonly Option<string?> _nested = Options.Text("--nested", "x", FormattableString.Invariant($"a gram goes if this share of it stands in one longer gram; 2 keeps all [{Defaults.NestedShare}]"));
    private readonly Option<string?> _chance = Options.Text("--chance", "x", "grams that may be there by chance; inf switches the rule off [1]");
    private readonly Option<string?> _perSolution = Options.Text("--max-per-solution", "x", "most occurrences per solution that has the gram [inf]");
    private readonly Option<string?> _embedding = Options.Text("--embedding", "name", "ppmi, or the folder of a model2vec (potion) model [ppmi]");
    private readonly Option<string?> _dimensions = Options.Text("--dimensions", "n", $"dimensions of vectors that are trained on the corpus [{Defaults.Dimensions}]");
    private readonly Option<string?> _clustering = Options.Text("--clustering", "name", "average-link, dbscan, or kmeans:N for N clusters [average-link]");
    private readonly Option<string?> _distance = Options.Text("--distance", "x", FormattableString.Invariant($"cosine distance from which on phrases are not alike [{Defaults.ClusterDistance}]"));
    private readonly Option<string?> _top = Options.Text("--top", "x", FormattableString.Invariant($"share of clusters that is kept, by Cluster DF [{Defaults.TopShare}]"));
    private readonly Option<string?> _seed = Options.Text("--seed", "n", "decides everything random [0]"), _threads = Options.Threads();
    private readonly Option<bool> _all = new("--all") { Description = "mine incorrect solutions too, and those without a verdict" };
    private readonly Option<bool> _keepNumerals = new("--keep-numerals") { Description = "let spelt numerals stand in grams" };
    private readonly Option<bool> _keepLatex = new("--keep-latex") { Description = "read LaTeX as words" };
    private readonly Option<bool> _keepCode = new("--keep-code") { Description = "read code between backticks as words" };
    private readonly Option<bool> _keepFragments = new("--keep-fragments") { Description = "keep fragments of noun phrases and function words" };

    /// <summary>Adds the options to a command.</summary>
    public MiningOptions(Command command)
    {
        _clustering.CompletionSources.Add("average-link", "dbscan", "kmeans:100");
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The option that takes a folder.</summary>
    public Option Folder => _embedding;

    /// <summary>The names of the options that were given, without that of threads, which changes no result.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => All.Where(option => option != _threads && SettingOptions.IsGiven(parsed, option)).Select(option => option.Name);

    // In the order in which help shows them.
    private IEnumerable<Option> All =>
    [
        _all, _minWords, _maxWords, _minShare, _minSolutions, _minProblems, _minSpread, _candidates, _nested, _chance, _perSolution, _keepFragments, _keepNumerals, _keepLatex, _keepCode,
        _embedding, _dimensions, _clustering, _distance, _top, _seed, _threads,
    ];

    /// <summary>The settings of a command line.</summary>
    public MiningSettings Settings(ParseResult parsed) => new MiningSettings
    {
        MinWords = Whole(parsed, _minWords, MiningSettings.LongestGram) ?? Defaults.MinWords,
        MaxWords = Whole(parsed, _maxWords, MiningSettings.LongestGram) ?? Defaults.MaxWords,
        MinShare = Number(parsed, _minShare, 1) ?? Defaults.MinShare,
        MinSolutions = parsed.WholeNumber(_minSolutions, 1) ?? Defaults.MinSolutions,
        MinProblems = parsed.WholeNumber(_minProblems, 1) ?? Defaults.MinProblems,
        MinSpread = Number(parsed, _minSpread, 1) ?? Defaults.MinSpread,
        MaxCandidates = Whole(parsed, _candidates, MiningSettings.MostCandidates) ?? Defaults.MaxCandidates,
        NestedShare = Number(parsed, _nested, 2) ?? Defaults.NestedShare,
        ChanceGrams = NumberOrInfinity(parsed, _chance, double.Epsilon) ?? Defaults.ChanceGrams,
        MaxPerSolution = NumberOrInfinity(parsed, _perSolution, 1) ?? Defaults.MaxPerSolution,
        KeepFragments = parsed.GetValue(_keepFragments),
        CorrectOnly = !parsed.GetValue(_all),
        MaskNumerals = !parsed.GetValue(_keepNumerals),
        MaskLatex = !parsed.GetValue(_keepLatex),
        MaskCode = !parsed.GetValue(_keepCode),
        Dimensions = Whole(parsed, _dimensions, MiningSettings.MostDimensions) ?? Defaults.Dimensions,
        ClusterDistance = Number(parsed, _distance, 2) ?? Defaults.ClusterDistance,
        TopShare = Number(parsed, _top, 1) ?? Defaults.TopShare,
        Seed = parsed.WholeNumber(_seed, int.MinValue) ?? Defaults.Seed,
        Threads = parsed.WholeNumber(_threads, 1) ?? 0,
    }.Validate();

    /// <summary>The miner of a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="resolve">Finds a file or folder that was named.</param>
    public GramMiner Miner(ParseResult parsed, Func<string, string> resolve)
    {
        if (parsed.GetValue(_embedding) is not (null or "ppmi") && SettingOptions.IsGiven(parsed, _dimensions)) throw new HicraException("--dimensions is for vectors that are trained on the corpus, and a model has its own; leave it out, or give --embedding ppmi");
        if (parsed.GetValue(_clustering)?.StartsWith("kmeans", StringComparison.Ordinal) == true && SettingOptions.IsGiven(parsed, _distance)) throw new HicraException("--distance has no effect with --clustering kmeans, which is told the number of clusters; leave it out, or give kmeans:N");
        IPhraseEmbedding embedding = parsed.GetValue(_embedding) is { } name and not "ppmi" ? StaticEmbedding.Load(resolve(name)) : new PpmiEmbedding();
        return new GramMiner(Settings(parsed), embedding, Clustering(parsed.GetValue(_clustering) ?? "average-link"));
    }

    private static IPhraseClustering Clustering(string name) => name switch
    {
        "average-link" => new AverageLinkClustering(),
        "dbscan" => new DbscanClustering(),
        "kmeans" => new KMeansClustering(),
        _ when name.StartsWith("kmeans:", StringComparison.Ordinal) && int.TryParse(name["kmeans:".Length..], out int clusters) && clusters > 0 => new KMeansClustering(clusters),
        _ => throw NameSuggestion.Unknown("clustering", name, ["average-link", "dbscan", "kmeans"]),
    };

    private static int? Whole(ParseResult parsed, Option<string?> option, int most) => parsed.WholeNumber(option, 1) is not int number ? null
        : number <= most ? number : throw new HicraException($"{option.Name} is {number}; give {most} or less");

    private static double? Number(ParseResult parsed, Option<string?> option, double most) => parsed.Number(option, 0) is not double number ? null
        : number <= most ? number : throw new HicraException(FormattableString.Invariant($"{option.Name} is {number}; give {most} or less"));

    private static double? NumberOrInfinity(ParseResult parsed, Option<string?> option, double least) =>
        SettingOptions.IsGiven(parsed, option) && parsed.GetValue(option) == "inf" ? double.PositiveInfinity : parsed.Number(option, least);
}
