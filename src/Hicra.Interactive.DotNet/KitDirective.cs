using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Interactive.Commands;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;

namespace Hicra.Interactive.DotNet;

/// <summary>A command of the kit as the host's parser has to see it. The host only checks the names of options; the line itself goes to the kit's own parser.</summary>
internal static class KitDirective
{
    private const string Before = "Directive: ";

    /// <summary>The directive: a parameter for each name of each option, and one for words without a name.</summary>
    public static KernelActionDirective Of(KitCommand command)
    {
        var directive = new KernelActionDirective(command.Name, command.Command.Description);
        foreach (Option option in command.Command.Options)
            foreach (string name in option.Aliases.Prepend(option.Name).Where(n => n.StartsWith('-')).Distinct())
                directive.Parameters.Add(new KernelDirectiveParameter(name, option.Description) { Flag = option is HelpOption or Option<bool>, MaxOccurrences = int.MaxValue });
        // Words that belong nowhere too: the kit's parser says better what is wrong with them.
        Argument? argument = command.Command.Arguments.FirstOrDefault();
        directive.Parameters.Add(new KernelDirectiveParameter(argument?.Name ?? "WORD", argument?.Description ?? "a further value of the option before it") { AllowImplicitName = true, MaxOccurrences = int.MaxValue });
        return directive;
    }

    /// <summary>The line as it was typed: the host has no other public way to it.</summary>
    public static string Line(KernelCommand directive)
    {
        string text = directive.ToString() ?? "";
        return text.StartsWith(Before, StringComparison.Ordinal) ? text[Before.Length..].Trim()
            : throw new HicraException($"this version of .NET Interactive does not say what was typed ({directive.GetType().Name}); docs/hosts.md names a version that does");
    }
}
