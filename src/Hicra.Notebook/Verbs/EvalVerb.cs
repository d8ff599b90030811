using System.CommandLine;
using System.Globalization;
using Hicra.Metrics;
using Hicra.Metrics.Statistics;
using Hicra.Notebook.Cli;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Spectre.Console;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra eval</c>: pass@1, avg@k and pass@k on a problem set, with intervals.</summary>
internal static class EvalVerb
{
    private const int ProblemsAtATime = 32, Resamples = 2000;

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
            IReadOnlyList<Problem> set = name switch
            {
                "validation" => world.Validation,
                "train" => world.Training,
                _ => throw new HicraException($"--problems is '{name}'; give validation or train"),
            };
            (string label, string folder) = ModelFolder(parsed.GetValue(model));
            var plan = new Plan(
                label, name, [.. set.Take(parsed.WholeNumber(limit, 1) ?? set.Count)], parsed.WholeNumber(samples, 1) ?? 8,
                parsed.Number(temperature, 0) ?? 1, parsed.WholeNumber(longest, 1) ?? 128, parsed.WholeNumber(seed, 0) ?? 0);
            using ManagedPolicy policy = ManagedPolicy.LoadPretrained(folder, parsed.ThreadCount(threads));
            using var interruption = new Interruption(terminal);
            double[]? right = ProgressDisplay.Run(terminal, "eval", "problems", 0, plan.Problems.Count, parsed.GetValue(quiet), tell => Sample(policy, world, plan, tell, interruption.Token));
            if (right is null) return Failure.Interrupted;
            Report(terminal, plan, right, parsed.GetValue(json));
            return Failure.Ok;
        });
        return command;
    }

    private static (string Label, string Folder) ModelFolder(string? model)
    {
        if (model is null) return ("shipped base model", BaseModel.Find(BaseModel.Shipped).Folder);
        int at = model.LastIndexOf('@');
        int? step = at > 0 && int.TryParse(model.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : null;
        string directory = step is null ? model : model[..at];
        if (step is null && !new RunFolder(directory).HoldsRun | File.Exists(Path.Combine(directory, "model.safetensors"))) return (model, BaseModel.Find(model).Folder);
        ExistingRun run = ExistingRun.Open(directory);
        IReadOnlyList<int> steps = run.Folder.CheckpointSteps();
        if (steps.Count == 0) throw new HicraException($"{directory}: the run has no checkpoint yet; go on with it first: hicra train --resume {directory}");
        int chosen = step ?? steps[^1];
        if (!steps.Contains(chosen)) throw new HicraException($"{directory}: no checkpoint at step {chosen}; there are {string.Join(", ", steps)}");
        return ($"{directory}@{chosen}", run.Folder.CheckpointOf(chosen));
    }

    private static double[]? Sample(ManagedPolicy policy, PuzzleWorld world, Plan plan, ProgressDisplay.Tell tell, CancellationToken cancellation)
    {
        var right = new double[plan.Problems.Count * plan.Samples];
        CounterRandom random = CounterRandom.FromSeed(plan.Seed).Derive("eval");
        for (int first = 0; first < plan.Problems.Count; first += ProblemsAtATime)
        {
            if (cancellation.IsCancellationRequested) return null;
            Problem[] some = [.. plan.Problems.Skip(first).Take(ProblemsAtATime)];
            SampledResponses responses = policy.Sample(new SampleRequest
            {
                Prompts = [.. some.Select(world.Prompt)],
                GroupSize = plan.Samples,
                MaxNewTokens = plan.MaxNewTokens,
                EndToken = world.EndToken,
                Temperature = plan.Temperature,
                Random = random.Derive(first),
            }, CancellationToken.None);
            for (int i = 0; i < responses.Count; i++)
                right[first * plan.Samples + i] = world.Judge(some[i / plan.Samples], responses.Response(i)).Kind == ErrorKind.Right ? 1 : 0;
            int done = Math.Min(first + ProblemsAtATime, plan.Problems.Count);
            tell(done, FormattableString.Invariant($"avg@{plan.Samples} {right.AsSpan(0, done * plan.Samples).ToArray().Average():F3}"));
        }
        return right;
    }

    private static void Report(Terminal terminal, Plan plan, double[] right, bool asJson)
    {
        int k = plan.Samples;
        var measures = new List<(string Name, Func<int, double> OfProblem)> { ("pass@1", p => Pass(p, 1)) };
        if (k > 1) measures.Add(($"avg@{k}", p => right.AsSpan(p * k, k).ToArray().Average()));
        for (int n = 2; n < k; n *= 2)
        {
            int some = n;
            measures.Add(($"pass@{some}", p => Pass(p, some)));
        }
        if (k > 1) measures.Add(($"pass@{k}", p => Pass(p, k)));

        double Pass(int problem, int n) => PassAtK.Estimate(k, (int)right.AsSpan(problem * k, k).ToArray().Sum(), n);

        (string Name, Interval Interval)[] results = [.. measures.Select(m =>
        {
            double[] values = [.. Enumerable.Range(0, plan.Problems.Count).Select(m.OfProblem)];
            return (m.Name, Bootstrap.MeanInterval(values, CounterRandom.FromSeed(0).Derive("intervals"), resamples: Resamples) ?? new Interval(values.Average(), values.Average(), values.Average(), 0.95));
        })];
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("model", plan.Label);
                json.WriteString("problems", plan.Set);
                json.WriteNumber("count", plan.Problems.Count);
                json.WriteNumber("samples", k);
                json.WriteNumber("temperature", plan.Temperature);
                foreach ((string name, Interval interval) in results)
                {
                    json.WriteStartObject(name);
                    json.WriteNumber("value", interval.Estimate);
                    json.WriteNumber("low", interval.Low);
                    json.WriteNumber("high", interval.High);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            });
            return;
        }
        terminal.OutputConsole.WriteLine(FormattableString.Invariant($"{plan.Label} on {plan.Problems.Count} {plan.Set} problems, {k} samples each, temperature {plan.Temperature}"));
        var table = new Table().Border(TableBorder.Simple).AddColumn("measure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("95 % interval over problems (bootstrap)");
        foreach ((string name, Interval interval) in results)
            table.AddRow(name, FormattableString.Invariant($"{interval.Estimate:F3}"), FormattableString.Invariant($"{interval.Low:F3} .. {interval.High:F3}"));
        terminal.OutputConsole.Write(table);
    }

    private sealed record Plan(string Label, string Set, IReadOnlyList<Problem> Problems, int Samples, double Temperature, int MaxNewTokens, int Seed);
}
