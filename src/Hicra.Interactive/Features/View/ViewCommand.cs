using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.View;

/// <summary><c>hicra view</c>, <c>#!hicra-view</c>: one run, or two side by side, as one HTML file.</summary>
internal sealed class ViewCommand : KitCommand
{
    private readonly Argument<string[]> _runs;
    private readonly Option<string?> _out;
    private readonly Option<bool> _open, _dryRun;

    public ViewCommand(CommandStyle style) : base("view", style, "Writes a page that shows runs step by step, down to a token's advantage and objective; it needs no network.")
    {
        _runs = AddArgument(new Argument<string[]>("RUN") { Description = $"{RunReference.Help}; a second one stands beside it [demo]", Arity = new ArgumentArity(0, 2) }, ValueKind.Run);
        _out = Add(Options.Text("--out", "FILE", "the page [RUN.html beside the run's folder]"), ValueKind.Path);
        _open = Add(new Option<bool>("--open") { Description = "open the page in a browser where there is a desktop" });
        _dryRun = Add(CommonOptions.DryRun());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        NamedRun[] found = [.. RunReference.WordsOr(call.Parsed.GetValue(_runs)).SelectMany(call.Runs)];
        string path = call.Writable(call.Resolve(call.Parsed.GetValue(_out) ?? RunReference.FileBeside(found[0], ".html"))), shown = call.Shorten(path);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would write a page of {string.Join(" and ", found.Select(f => f.Name))} to {shown}");
            return Task.CompletedTask;
        }
        RunViewer.Write(path, [.. found.Select(f => f.Run)]);
        bool opened = call.Parsed.GetValue(_open) && call.Host.TryOpen(path);
        call.Host.Output.WriteLine($"{shown} ({NumberText.Bytes(new FileInfo(path).Length)}){(opened ? "" : ": open it in a browser")}");
        return Task.CompletedTask;
    }
}
