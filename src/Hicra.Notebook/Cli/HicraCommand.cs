using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Hicra.Credit;
using Hicra.Notebook.Verbs;

namespace Hicra.Notebook.Cli;

/// <summary>The <c>hicra</c> command: its verbs, and how errors reach the user.</summary>
internal static class HicraCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0, 1 where a check failed, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        // A command of our own name: RootCommand takes that of the program file.
        Command root = new("hicra", "HICRA on your own machine: train by GRPO and HICRA, look at runs, check the numbers.")
        {
            TrainVerb.Create(terminal), SweepVerb.Create(terminal), PretrainVerb.Create(terminal), EvalVerb.Create(terminal),
            ShowVerb.Create(terminal), TraceVerb.Create(terminal), VerifyVerb.Create(terminal), BenchVerb.Create(terminal),
            ViewVerb.Create(terminal), ExportVerb.Create(terminal),
            new HelpOption(), new VersionOption(),
        };
        try
        {
            ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
            Command command = parsed.CommandResult.Command;
            bool isHelp = parsed.Action is HelpAction || parsed.Action?.GetType().Name.Contains("Version", StringComparison.Ordinal) == true;
            if (!isHelp && Complaint(parsed, command) is { } complaint)
            {
                terminal.Error.WriteLine($"hicra: {complaint}");
                return Failure.Unusable;
            }
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error) when (Failure.IsExpected(error))
        {
            terminal.Error.WriteLine(Failure.Line(error));
            return Failure.Unusable;
        }
    }

    // One line instead of the parser's several; the word that is not known comes before what is missing because of it.
    private static string? Complaint(ParseResult parsed, Command command)
    {
        string name = NameOf(parsed);
        // The parser takes the next option for the value that was forgotten.
        for (int i = 1; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Type == TokenType.Argument && command.Options.Any(o => o.Name == parsed.Tokens[i].Value))
                return $"{parsed.Tokens[i - 1].Value} has no value; give one, see {name} --help";
        }
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string word = parsed.UnmatchedTokens[0];
            bool isOption = word.StartsWith('-');
            IEnumerable<string> known = isOption ? command.Options.Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
            string hint = NameSuggestion.Nearest(word, known) is { } nearest ? $"did you mean '{nearest}'?" : $"see {name} --help";
            return $"unknown {(isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument")} '{word}'; {hint}";
        }
        if (parsed.Errors.Count > 0) return $"{parsed.Errors[0].Message.TrimEnd('.').ReplaceLineEndings(" ")}; see {name} --help";
        return null;
    }

    private static string NameOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
            names.Insert(0, command.Parent is null ? "hicra" : command.Command.Name);
        return string.Join(' ', names);
    }
}
