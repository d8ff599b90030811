using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Notebook.Cli;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra show</c>: runs as a table of windows and as sparklines.</summary>
internal static class ShowVerb
{
    private const int SparkWidth = 40, WindowCount = 7;

    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUN") { Arity = ArgumentArity.OneOrMore, Description = $"{RunWords.Help}; several are shown side by side" };
        Option<bool> json = Options.Json();
        var command = new Command("show", "Shows runs: settings, means over windows of steps, and curves.") { runs, json };
        command.SetAction(parsed =>
        {
            Shown[] shown = [.. parsed.GetRequiredValue(runs).SelectMany(word => RunWords.Find(terminal, word)).Select(Read)];
            if (parsed.GetValue(json)) Json(terminal, shown);
            else Print(terminal.OutputConsole, shown);
            return Failure.Ok;
        });
        return command;
    }

    private static Shown Read(NamedRun named)
    {
        ExistingRun run = named.Run;
        IReadOnlyList<MetricRow> rows = File.Exists(run.Folder.Metrics) ? MetricsLog.Read(run.Folder.Metrics) : [];
        return new Shown(named.Name, run, rows);
    }

    private static (string Label, string Metric)[] Metrics(RunConfig config) =>
    [
        ("training accuracy", "hicra/accuracy"),
        ("validation accuracy", $"val-core/{config.World}/acc/mean@{config.Training.ValidationSamples}"),
        ("response length", "response_length/mean"),
        ("share of sound attempts", "hicra/sound_attempts"),
        ("semantic entropy of grams", "hicra/semantic_entropy"),
        ("entropy of executed forms", "hicra/executed_entropy"),
        ("entropy, planning tokens", "hicra/entropy/planning"),
        ("entropy, execution tokens", "hicra/entropy/execution"),
        ("planning tokens, share", "hicra/planning_share"),
        ("grams a rollout", "hicra/grams"),
        ("planning errors", "hicra/error/planning"),
        ("other errors", "hicra/error/other"),
    ];

    private static void Print(IAnsiConsole console, Shown[] shown)
    {
        foreach (Shown one in shown)
        {
            TrainingOptions options = one.Run.Config.Training;
            string state = one.Run.IsFinished ? "finished" : FormattableString.Invariant($"at step {one.Run.NextStep} of {options.Steps}; go on with: hicra train --resume {one.Name}");
            console.WriteLine($"{one.Name}: {Settings(options)}; {state}");
            if (one.Run.Config.Fork is { } fork) console.WriteLine(FormattableString.Invariant($"  forked from {fork.Run} at step {fork.Step}"));
        }
        if (shown.Length == 1) Windows(console, shown[0]);
        Curves(console, shown);
    }

    // The method and what differs from the defaults.
    private static string Settings(TrainingOptions options)
    {
        var defaults = new TrainingOptions();
        IEnumerable<string> named = TrainingSettings.All
            .Where(s => s.Name is "method" or "steps" or "seed" || (s.Name == "alpha" && UsesAlpha(options)) || (s.Name != "alpha" && s.Get(options) != s.Get(defaults)))
            .Select(s => $"{s.Name} {s.Get(options)}");
        return string.Join(", ", named);

        static bool UsesAlpha(TrainingOptions options) => Credit.CreditCatalog.BuiltIn.Methods.FirstOrDefault(m => m.Name == options.Method)?.UsesAlpha ?? true;
    }

    private static void Windows(IAnsiConsole console, Shown one)
    {
        if (one.Rows.Count == 0) return;
        (int From, int To)[] windows = [.. WindowsOf(one.Rows[0].Step, one.Rows[^1].Step + 1)];
        var table = new Table().Border(TableBorder.Simple).AddColumn("mean over steps");
        foreach ((int from, int to) in windows) table.AddColumn(new TableColumn(FormattableString.Invariant($"{from}-{to}")).RightAligned());
        foreach ((string label, string metric) in Metrics(one.Run.Config))
        {
            if (!one.Rows.Any(r => r[metric] is not null)) continue;
            table.AddRow([label, .. windows.Select(w => Number(RunMeasure.WindowMean(one.Rows, metric, w.From, w.To)))]);
        }
        console.Write(table);
    }

    /// <summary>World.md's windows for the default run of 401 rows, equal parts for others.</summary>
    internal static IEnumerable<(int From, int To)> WindowsOf(int first, int end)
    {
        if (first == 0 && end == 401) return [(0, 8), (30, 50), (70, 90), (110, 130), (190, 210), (290, 310), (381, 401)];
        int count = Math.Min(WindowCount, end - first);
        return Enumerable.Range(0, count).Select(i => (first + (int)((long)(end - first) * i / count), first + (int)((long)(end - first) * (i + 1) / count)));
    }

    private static void Curves(IAnsiConsole console, Shown[] shown)
    {
        int first = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[0].Step).DefaultIfEmpty(0).Min();
        int end = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[^1].Step + 1).DefaultIfEmpty(0).Max();
        if (end <= first) return;
        bool several = shown.Length > 1;
        var table = new Table().Border(TableBorder.Simple).AddColumn("curve").AddColumn(FormattableString.Invariant($"step {first} to {end - 1}")).AddColumn(new TableColumn("first").RightAligned()).AddColumn(new TableColumn("last").RightAligned());
        foreach ((string label, string metric) in Metrics(shown[0].Run.Config))
        {
            var curves = shown.Select(s => (s.Name, Points: s.Rows.Where(r => r[metric] is not null).Select(r => (r.Step, Value: r[metric]!.Value)).ToArray())).Where(c => c.Points.Length > 0).ToArray();
            if (curves.Length == 0) continue;
            // One scale for all runs, so that they can be compared by eye.
            double low = curves.Min(c => c.Points.Min(p => p.Value)), high = curves.Max(c => c.Points.Max(p => p.Value));
            for (int i = 0; i < curves.Length; i++)
            {
                (string name, (int Step, double Value)[] points) = curves[i];
                string line = Sparkline.Draw(points.Select(p => ((double)(p.Step - first) / (end - first), p.Value)), SparkWidth, low, high);
                string title = !several ? label : i == 0 ? $"{label}: {name}" : $"{new string(' ', label.Length + 2)}{name}";
                table.AddRow(new Text(title), new Text(line, new Style(Color.Teal)), new Text(Number(points[0].Value)), new Text(Number(points[^1].Value)));
            }
        }
        console.Write(table);
    }

    private static void Json(Terminal terminal, Shown[] shown) => terminal.Json(json =>
    {
        json.WriteStartArray();
        foreach (Shown one in shown)
        {
            json.WriteStartObject();
            json.WriteString("run", one.Name);
            json.WriteBoolean("finished", one.Run.IsFinished);
            json.WriteNumber("next_step", one.Run.NextStep);
            json.WriteStartObject("training");
            TrainingSettings.Write(json, one.Run.Config.Training);
            json.WriteEndObject();
            json.WriteStartArray("windows");
            foreach ((int from, int to) in one.Rows.Count == 0 ? [] : WindowsOf(one.Rows[0].Step, one.Rows[^1].Step + 1))
            {
                json.WriteStartObject();
                json.WriteNumber("from", from);
                json.WriteNumber("to", to);
                foreach (string metric in one.Rows.Where(r => r.Step >= from && r.Step < to).SelectMany(r => r.Values.Keys).Distinct())
                    if (RunMeasure.WindowMean(one.Rows, metric, from, to) is double mean) json.WriteNumber(metric, mean);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static string Number(double? value) => value is not double v ? "-" : v.ToString(Math.Abs(v) >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);

    private sealed record Shown(string Name, ExistingRun Run, IReadOnlyList<MetricRow> Rows);
}
