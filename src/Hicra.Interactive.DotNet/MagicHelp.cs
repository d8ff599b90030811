using Hicra.Interactive.Commands;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hicra.Interactive.DotNet;

/// <summary>Completion and hover of the kit's lines. The host knows names of options only, and offers all of them whatever is typed.</summary>
internal sealed class MagicHelp(CommandSet commands, CSharpVariables variables)
{
    /// <summary>Answers what is asked about a line of the kit; everything else goes on.</summary>
    public Task AnswerAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next) => command switch
    {
        RequestCompletions asked when Line(asked) is { } line => Complete(asked, line, context),
        RequestHoverText asked when Line(asked) is { } line => Hover(asked, line, context),
        _ => next(command, context),
    };

    // The host has cut the cell: what is left is the line, and the place in it.
    private string? Line(LanguageServiceCommand asked) => asked.LinePosition.Line == 0 && asked.Code.Split('\n')[0] is var line && commands.Knows(line) && asked.LinePosition.Character > Name(line) ? line : null;

    private static int Name(string line) => line.AsSpan().IndexOfAny(' ', '\t') is >= 0 and var end ? end : line.Length;

    private Task Complete(RequestCompletions asked, string line, KernelInvocationContext context)
    {
        // Blanks at the end of a line belong to what is typed; the host cuts them off.
        int at = asked.LinePosition.Character;
        IReadOnlyList<MagicCompletion> found = commands.Complete(line.TrimEnd('\r').PadRight(at), at, new DirectiveHost(context, variables));
        int start = found.Count > 0 ? found[0].Start : at;
        CompletionItem[] items = [.. found.Where(c => c.Start == start).Select(c => new CompletionItem(c.Text, Kind(c.Kind), insertText: c.Text, documentation: c.Documentation))];
        context.Publish(new CompletionsProduced(items, asked, new LinePositionSpan(new LinePosition(0, start), new LinePosition(0, at))));
        return Task.CompletedTask;
    }

    private Task Hover(RequestHoverText asked, string line, KernelInvocationContext context)
    {
        if (commands.Describe(line, asked.LinePosition.Character) is { } text)
        {
            var place = new LinePosition(0, asked.LinePosition.Character);
            context.Publish(new HoverTextProduced(asked, [new FormattedValue("text/markdown", $"```text\n{text}\n```")], new LinePositionSpan(place, place)));
        }
        return Task.CompletedTask;
    }

    // Words of the host's clients, which choose an icon by them.
    private static string Kind(string kind) => kind switch
    {
        "option" => "Property",
        "run" or "folder" => "Folder",
        "file" => "File",
        "variable" => "Local",
        _ => "EnumMember",
    };
}
