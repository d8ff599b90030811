using System.CommandLine;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Commands;

/// <summary>Where a command's traces come from: files of any tool, runs, variables. Its options, and what they give.</summary>
internal sealed class RolloutSource
{
    /// <summary>The name of the shipped solutions of real mathematics.</summary>
    public const string Math = "math";

    private const int MostSteps = 20;

    private readonly Argument<string[]> _words = new("TRACES") { Arity = ArgumentArity.ZeroOrMore, Description = "trace files, folders or patterns (hicra, verl, TRL, lm-eval, conversations, solutions a line, ...; JSON, Parquet, .gz too; - for standard input), runs, @variables with rollouts, demo, or math (800 solutions that are shipped) [demo]" };
    private readonly Option<string[]> _traces = new("--traces") { HelpName = "FILE", Description = "the same, as an option", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _step = Options.Text("--step", "n", "rollouts of one step [mining: all that are saved; else the last of a run]");
    private readonly LogFileOptions _files;

    /// <summary>Adds the options to a command.</summary>
    public RolloutSource(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_traces);
        command.Options.Add(_step);
        _files = new LogFileOptions(command);
    }

    /// <summary>The symbols whose values are runs or files, for completion.</summary>
    public IReadOnlyList<Symbol> Words => [_words, _traces];

    /// <summary>The words that name traces.</summary>
    public IReadOnlyList<string> Given(CommandCall call)
    {
        string[] words = [.. call.Parsed.GetValue(_words) ?? [], .. call.Parsed.GetValue(_traces) ?? []];
        return words.Length > 0 ? words : [RunReference.Demo];
    }

    /// <summary>The traces, read while one enumerates. Of runs whose step is not given: the last saved step, or all.</summary>
    /// <param name="call">The line.</param>
    /// <param name="allSteps">Whether a run gives all its saved steps.</param>
    /// <param name="report">Filled while one enumerates.</param>
    public IEnumerable<Rollout> Read(CommandCall call, bool allSteps, RolloutReadReport report)
    {
        RolloutFileOptions options = FileOptions(call);
        int? step = call.Parsed.WholeNumber(_step, 0);
        if (Given(call).All(word => IsRollouts(call, word) || !IsFile(call, word)) && _files.Given(call) is { } forFiles)
            throw new HicraException($"{forFiles.Name} is for files, and {string.Join(", ", Given(call))} is none; leave it out");
        // What a word names is looked up at once, so that a wrong one is an error before work begins.
        IEnumerable<Rollout>[] parts = [.. Given(call).Select(word => Part(call, word, step, allSteps, options, report))];
        return parts.SelectMany(part => part);
    }

    /// <summary>How the line wants files to be read.</summary>
    public RolloutFileOptions FileOptions(CommandCall call) => _files.Of(call);

    /// <summary>The files, folders and patterns that the words mean: a run's are its saved rollouts.</summary>
    /// <exception cref="HicraException">A word is no file and no run.</exception>
    public IReadOnlyList<string> Paths(CommandCall call) =>
        [.. Given(call).SelectMany(word => IsFile(call, word) ? [PathOf(call, word)] : call.Runs(word).Select(run => run.Run.Folder.RolloutSteps().Count > 0 ? run.Run.Folder.Rollouts
            : throw new HicraException($"{run.Name}: the run saved no rollouts; train with --rollouts-every 20, or take demo")))];

    /// <summary>The library of the first run among the traces; null where there is none.</summary>
    public StrategicGramLibrary? OfRun(CommandCall call) => Given(call).Where(word => !IsRollouts(call, word) && !IsFile(call, word))
        .SelectMany(call.Runs).Where(run => File.Exists(run.Run.Folder.Grams)).Select(run => GramLibraryFile.Load(run.Run.Folder.Grams)).FirstOrDefault();

    private static string MathFile => ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz");

    private static IEnumerable<Rollout> Part(CommandCall call, string word, int? step, bool allSteps, RolloutFileOptions options, RolloutReadReport report)
    {
        if (IsRollouts(call, word)) return OfStep(RunReference.Variable(word, call.Host) is Rollout one ? [one] : (IEnumerable<Rollout>)RunReference.Variable(word, call.Host), step, word);
        if (IsFile(call, word)) return OfStep(RolloutFiles.Read([PathOf(call, word)], options, report), step, word);
        return [.. call.Runs(word)
            .SelectMany(run => Steps(run, step, allSteps).Select(run.Run.Folder.RolloutsOf))
            .SelectMany(file => RolloutJsonl.Read(file, new RolloutReadOptions { AllowTornLastLine = true }))];
    }

    private static string PathOf(CommandCall call, string word) => word switch { "-" => word, Math => MathFile, _ => call.Resolve(word) };

    private static IEnumerable<Rollout> OfStep(IEnumerable<Rollout> rollouts, int? step, string word)
    {
        if (step is not int wanted) return rollouts;
        return Some();

        IEnumerable<Rollout> Some()
        {
            var others = new SortedSet<int>();
            bool any = false;
            foreach (Rollout rollout in rollouts)
            {
                if (rollout.Step == wanted)
                {
                    any = true;
                    yield return rollout;
                }
                else if (rollout.Step is int other && others.Count < MostSteps) others.Add(other);
            }
            if (any) yield break;
            throw new HicraException(others.Count == 0 ? $"{word}: --step {wanted} cannot be found, because its rollouts do not say their step; leave --step out"
                : $"{word}: no rollouts of step {wanted}; there are {string.Join(", ", others)}{(others.Count == MostSteps ? ", …" : "")}");
        }
    }

    private static bool IsRollouts(CommandCall call, string word) => word.StartsWith('@') && RunReference.Variable(word, call.Host) is Rollout or IEnumerable<Rollout>;

    private static bool IsFile(CommandCall call, string word) => word is "-" or Math || (!word.StartsWith('@') && (RunReference.IsTraces(call.Resolve(word)) || word.Contains('*', StringComparison.Ordinal)));

    private static IReadOnlyList<int> Steps(NamedRun run, int? step, bool allSteps)
    {
        IReadOnlyList<int> saved = run.Run.Folder.RolloutSteps();
        if (saved.Count == 0) throw new HicraException($"{run.Name}: the run saved no rollouts; train with --rollouts-every 20, or take demo");
        if (step is not int one) return allSteps ? saved : [saved[^1]];
        return saved.Contains(one) ? [one] : throw new HicraException($"{run.Name}: no rollouts of step {one}; there are {string.Join(", ", saved)}");
    }
}
