using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Verification.Phases;

/// <summary><c>phases</c>: which runs of the long world show the paper's two phases, by the criteria of docs/worlds.md.</summary>
internal static class PhasesVerb
{
    private const string Baseline = "grpo";

    private static readonly (string Name, Func<PhaseCriteria, double?> Of)[] Compared =
    [
        ("accuracy at the end", c => c.LastAccuracy), ("accuracy at the first fifth", c => c.FifthAccuracy), ("plan hits at the end", c => c.LastHits),
    ];

    public static Command Create()
    {
        var folders = new Argument<string[]>("FOLDERS") { Arity = ArgumentArity.OneOrMore, Description = "run folders, or tables that --write made; a name METHOD_PAIR pairs methods" };
        Option<string?> write = Options.Text("--write", "DIR", "write the measures of each run as a table");
        Option<bool> json = Options.Json();
        var command = new Command("phases", "Judges runs of the long world by the criteria that were fixed beforehand: how many meet each, and methods paired with GRPO; exit code 1 where a run of GRPO fails one.") { folders, write, json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<PhaseLog> logs = PhaseLog.Find(parsed.GetRequiredValue(folders));
            if (parsed.GetValue(write) is { } folder)
            {
                Directory.CreateDirectory(folder);
                foreach (PhaseLog log in logs) log.Write(folder);
            }
            (PhaseLog Log, PhaseCriteria Criteria)[] judged = [.. logs.Where(IsWhole).Select(log => (log, new PhaseCriteria(log)))];
            PhaseLog[] partial = [.. logs.Where(log => !IsWhole(log))];
            if (judged.Length == 0) throw new HicraException($"{partial[0].Name}: has {partial[0].Rows[^1].Step} steps, and the criteria are those of {PhaseCriteria.Steps}; give a run that has them");
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(writer => Write(writer, judged)) : Text(judged, partial));
            return judged.Where(run => run.Log.Method == Baseline).All(run => run.Criteria.All) ? Failure.Ok : Failure.CheckFailed;
        });
        return command;
    }

    private static bool IsWhole(PhaseLog log) => log.Rows[^1].Step >= PhaseCriteria.Steps;

    private static string Text((PhaseLog Log, PhaseCriteria Criteria)[] judged, PhaseLog[] partial)
    {
        string[] head = ["run", "1 execution first", "2 then planning", "3 share", "4 planning learned", "entropy -40 % at", "gain by then", "rise of strategies, length, accuracy", "share", "plan hits", "accuracy"];
        var text = new StringBuilder(MarkdownTable.Render(head, judged.Select(run => (IReadOnlyList<string>)Cells(run.Criteria)), texts: 5));
        foreach (IGrouping<string, (PhaseLog Log, PhaseCriteria Criteria)> method in judged.GroupBy(run => run.Log.Method))
        {
            PhaseCriteria[] all = [.. method.Select(run => run.Criteria)];
            text.Append(CultureInfo.InvariantCulture, $"\n{method.Key}: of {all.Length} runs {all.Count(c => c.ExecutionFirst)} meet criterion 1, {all.Count(c => c.ThenPlanning)} criterion 2, {all.Count(c => c.PapersShare)} criterion 3, {all.Count(c => c.PlanningIsLearned)} criterion 4, {all.Count(c => c.All)} all four");
        }
        foreach ((string method, string measure, double[] differences) in Differences(judged))
            text.Append(CultureInfo.InvariantCulture, $"\n{method} less {Baseline}, {measure}: {Difference(differences)}");
        foreach (PhaseLog log in partial) text.Append(CultureInfo.InvariantCulture, $"\n{log.Name}: stopped at step {log.Rows[^1].Step}, not judged");
        return text.ToString();
    }

    private static string[] Cells(PhaseCriteria c) =>
    [
        c.Name, Mark(c.ExecutionFirst), Mark(c.ThenPlanning), Mark(c.PapersShare), Mark(c.PlanningIsLearned), c.SettledAt?.ToString(CultureInfo.InvariantCulture) ?? "never", Number(c.ShareOfGain),
        $"{Number(c.StrategiesRise)}, {Number(c.LengthRises)}, {Number(c.AccuracyRises)}", $"{Number(c.LeastPlanning, "F3")} to {Number(c.MostPlanning, "F3")}",
        $"{Number(c.FirstHits, "F3")} to {Number(c.LastHits, "F3")}", $"{Number(c.FirstAccuracy)}, {Number(c.FifthAccuracy)}, {Number(c.LastAccuracy)}",
    ];

    private static string Mark(bool met) => met ? "yes" : "no";

    private static string Number(double? value, string format = "F2") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "none";

    // Pairs of the same base model and seed; only those that both methods have.
    private static IEnumerable<(string Method, string Measure, double[] Differences)> Differences((PhaseLog Log, PhaseCriteria Criteria)[] judged)
    {
        var baseline = judged.Where(run => run.Log.Method == Baseline && run.Log.Pair.Length > 0).ToDictionary(run => run.Log.Pair, run => run.Criteria, StringComparer.Ordinal);
        foreach (IGrouping<string, (PhaseLog Log, PhaseCriteria Criteria)> method in judged.Where(run => run.Log.Method != Baseline && baseline.ContainsKey(run.Log.Pair)).GroupBy(run => run.Log.Method))
            foreach ((string name, Func<PhaseCriteria, double?> of) in Compared)
                yield return (method.Key, name, [.. method.Select(run => of(run.Criteria) - of(baseline[run.Log.Pair])).OfType<double>()]);
    }

    private static string Difference(double[] differences) => Paired.TInterval(differences) is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{interval.Estimate:+0.000;-0.000} (95 % {interval.Low:+0.000;-0.000} to {interval.High:+0.000;-0.000}, {differences.Length} pairs)")
        : string.Create(CultureInfo.InvariantCulture, $"{differences.Average():+0.000;-0.000} (one pair)");

    private static void Write(Utf8JsonWriter json, (PhaseLog Log, PhaseCriteria Criteria)[] judged)
    {
        json.WriteStartArray();
        foreach ((PhaseLog log, PhaseCriteria c) in judged)
        {
            json.WriteStartObject();
            json.WriteString("run", c.Name);
            json.WriteString("method", log.Method);
            json.WriteBoolean("execution_first", c.ExecutionFirst);
            json.WriteBoolean("then_planning", c.ThenPlanning);
            json.WriteBoolean("papers_share", c.PapersShare);
            json.WriteBoolean("planning_is_learned", c.PlanningIsLearned);
            (string Name, double? Value)[] numbers =
            [
                ("settled_at", c.SettledAt), ("share_of_gain", c.ShareOfGain), ("strategies_rise", c.StrategiesRise), ("length_rises", c.LengthRises), ("accuracy_rises", c.AccuracyRises),
                ("least_planning", c.LeastPlanning), ("most_planning", c.MostPlanning), ("first_hits", c.FirstHits), ("last_hits", c.LastHits),
                ("first_accuracy", c.FirstAccuracy), ("fifth_accuracy", c.FifthAccuracy), ("last_accuracy", c.LastAccuracy),
            ];
            foreach ((string name, double? value) in numbers)
                if (value is double number) json.WriteNumber(name, number);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
