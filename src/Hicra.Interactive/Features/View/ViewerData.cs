using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.View;

/// <summary>What the page shows, as JSON that is safe inside a script element.</summary>
internal sealed class ViewerData
{
    private readonly IReadOnlyList<LoadedRun> _runs;
    private readonly RunViewerOptions _options;
    private readonly Dictionary<string, int> _words = [];

    private ViewerData(IReadOnlyList<LoadedRun> runs, RunViewerOptions options) => (_runs, _options) = (runs, options);

    public string Title { get; private init; } = "";

    public string Json { get; private set; } = "";

    /// <summary>The runs as an HTML table, for readers without scripts.</summary>
    public string StaticSummary { get; private init; } = "";

    /// <summary>Collects as much as fits: first fewer problems a step, then fewer steps.</summary>
    public static ViewerData Collect(IReadOnlyList<ExistingRun> existing, RunViewerOptions options, int room)
    {
        LoadedRun[] runs = Named([.. existing.Select(LoadedRun.Load)]);
        var data = new ViewerData(runs, options)
        {
            Title = runs.Length < 2 ? runs[0].Name : $"{string.Join(", ", runs.SkipLast(1).Select(r => r.Name))} and {runs[^1].Name}",
            StaticSummary = Summary(runs),
        };
        int most = runs.Max(r => r.Steps.Count), groups = options.GroupsPerStep, steps = most;
        while (true)
        {
            data.Write(groups, steps, most);
            if (Encoding.UTF8.GetByteCount(data.Json) <= room || (groups == 1 && steps <= 1)) return data;
            if (groups > 2 || (groups > 1 && steps <= 8)) groups--;
            else steps = Math.Max(1, steps * 2 / 3);
        }
    }

    // Runs of a sweep lie in folders that are called alike: method and seed tell them apart, and else a number does.
    private static LoadedRun[] Named(LoadedRun[] runs)
    {
        if (runs.DistinctBy(r => r.Name).Count() < runs.Length) runs = [.. runs.Select(r => runs.Count(o => o.Name == r.Name) == 1 ? r : r with { Name = FormattableString.Invariant($"{SweepCell.Of(r.Config.Training).Name}, seed {r.Config.Training.Seed}") })];
        return Numbered(runs);
    }

    private static LoadedRun[] Numbered(LoadedRun[] runs) =>
        [.. runs.Select((run, i) => runs.Count(r => r.Name == run.Name) == 1 ? run : run with { Name = FormattableString.Invariant($"{run.Name} ({runs.Take(i + 1).Count(r => r.Name == run.Name)})") })];

    private void Write(int groups, int steps, int allSteps)
    {
        _words.Clear();
        using var buffer = new MemoryStream();
        // The default encoder escapes < > & ' and every control character: no text can end the script element.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteStartArray("panels");
            foreach (ViewerPanel panel in ViewerPanel.All) WritePanel(json, panel);
            json.WriteEndArray();
            int[] kept = Spread([.. _runs.SelectMany(r => r.Steps).Distinct().Order()], steps);
            json.WriteStartArray("runs");
            foreach (LoadedRun run in _runs) WriteRun(json, run, groups, kept);
            json.WriteEndArray();
            json.WriteStartArray("words");
            foreach ((string word, _) in _words.OrderBy(w => w.Value)) json.WriteStringValue(word);
            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (string note in Notes(groups, kept.Length, allSteps)) json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        Json = Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private IEnumerable<string> Notes(int groups, int steps, int allSteps)
    {
        foreach (LoadedRun run in _runs)
        {
            if (run.Config.Log is { } log) yield return $"{run.Name}: {log.Describe()}. Not in the log: {string.Join(", ", log.Lacks.DefaultIfEmpty("nothing"))}. Its settings are not known; formulas take the kit's usual ones{(log.Lacks.Contains("log-probs") ? ", and without log-probs a ratio is 1" : "")}.";
            int every = Every(run.Rows.Count);
            if (every > 1) yield return $"{run.Name}: curves show every {every}th of {run.Rows.Count} steps.";
            if (run.Steps.Count == 0) yield return $"{run.Name}: the run has no saved rollouts; train with --rollouts-every N to see them here.";
        }
        int sampled = _runs.Max(r => r.Config.Log is null ? r.Config.Training.Prompts : (int)r.Rows.Select(row => row["hicra/prompts"] ?? 0).DefaultIfEmpty(0).Max());
        if (groups < sampled && allSteps > 0) yield return $"Of a step's {sampled} problems the page holds at most {groups}: those in which rewards differ most.";
        if (steps < allSteps) yield return FormattableString.Invariant($"Of {allSteps} steps with saved rollouts the page holds {steps}, evenly spread, to stay below {_options.MaxBytes / 1_000_000.0:0.#} MB.");
    }

    private int Every(int rows) => (rows + _options.CurvePoints - 1) / _options.CurvePoints;

    private static int[] Spread(int[] all, int count) =>
        count >= all.Length ? all : count == 1 ? all[^1..] : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * (all.Length - 1) / (count - 1))])];

    private static void WritePanel(Utf8JsonWriter json, ViewerPanel panel)
    {
        json.WriteStartObject();
        json.WriteString("title", panel.Title);
        json.WriteBoolean("share", MetricCatalog.Find(Sample(panel.Keys[0].Key)) is { IsShare: true });
        json.WriteStartArray("series");
        foreach ((string key, string name) in panel.Keys)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(name);
            json.WriteStringValue(MetricCatalog.Find(Sample(key))?.Sentence ?? "");
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A key that ends in a star is the beginning of a validation's name, whatever its world and samples.
    private static string Sample(string key) => key.EndsWith('*') ? MetricNames.Validation("any", 1) : key;

    private void WriteRun(Utf8JsonWriter json, LoadedRun run, int groups, int[] kept)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Name);
        json.WriteString("method", run.Config.Training.Method);
        if (run.Config.Log is { } log) json.WriteString("log", log.Describe());
        json.WriteString("world", run.Config.World);
        json.WriteStartObject("settings");
        TrainingSettings.Write(json, run.Config.Training);
        json.WriteEndObject();
        json.WriteStartArray("grams");
        foreach (string gram in run.Grams) json.WriteStringValue(gram);
        json.WriteEndArray();
        WriteRows(json, run.Rows);
        json.WriteStartArray("steps");
        foreach (int step in kept.Where(run.Steps.Contains)) WriteStep(json, run, step, groups);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRows(Utf8JsonWriter json, IReadOnlyList<MetricRow> rows)
    {
        int every = Every(rows.Count);
        // A validation falls on few rows, which thinning must not drop: its series takes the rows that have a value.
        MetricRow[] thinned = [.. rows.Where((_, i) => i % Math.Max(every, 1) == 0 || i == rows.Count - 1)];
        json.WriteStartObject("curves");
        foreach ((string key, _) in ViewerPanel.All.SelectMany(p => p.Keys))
        {
            string? name = key.EndsWith('*') ? rows.SelectMany(r => r.Values.Keys).FirstOrDefault(k => k.StartsWith(key[..^1], StringComparison.Ordinal)) : key;
            MetricRow[] having = name is null ? [] : [.. (key.EndsWith('*') ? rows : thinned).Where(r => r[name] is not null)];
            if (having.Length == 0) continue;
            json.WriteStartArray(key);
            json.WriteStartArray();
            foreach (MetricRow row in having) json.WriteNumberValue(row.Step);
            json.WriteEndArray();
            json.WriteStartArray();
            foreach (MetricRow row in having) Number(json, row[name!]);
            json.WriteEndArray();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private void WriteStep(Utf8JsonWriter json, LoadedRun run, int step, int count)
    {
        IReadOnlyList<RolloutGroup> groups = run.Groups(step);
        json.WriteStartObject();
        json.WriteNumber("step", step);
        json.WriteNumber("rollouts", groups.Sum(g => g.Rollouts.Count));
        json.WriteNumber("tokens", groups.Sum(g => g.Rollouts.Sum(r => r.TokenCount ?? 0)));
        json.WriteStartArray("groups");
        foreach (RolloutGroup group in Choose(step, count, groups)) WriteGroup(json, group);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Two runs on common random numbers meet the same problems: choose by both, so that they stand side by side.
    private IEnumerable<RolloutGroup> Choose(int step, int count, IReadOnlyList<RolloutGroup> groups)
    {
        var spread = new Dictionary<int, double>();
        foreach (LoadedRun run in _runs.Where(r => r.Steps.Contains(step)))
            foreach (RolloutGroup group in run.Groups(step)) spread[group.Index] = spread.GetValueOrDefault(group.Index) + group.Spread;
        return groups.OrderByDescending(g => spread[g.Index]).ThenBy(g => g.Index).Take(count).OrderBy(g => g.Index);
    }

    private void WriteGroup(Utf8JsonWriter json, RolloutGroup group)
    {
        json.WriteStartObject();
        json.WriteNumber("group", group.Index);
        json.WriteString("prompt", group.Prompt);
        if (group.Problem is { } problem) json.WriteString("problem", problem);
        if (group.Rollouts[0].PromptPixels is { } pixels && PixelPicture.Path(pixels) is { } path)
        {
            json.WriteStartObject("picture");
            json.WriteNumber("width", pixels[0].Length);
            json.WriteNumber("height", pixels.Length);
            json.WriteString("path", path);
            json.WriteEndObject();
        }
        json.WriteStartArray("rollouts");
        foreach (Rollout rollout in group.Rollouts) WriteRollout(json, rollout);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRollout(Utf8JsonWriter json, Rollout rollout)
    {
        json.WriteStartObject();
        if (rollout.Reward is double reward) json.WriteNumber("reward", reward);
        if (rollout.Advantage is double advantage) json.WriteNumber("advantage", advantage);
        if (rollout.Alpha is double alpha) json.WriteNumber("alpha", alpha);
        if (rollout.Kind is { } kind) json.WriteString("kind", kind);
        json.WriteStartArray("w");
        foreach (string text in RolloutTokens.Pieces(rollout))
        {
            if (!_words.TryGetValue(text, out int word)) _words[text] = word = _words.Count;
            json.WriteNumberValue(word);
        }
        json.WriteEndArray();
        Numbers(json, "l", rollout.LogProbs);
        Numbers(json, "e", rollout.Entropies);
        Numbers(json, "a", rollout.TokenAdvantages);
        json.WriteStartArray("g");
        foreach (GramSpan span in rollout.PlanningSpans ?? [])
        {
            json.WriteStartArray();
            json.WriteNumberValue(span.Start);
            json.WriteNumberValue(span.Length);
            json.WriteNumberValue(span.Gram);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, float[]? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (float value in values) Number(json, value);
        json.WriteEndArray();
    }

    // Four digits are more than a chart or a hover shows; the formulas compute from the rollout's own full numbers.
    private static void Number(Utf8JsonWriter json, double? value)
    {
        if (value is not double number || !double.IsFinite(number)) json.WriteNullValue();
        else json.WriteRawValue(number.ToString("G4", CultureInfo.InvariantCulture));
    }

    private static string Summary(IReadOnlyList<LoadedRun> runs)
    {
        var html = new StringBuilder("<table><caption>Last row of each run</caption><thead><tr><th>metric</th>");
        foreach (LoadedRun run in runs) html.Append("<th>").Append(Text(run.Name)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (string key in ViewerPanel.All.SelectMany(p => p.Keys).Select(k => k.Key).Where(k => !k.EndsWith('*')))
        {
            html.Append("<tr><td>").Append(Text(key)).Append("</td>");
            foreach (LoadedRun run in runs)
                html.Append("<td>").Append(run.Rows.LastOrDefault(r => r[key] is not null) is { } row ? row[key]!.Value.ToString("G4", CultureInfo.InvariantCulture) : "").Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
