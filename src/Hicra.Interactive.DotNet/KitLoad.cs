using Hicra.Data;
using Hicra.Interactive.Commands;
using Hicra.Reproduction;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet;

/// <summary>Brings the kit's commands, views and language help into a kernel.</summary>
internal static class KitLoad
{
    /// <summary>Once a kernel: a second time changes nothing.</summary>
    public static async Task IntoAsync(Kernel kernel)
    {
        Kit kit = ReproductionKit.Standard.With(FrameKit.Views);
        IReadOnlyList<KitCommand> commands = kit.Commands(CommandStyle.Cell);
        if (kernel.KernelInfo.SupportedDirectives.Any(d => d.Name == commands[0].Name)) return;
        var set = new CommandSet(commands, new HicraFormatter(kit));
        var session = new CSharpVariables(kernel);
        var runner = new DirectiveRunner(set, session);
        kernel.RegisterForDisposal(runner);
        foreach (KitCommand command in commands) kernel.AddDirective(KitDirective.Of(command), (line, cell) => runner.RunAsync(KitDirective.Line(line), cell));
        if (kernel is CompositeKernel composite) composite.AddMiddleware(new MagicHelp(set, session).AnswerAsync);
        ViewFormatters.Register(kit);
        // As in our own kernel, so that a notebook of the kit is the same text in both.
        await session.ImportAsync([typeof(HicraException).Assembly, typeof(Training.Runs.ExistingRun).Assembly, typeof(Logs.Runs.LogRun).Assembly, typeof(Kit).Assembly, typeof(FrameKit).Assembly, typeof(ReproductionKit).Assembly, typeof(Microsoft.Data.Analysis.DataFrame).Assembly], ["System.IO", "System.Threading", .. KitNamespaces.ForCells, typeof(FrameKit).Namespace!, typeof(Reproduction.Items.PaperItem).Namespace!, typeof(Reproduction.Recipes.RunRecipe).Namespace!]).ConfigureAwait(false);
        if (KernelInvocationContext.Current is { } cell) Introduce(cell, set);
    }

    private static void Introduce(KernelInvocationContext cell, CommandSet set)
    {
        (string text, string html) = Introduction.Of(set);
        cell.Publish(new DisplayedValueProduced(null, cell.Command, DirectiveHost.Formatted(Hosting.MimeBundle.Of(text, html)), Guid.NewGuid().ToString("N")));
    }
}
