using System.Globalization;

namespace Hicra.Training.Runs;

/// <summary>Where things lie in a run's folder.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The complete settings; written first.</summary>
    public string Config => System.IO.Path.Combine(Path, "config.json");

    /// <summary>One row a step.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>The strategic grams that define planning tokens.</summary>
    public string Grams => System.IO.Path.Combine(Path, "grams.json");

    /// <summary>The libraries of a run that mines while it trains, a file a version.</summary>
    public string GramVersions => System.IO.Path.Combine(Path, "grams");

    /// <summary>The library that was mined at a step.</summary>
    public string GramsOf(int step) => System.IO.Path.Combine(GramVersions, StepName(step) + ".json");

    /// <summary>The steps at which a library was mined, ascending.</summary>
    public IReadOnlyList<int> GramSteps() => Steps(Directory.Exists(GramVersions) ? Directory.EnumerateFiles(GramVersions, "*.json") : []);

    /// <summary>The n-grams of a placebo run.</summary>
    public string Placebo => DrawnGrams("placebo");

    /// <summary>The n-grams that a credit rule drew for itself, by their name in its state.</summary>
    public string DrawnGrams(string name) => System.IO.Path.Combine(Path, name + ".json");

    /// <summary>Saved rollouts, a file a step.</summary>
    public string Rollouts => System.IO.Path.Combine(Path, "rollouts");

    /// <summary>Checkpoints, a folder a step.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Held open by the process that writes the run.</summary>
    public string Lock => System.IO.Path.Combine(Path, ".lock");

    /// <summary>The rollouts of a step.</summary>
    public string RolloutsOf(int step) => System.IO.Path.Combine(Rollouts, StepName(step) + ".jsonl");

    /// <summary>The checkpoint from which a step starts.</summary>
    public string CheckpointOf(int step) => System.IO.Path.Combine(Checkpoints, StepName(step));

    /// <summary>The steps that have an entry in <see cref="Checkpoints"/>, ascending.</summary>
    public IReadOnlyList<int> CheckpointSteps() => Steps(Directory.Exists(Checkpoints) ? Directory.EnumerateDirectories(Checkpoints) : []);

    /// <summary>The steps that have an entry in <see cref="Rollouts"/>, ascending.</summary>
    public IReadOnlyList<int> RolloutSteps() => Steps(Directory.Exists(Rollouts) ? Directory.EnumerateFiles(Rollouts, "*.jsonl") : []);

    /// <summary>Whether the folder holds a run.</summary>
    public bool HoldsRun => File.Exists(Config);

    /// <summary>
    /// A folder for a run that was given none: <c>runs/hicra-alpha-0.2-seed-0</c>, with a number behind it where that holds
    /// a run with other settings.
    /// </summary>
    /// <param name="config">The run's settings.</param>
    /// <param name="parent">Where runs lie.</param>
    public static RunFolder Propose(RunConfig config, string parent = "runs")
    {
        ArgumentNullException.ThrowIfNull(config);
        SweepCell cell = SweepCell.Of(config.Training);
        string name = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{cell.Name}-seed-{config.Training.Seed}{(config.Fork is { } fork ? $"-fork-{fork.Step}" : "")}"));
        for (int number = 1; ; number++)
        {
            var folder = new RunFolder(number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            if (!Directory.Exists(folder.Path) || ExistingRun.Find(folder.Path) is { } existing && existing.Config.Differences(config).Count == 0) return folder;
        }
    }

    private static string StepName(int step) => string.Create(CultureInfo.InvariantCulture, $"step-{step:D6}");

    private static List<int> Steps(IEnumerable<string> paths)
    {
        var steps = new List<int>();
        foreach (string path in paths)
        {
            string name = System.IO.Path.GetFileName(path);
            // What is not finished (*.partial) is no entry.
            if (System.IO.Path.GetExtension(name) is ".jsonl" or ".json") name = System.IO.Path.GetFileNameWithoutExtension(name);
            if (name.StartsWith("step-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int step)) steps.Add(step);
        }
        steps.Sort();
        return steps;
    }
}
