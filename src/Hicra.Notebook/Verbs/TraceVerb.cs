using System.CommandLine;
using System.Globalization;
using System.Text;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra trace</c>: one rollout with its planning tokens marked.</summary>
internal static class TraceVerb
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = RunWords.Help };
        Option<string?> step = Options.Text("--step", "n", "a step whose rollouts are saved [the last]"), index = Options.Text("--index", "n", "which rollout of the step [the first right one, else 0]");
        Option<bool> tokens = new("--tokens") { Description = "list every token with log-prob, entropy and advantage" }, json = Options.Json();
        var command = new Command("trace", "Shows one rollout: planning tokens marked, verdict and advantages.") { run, step, index, tokens, json };
        command.SetAction(parsed =>
        {
            (string directory, ExistingRun found) = RunWords.One(terminal, parsed.GetRequiredValue(run));
            IReadOnlyList<int> steps = found.Folder.RolloutSteps();
            if (steps.Count == 0) throw new HicraException($"{directory}: the run has no saved rollouts; train with --rollouts-every N");
            int chosen = parsed.WholeNumber(step, 0) ?? steps[^1];
            if (!steps.Contains(chosen)) throw new HicraException($"{directory}: no rollouts of step {chosen}; there are those of {string.Join(", ", steps)}");
            Rollout[] rollouts = [.. RolloutJsonl.Read(found.Folder.RolloutsOf(chosen))];
            int at = parsed.WholeNumber(index, 0) ?? Math.Max(0, Array.FindIndex(rollouts, r => r.Kind == "right"));
            if (at >= rollouts.Length) throw new HicraException($"--index is {at}; step {chosen} has {rollouts.Length} rollouts, give 0 to {rollouts.Length - 1}");
            IWorld world = WorldCatalog.Find(found.Config.World);
            if (parsed.GetValue(json)) Json(terminal, rollouts[at], world);
            else Print(terminal, rollouts[at], at, world, parsed.GetValue(tokens));
            return Failure.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, Rollout rollout, int index, IWorld world, bool perToken)
    {
        IAnsiConsole console = terminal.OutputConsole;
        console.WriteLine(FormattableString.Invariant($"step {rollout.Step}, rollout {index}: {rollout.Kind}, reward {rollout.Reward}, advantage {rollout.Advantage:F3}, {rollout.TokenCount} tokens"));
        console.WriteLine();
        console.WriteLine(rollout.Prompt ?? "");
        console.MarkupLine(Marked(rollout, world, terminal.Colour));
        console.WriteLine();
        console.MarkupLine(terminal.Colour ? "[black on yellow]planning tokens[/] execution tokens" : "[[planning tokens]] execution tokens");
        Classes(console, rollout);
        if (perToken) Tokens(console, rollout, world);
    }

    // Without colour, brackets mark the grams: a pipe and a reader without colours see them too.
    private static string Marked(Rollout rollout, IWorld world, bool colour)
    {
        int[] ids = rollout.TokenIds ?? [];
        var text = new StringBuilder();
        int at = 0;
        foreach (GramSpan span in rollout.PlanningSpans ?? [])
        {
            Add(at, span.Start, "", "");
            Add(span.Start, span.End, colour ? "[black on yellow]" : "[[", colour ? "[/]" : "]]");
            at = span.End;
        }
        Add(at, ids.Length, "", "");
        return text.ToString();

        void Add(int from, int to, string open, string close)
        {
            if (from >= to) return;
            if (text.Length > 0) text.Append(' ');
            text.Append(open).Append(Markup.Escape(world.Decode(ids.AsSpan(from..to)))).Append(close);
        }
    }

    private static void Classes(IAnsiConsole console, Rollout rollout)
    {
        bool[] planning = Planning(rollout);
        var table = new Table().Border(TableBorder.Simple).AddColumn("tokens");
        foreach (string column in (string[])["count", "mean log-prob", "mean entropy", "mean advantage"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach ((string name, bool value) in (ReadOnlySpan<(string, bool)>)[("planning", true), ("execution", false)])
            table.AddRow(name, planning.Count(p => p == value).ToString(CultureInfo.InvariantCulture), Mean(rollout.LogProbs, planning, value), Mean(rollout.Entropies, planning, value), Mean(rollout.TokenAdvantages, planning, value));
        console.Write(table);
    }

    private static void Tokens(IAnsiConsole console, Rollout rollout, IWorld world)
    {
        bool[] planning = Planning(rollout);
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("#").RightAligned()).AddColumns("token", "");
        foreach (string column in (string[])["log-prob", "entropy", "advantage"]) table.AddColumn(new TableColumn(column).RightAligned());
        for (int i = 0; i < planning.Length; i++)
            table.AddRow(new Text(i.ToString(CultureInfo.InvariantCulture)), new Text(world.Decode([rollout.TokenIds![i]])), new Text(planning[i] ? "planning" : ""),
                new Text(Number(rollout.LogProbs?[i])), new Text(Number(rollout.Entropies?[i])), new Text(Number(rollout.TokenAdvantages?[i])));
        console.Write(table);
    }

    private static void Json(Terminal terminal, Rollout rollout, IWorld world)
    {
        using var buffer = new MemoryStream();
        using (var writer = new RolloutWriter(buffer, "output")) writer.Write(rollout with { TokenTexts = [.. (rollout.TokenIds ?? []).Select(id => world.Decode([id]))] });
        terminal.Output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static bool[] Planning(Rollout rollout)
    {
        var planning = new bool[rollout.TokenCount ?? 0];
        foreach (GramSpan span in rollout.PlanningSpans ?? []) planning.AsSpan(span.Start, span.Length).Fill(true);
        return planning;
    }

    private static string Mean(float[]? values, bool[] planning, bool value)
    {
        if (values is null) return "-";
        float[] chosen = [.. values.Where((_, i) => planning[i] == value)];
        return chosen.Length == 0 ? "-" : Number(chosen.Average());
    }

    private static string Number(float? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "-";
}
