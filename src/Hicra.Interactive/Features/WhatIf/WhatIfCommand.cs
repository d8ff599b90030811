using System.CommandLine;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Train;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary><c>#!what-if</c>: saved rollouts under other alphas or methods, without generating; with <c>--fork</c>, measured.</summary>
internal sealed class WhatIfCommand : KitCommand
{
    private readonly Option<string?> _run, _step, _methods, _alphas, _fork, _steps, _seeds, _out, _html, _threads, _name;
    private readonly Option<bool> _anyAlpha, _dryRun, _json;

    public WhatIfCommand(CommandStyle style) : base("what-if", style, "Replays saved rollouts under other alphas or methods, without generating; --fork measures instead.")
    {
        _run = Add(Options.Text("--run", "RUN", "a run with saved rollouts: a folder, a log of another trainer, a variable (@run), a file of rollouts, or demo [demo]"), ValueKind.Run);
        _step = Add(Options.Text("--step", "n", "the step of the rollouts [the last one saved]"));
        _alphas = Add(Options.Text("--alpha", "list", "alphas, with commas, each in [0, 1) [0,0.2,0.5; with --fork 0,0.2]"));
        _anyAlpha = Add(new Option<bool>("--any-alpha") { Description = "allow an alpha outside [0, 1)" });
        _methods = Add(Options.Text("--method", "names", $"credit rules, with commas: {string.Join(", ", CreditCatalog.BuiltIn.Methods.Select(m => m.Name))} [hicra]"), ValueKind.Methods);
        _fork = Add(Options.Text("--fork", "RUN@STEP", "train branches from this step on, on common random numbers, and compare"), ValueKind.Run);
        _steps = Add(Options.Text("--steps", "n", "updates of each branch, with --fork [20]"));
        _seeds = Add(Options.Text("--seeds", "list", "seeds of the branches, with --fork: 0..2 [the run's own]"));
        _out = Add(Options.Text("--out", "DIR", "folder of the branches, with --fork [runs/what-if-RUN-STEP]"), ValueKind.Path);
        _html = Add(Options.Text("--html", "FILE", "write the report as a page of its own as well, slider included"), ValueKind.Path);
        _threads = Add(Options.Threads());
        _name = Add(CommonOptions.Name("the report (with --fork the branches)"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        string[] methods = NumberLists.Methods(call.Parsed.GetValue(_methods) ?? "hicra");
        if (call.Parsed.GetValue(_fork) is { } fork)
        {
            double[] branches = Alphas(call, methods, "0,0.2");
            if (SettingOptions.IsGiven(call.Parsed, _html)) throw new HicraException("--html belongs to a replay; leave it out with --fork");
            if (SettingOptions.IsGiven(call.Parsed, _run) || SettingOptions.IsGiven(call.Parsed, _step)) throw new HicraException("--fork names run and step itself; leave --run and --step out");
            var plan = new WhatIfFork(call, Style, fork, methods, branches, call.Parsed.WholeNumber(_steps, 1) ?? 20,
                call.Parsed.GetValue(_seeds) is { } seeds ? NumberLists.Seeds(seeds) : null, call.Parsed.GetValue(_out), call.Parsed.ThreadCount(_threads));
            return plan.RunAsync(_name, call.Parsed.GetValue(_dryRun), call.Parsed.GetValue(_json), cancellation);
        }
        if (SettingOptions.FirstGiven(call.Parsed, _steps, _seeds, _out, _threads) is { } option)
            throw new HicraException($"{option.Name} belongs to --fork RUN@STEP, which trains; a replay does not: leave it out, or give --fork");
        call.ResultFile(_html);
        Replay(call, methods, Alphas(call, methods, "0,0.2,0.5"));
        return Task.CompletedTask;
    }

    // As a training takes them, though a replay trains nothing: an alpha that is refused there is no advice here.
    private double[] Alphas(CommandCall call, string[] methods, string preset)
    {
        double[] alphas = NumberLists.Alphas(call.Parsed.GetValue(_alphas) ?? preset);
        foreach (double alpha in alphas) AlphaRange.Check(alpha, call.Parsed.GetValue(_anyAlpha));
        TrainPlan.Warn(alphas, call);
        bool given = SettingOptions.IsGiven(call.Parsed, _alphas);
        foreach (string line in SweepCells.Repetitions(methods, given ? alphas : [], call.Parsed.GetValue(_seeds) is { } seeds ? NumberLists.Seeds(seeds) : [])) call.Note(line);
        if (given && methods.All(m => !CreditCatalog.BuiltIn.Find(m).UsesAlpha)) call.Note($"--alpha has no effect: {string.Join(" and ", methods.Distinct())} {(methods.Distinct().Count() == 1 ? "has" : "have")} no alpha");
        return alphas;
    }

    private void Replay(CommandCall call, string[] methods, double[] alphas)
    {
        // A file of the kit's own rollouts has planning tokens of its own; any other log becomes a run first.
        if (call.Parsed.GetValue(_run) is { } file && !file.StartsWith('@') && RunReference.IsTraces(call.Resolve(file)) && RolloutFiles.Read([call.Resolve(file)], LogRuns.Default.Files).FirstOrDefault()?.PlanningSpans is not null)
        {
            ReplayFile(call, file, methods, alphas);
            return;
        }
        NamedRun run = RunReference.One(call.Parsed.GetValue(_run) ?? RunReference.Demo, call.Host);
        IReadOnlyList<int> saved = run.Run.Folder.RolloutSteps();
        if (saved.Count == 0) throw new HicraException($"{run.Name}: the run saved no rollouts; train with --rollouts-every 20, or take --run demo");
        int step = call.Parsed.WholeNumber(_step, 0) ?? saved[^1];
        if (!saved.Contains(step)) throw new HicraException($"{run.Name}: no rollouts of step {step}; there are {string.Join(", ", saved)}");
        WhatIfScenario[] scenarios = Scenarios(methods, alphas);
        if (!IsDryRun(call, run.Run.Folder.RolloutsOf(step), scenarios)) Show(call, WhatIfReplay.Run(run.Name, run.Run, step, scenarios));
    }

    // Rollouts that are not of a run are replayed under the default settings; what they lack is named by the replay.
    private void ReplayFile(CommandCall call, string file, string[] methods, double[] alphas)
    {
        Rollout[] all = [.. RolloutFiles.Read([call.Resolve(file)], new RolloutFileOptions { AllowTornLastLine = true })];
        int? step = call.Parsed.WholeNumber(_step, 0) ?? all.Max(r => r.Step);
        Rollout[] rollouts = [.. all.Where(r => r.Step == step)];
        if (rollouts.Length == 0 && all.Length > 0) throw new HicraException($"{file}: no rollouts of step {step}; there are {string.Join(", ", all.Select(r => r.Step).Distinct().Order())}");
        WhatIfScenario[] scenarios = Scenarios(methods, alphas);
        if (!IsDryRun(call, call.Resolve(file), scenarios)) Show(call, WhatIfReplay.Run(file, rollouts, file, new TrainingOptions { Method = rollouts.FirstOrDefault()?.Method ?? "grpo" }, scenarios));
    }

    private static WhatIfScenario[] Scenarios(string[] methods, double[] alphas) => [.. Sweep.Cells(methods, alphas).Select(cell => new WhatIfScenario(cell.Method, cell.Alpha))];

    private bool IsDryRun(CommandCall call, string path, WhatIfScenario[] scenarios)
    {
        if (!call.Parsed.GetValue(_dryRun)) return false;
        call.Host.Output.WriteLine($"would replay {call.Shorten(path)} under grpo, {string.Join(", ", scenarios.Select(s => s.Name))}");
        return true;
    }

    private void Show(CommandCall call, WhatIfReport report)
    {
        call.Leave(_name, report);
        var view = new WhatIfView(Style);
        if (call.Parsed.GetValue(_html) is { } page) HtmlPage.Write(call.Resolve(page), $"What if: {report.Run}", view.RenderHtml(report));
        bool json = call.Parsed.GetValue(_json);
        if (json) call.WriteJson(writer => WhatIfJson.Write(writer, report));
        else call.Host.Display(view.Bundle(report));
        if (call.Parsed.GetValue(_html) is { } written) call.SayWritten(call.Resolve(written), json);
    }
}
