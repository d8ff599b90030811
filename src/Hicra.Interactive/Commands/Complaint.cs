using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hicra.Interactive.Commands;

/// <summary>What is wrong with a command line, in one line with a remedy.</summary>
internal static class Complaint
{
    /// <summary>One line instead of the parser's several; the word that is not known comes before what is missing because of it. Null where nothing is wrong.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">What the command is called where the reader typed it.</param>
    public static string? Of(ParseResult parsed, string name)
    {
        Command command = parsed.CommandResult.Command;
        // The parser takes the next option for the value that was forgotten.
        for (int i = 1; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Type == TokenType.Argument && parsed.Tokens[i - 1].Type == TokenType.Option && command.Options.Any(o => o.Name == parsed.Tokens[i].Value))
                return $"{parsed.Tokens[i - 1].Value} has no value; give one, see {name} --help";
        }
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string word = parsed.UnmatchedTokens[0];
            bool isOption = word.StartsWith('-');
            return $"unknown {(isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument")} '{word}'; {(isOption ? OptionHint(word, parsed, name) : WordHint(word, command, name))}";
        }
        // An argument that takes any word also takes a misspelt option.
        if (parsed.Tokens.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal) && t.Value.Length > 2) is { } swallowed)
            return $"unknown option '{swallowed.Value}'; {OptionHint(swallowed.Value, parsed, name)}";
        // The parser says that something is missing, and not what.
        if (parsed.Errors is [{ SymbolResult: ArgumentResult { Tokens.Count: 0, Parent: CommandResult, Argument: { Arity.MinimumNumberOfValues: > 0 } missing } }, ..])
            return $"Required argument '{missing.Name}' missing for command: '{command.Name}'; see {name} --help";
        return parsed.Errors.Count > 0 ? $"{parsed.Errors[0].Message.TrimEnd('.').ReplaceLineEndings(" ")}; see {name} --help" : null;
    }

    // Some commands have an option for what others take as it is, and readers come from those.
    private static string OptionHint(string word, ParseResult parsed, string name)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Arguments.FirstOrDefault(a => string.Equals("--" + a.Name, word, StringComparison.OrdinalIgnoreCase)) is { } bare)
            return $"leave it out: {name} {parsed.Tokens.SkipWhile(t => t.Value != word).Skip(1).FirstOrDefault()?.Value ?? bare.Name}";
        return NameSuggestion.Nearest(word, command.Options.Select(o => o.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"see {name} --help";
    }

    private static string WordHint(string word, Command command, string name)
    {
        if (command.Arguments.Count == 0 && command.Options.FirstOrDefault(o => o.HelpName is { } value && string.Equals("--" + value, o.Name, StringComparison.OrdinalIgnoreCase)) is { } named)
            return $"did you mean '{named.Name} {word}'?";
        return NameSuggestion.Nearest(word, command.Subcommands.Select(c => c.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"see {name} --help";
    }
}
