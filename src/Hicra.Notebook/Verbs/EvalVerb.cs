using System.CommandLine;
using Hicra.Metrics.Statistics;
using Hicra.Notebook.Cli;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra eval</c>: pass@1, avg@k and pass@k on a problem set, with intervals.</summary>
internal static class EvalVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string?>("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = "a run (its newest checkpoint), RUN@STEP, or a model folder [the shipped base model]" };
        Option<string?> problems = Options.Text("--problems", "set", "validation or train [validation]"), limit = Options.Text("--limit", "n", "problems at most [all]");
        Option<string?> samples = Options.Text("--samples", "k", "samples per problem [8]"), temperature = Options.Text("--temperature", "x", "sampling temperature; 0 takes the most probable token [1]");
        Option<string?> longest = Options.Text("--max-new-tokens", "n", "longest response in tokens [128]"), seed = Options.Text("--seed", "n", "seed of the samples [0]"), threads = Options.Threads();
        Option<bool> json = Options.Json(), quiet = Options.Quiet();
        var command = new Command("eval", "Accuracy on a problem set: pass@1, avg@k and pass@k, with bootstrap intervals over problems.") { model, problems, limit, samples, temperature, longest, seed, threads, json, quiet };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(problems) ?? "validation";
            var world = new PuzzleWorld();
            IReadOnlyList<Problem> set = Evaluation.ProblemSet(world, name);
            (string label, string folder) = Evaluation.ModelFolder(parsed.GetValue(model));
            var plan = new EvaluationPlan(
                label, name, [.. set.Take(parsed.WholeNumber(limit, 1) ?? set.Count)], parsed.WholeNumber(samples, 1) ?? 8,
                parsed.Number(temperature, 0) ?? 1, parsed.WholeNumber(longest, 1) ?? 128, parsed.WholeNumber(seed, 0) ?? 0);
            using ManagedPolicy policy = ManagedPolicy.LoadPretrained(folder, parsed.ThreadCount(threads));
            using var interruption = new Interruption(terminal);
            Evaluation? result = ProgressDisplay.Run(terminal, "eval", "problems", 0, plan.Problems.Count, parsed.GetValue(quiet), tell => Evaluation.Run(policy, world, plan, tell.Invoke, interruption.Token));
            if (result is null) return Failure.Interrupted;
            Report(terminal, result, parsed.GetValue(json));
            return Failure.Ok;
        });
        return command;
    }

    private static void Report(Terminal terminal, Evaluation result, bool asJson)
    {
        if (asJson)
        {
            terminal.Json(result.Write);
            return;
        }
        terminal.OutputConsole.WriteLine(result.ToString());
        var table = new Table().Border(TableBorder.Simple).AddColumn("measure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("95 % interval over problems (bootstrap)");
        foreach ((string name, Interval interval) in result.Measures)
            table.AddRow(name, FormattableString.Invariant($"{interval.Estimate:F3}"), FormattableString.Invariant($"{interval.Low:F3} .. {interval.High:F3}"));
        terminal.OutputConsole.Write(table);
    }
}
