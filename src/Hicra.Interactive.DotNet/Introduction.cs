using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.DotNet;

/// <summary>What a reader is told when the kit has been loaded.</summary>
internal static class Introduction
{
    private static readonly (string Line, string Does)[] First =
    [
        ("#!what-if --run demo", "saved rollouts under another alpha, at once"),
        ("#!hicra-train --steps 20 --name run", "trains a small transformer on this machine; the run stays in the variable run"),
        ("#!hicra-train --help", "all options, as of every command"),
    ];

    /// <summary>As text and as HTML.</summary>
    /// <param name="commands">The commands that were loaded.</param>
    public static (string Text, string Html) Of(CommandSet commands)
    {
        string version = typeof(Kit).Assembly.GetName().Version?.ToString(3) ?? "";
        string head = $"Hicra.Interactive {version}: HICRA and GRPO at work. Commands: {string.Join(", ", commands.List.Select(c => c.Name))}";
        int width = First.Max(f => f.Line.Length);
        string text = string.Join('\n', First.Select(f => $"  {f.Line.PadRight(width)}  {f.Does}").Prepend(head));
        string html = Html.Card($"<div style=\"max-width:64em\">{Html.Escape(head)}</div>{Html.Table(["line", "does"], First.Select(f => (string[])[$"<code>{Html.Escape(f.Line)}</code>", Html.Escape(f.Does)]), firstNumber: 2)}");
        return (text, html);
    }
}
