using System.Globalization;
using System.Reflection;
using System.Text;

namespace Hicra.Strategy.Intents;

/// <summary>
/// Labels strategic grams as deduction, branching or backtracing (paper, section 3.1) by rules that a person can read and
/// edit: a line is a move, a weight and cues, and the first line that has a cue in the gram labels it. The paper
/// names the moves and does not say how it told them apart; these rules are this kit's.
/// </summary>
public sealed class IntentRules
{
    /// <summary>The name that stands for <see cref="Default"/> where a file is asked for.</summary>
    public const string DefaultName = "default";

    private const string Unknown = "unknown";
    private static readonly Lazy<IntentRules> Embedded = new(ReadEmbedded);

    private readonly List<IntentRule> _rules;

    private IntentRules(List<IntentRule> rules) => _rules = rules;

    /// <summary>The kit's rules (data/intents/default.txt).</summary>
    public static IntentRules Default => Embedded.Value;

    /// <summary>The rules in the order in which they are tried.</summary>
    public IReadOnlyList<IntentRule> Rules => _rules;

    /// <summary>The name of a move in files: its own in lower case.</summary>
    public static string NameOf(StrategicMove move) => move.ToString().ToLowerInvariant();

    /// <summary>The move of a name; null if there is none.</summary>
    public static StrategicMove? Find(string name)
    {
        foreach (StrategicMove move in Enum.GetValues<StrategicMove>())
            if (NameOf(move) == name) return move;
        return null;
    }

    /// <summary>Reads rules from a file; <c>default</c> stands for the kit's.</summary>
    /// <exception cref="HicraException">The file cannot be read, or a line is no rule; the message names file and line.</exception>
    public static IntentRules Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path == DefaultName) return Default;
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read intent rules {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads rules: <c>move [weight]: cue, cue, …</c> a line; blank lines and those that begin with # are left out.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="HicraException">A line is no rule.</exception>
    public static IntentRules Parse(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rules = new List<IntentRule>();
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                rules.Add(Rule(line, number));
            }
            catch (FormatException e)
            {
                throw new HicraException($"intent rules {name} line {number}: {e.Message}; write a rule like 'branching 2: another, different*'", e);
            }
        }
        return rules.Count > 0 ? new IntentRules(rules) : throw new HicraException($"intent rules {name} hold no rule; write one a line, like 'branching: another, different*'");
    }

    /// <summary>The label of one gram, and the rule and cue that gave it; no rule where none has a cue in it.</summary>
    public IntentLabel Label(string gram)
    {
        string[] words = IntentCue.Words(gram);
        foreach (IntentRule rule in _rules)
            foreach (IntentCue cue in rule.Cues)
                if (cue.IsIn(words)) return new IntentLabel(rule.Move, rule, cue.Text);
        return default;
    }

    /// <summary>The label of a cluster: the move whose grams weigh most together, the first of equals in the order of its grams; null if no gram has one.</summary>
    public StrategicMove? Label(GramCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return cluster.Grams.Select(Label).Where(label => label.Move is not null).GroupBy(label => label.Move, label => label.Rule!.Weight)
            .OrderByDescending(group => group.Sum()).Select(group => group.Key).FirstOrDefault();
    }

    /// <summary>The library with every cluster labelled.</summary>
    public StrategicGramLibrary Label(StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new StrategicGramLibrary(library.Name, [.. library.Clusters.Select(cluster => cluster with { Intent = Label(cluster) })]);
    }

    private static IntentRule Rule(string line, int number)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw new FormatException("there is no colon between the move and its cues");
        string[] head = line[..colon].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (head.Length is 0 or > 2) throw new FormatException("before the colon stands a move and perhaps its weight");
        StrategicMove? move = head[0] == Unknown ? null : Find(head[0]) ?? throw new FormatException($"'{head[0]}' is not deduction, branching, backtracing or unknown");
        double weight = 1;
        if (head.Length == 2 && !(double.TryParse(head[1], NumberStyles.Float, CultureInfo.InvariantCulture, out weight) && weight > 0 && double.IsFinite(weight)))
            throw new FormatException($"the weight '{head[1]}' is no number above 0");
        IntentCue[] cues = [.. line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(IntentCue.Parse)];
        return cues.Length > 0 ? new IntentRule(move, weight, cues, number) : throw new FormatException("there is no cue behind the colon");
    }

    private static IntentRules ReadEmbedded()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("intents.txt")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return Parse(reader, "of the kit");
    }
}

/// <summary>A line of the rules.</summary>
/// <param name="Move">What it labels a gram as; null leaves it without a label.</param>
/// <param name="Weight">What the gram counts in its cluster.</param>
/// <param name="Cues">At least one.</param>
/// <param name="Line">Where the rule stands, from 1.</param>
public sealed record IntentRule(StrategicMove? Move, double Weight, IReadOnlyList<IntentCue> Cues, int Line);

/// <summary>Why a gram has its label.</summary>
/// <param name="Move">The label; null for none.</param>
/// <param name="Rule">The rule that decided; null if none has a cue in the gram.</param>
/// <param name="Cue">The cue as it is written in the rule.</param>
public readonly record struct IntentLabel(StrategicMove? Move, IntentRule? Rule, string? Cue);
