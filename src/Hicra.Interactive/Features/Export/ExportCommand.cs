using System.CommandLine;
using Hicra.Interactive.Commands;

namespace Hicra.Interactive.Features.Export;

/// <summary><c>hicra export</c>, <c>#!hicra-export</c>: a run in another tool's format.</summary>
internal sealed class ExportCommand : KitCommand
{
    private readonly Argument<string> _run;
    private readonly Option<string?> _format, _out, _algorithm;
    private readonly Option<bool> _dryRun;

    public ExportCommand(CommandStyle style) : base("export", style, "Writes a run in another tool's format.")
    {
        _run = AddArgument(new Argument<string>("RUN") { Description = RunReference.Help }, ValueKind.Run);
        _format = Add(Options.Text("--format", "name", "unipo: the log schema of poloclub/unipo [unipo]"));
        _out = Add(Options.Text("--out", "FILE", "the file [RUN.unipo.json beside the run's folder]"), ValueKind.Path);
        _algorithm = Add(Options.Text("--algorithm", "name", "the name under which the other tool lists the run and looks for its formulas, for example grpo [the run's method]"));
        _dryRun = Add(CommonOptions.DryRun());
        _format.CompletionSources.Add("unipo");
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        if (call.Parsed.GetValue(_format) is { } name && name != "unipo") throw new HicraException($"--format is '{name}'; the one known format is unipo");
        NamedRun found = RunReference.One(call.Parsed.GetRequiredValue(_run), call.Host);
        string path = call.Writable(call.Resolve(call.Parsed.GetValue(_out) ?? RunReference.FileBeside(found, ".unipo.json"))), shown = call.Shorten(path);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would write {found.Name} to {shown}");
            return Task.CompletedTask;
        }
        UnipoSummary summary = UnipoExport.Write(found.Run, path, call.Parsed.GetValue(_algorithm));
        call.Host.Output.WriteLine($"{shown}: {summary.Steps} steps, {summary.StepsWithRollouts} of them with rollouts{(summary.StepsWithRollouts < summary.Steps ? " (a run with --rollouts-every 1 has them all)" : "")}");
        return Task.CompletedTask;
    }
}
