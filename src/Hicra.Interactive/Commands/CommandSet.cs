using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Commands;

/// <summary>The magic commands of the kit, the same in every host: <c>#!hicra-train</c> and its kin.</summary>
public sealed class CommandSet
{
    // A word that begins with @ names a variable, not a file of options.
    internal static ParserConfiguration Parser { get; } = new() { ResponseFileTokenReplacer = null };

    private readonly IMimeFormatter _formatter;
    private readonly IReadOnlyList<KitCommand> _commands;

    /// <summary>Makes the set; <see cref="Kit.CreateCommands"/> does.</summary>
    /// <param name="commands">The commands, as cells type them.</param>
    /// <param name="formatter">Turns results into what is displayed.</param>
    internal CommandSet(IReadOnlyList<KitCommand> commands, IMimeFormatter formatter)
    {
        (_commands, _formatter) = (commands, formatter);
        List = [.. _commands.Select(c => (c.Name, c.Command.Description ?? ""))];
    }

    /// <summary>The names as typed, for example <c>#!hicra-train</c>, each with a line about it.</summary>
    public IReadOnlyList<(string Name, string Description)> List { get; }

    /// <summary>Whether a line begins with the name of one of these commands.</summary>
    public bool Knows(string line) => Find(line, out _) is not null;

    /// <summary>Does what a line says.</summary>
    /// <param name="line">One line, for example <c>#!hicra-train --steps 20 --name run</c>.</param>
    /// <param name="host">Where it runs.</param>
    /// <param name="cancellation">Stops it within a step; what it had made stays usable.</param>
    /// <exception cref="HicraException">An input cannot be used; the message is one line.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; it has said so on the output.</exception>
    public async Task InvokeAsync(string line, INotebookHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(host);
        using KitCulture culture = KitCulture.Enter();
        KitCommand command = Find(line, out IReadOnlyList<MagicWord> words) ?? throw Unknown(words);
        await InvokeAsync(command, command.Command.Parse([.. words.Skip(1).Select(w => Inline(w.Text, host))], Parser), host, _formatter, cancellation).ConfigureAwait(false);
    }

    /// <summary>What can stand at a position of a line: names, options, values.</summary>
    /// <param name="line">The line.</param>
    /// <param name="position">The position, in characters.</param>
    /// <param name="host">Where it would run: its variables and files are offered.</param>
    public IReadOnlyList<MagicCompletion> Complete(string line, int position, INotebookHost host)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(host);
        using KitCulture culture = KitCulture.Enter();
        return MagicCompleter.Complete(_commands, line, Math.Clamp(position, 0, line.Length), host);
    }

    /// <summary>What stands at a position, for a person: the option under the cursor, else the command's help; null where the line is none of ours.</summary>
    public string? Describe(string line, int position)
    {
        ArgumentNullException.ThrowIfNull(line);
        using KitCulture culture = KitCulture.Enter();
        if (Find(line, out IReadOnlyList<MagicWord> words) is not { } command) return null;
        MagicWord? word = words.Skip(1).Where(w => w.Start <= position && position <= w.End).Cast<MagicWord?>().FirstOrDefault();
        if (word is { } at && command.Command.Options.FirstOrDefault(o => o.Name == at.Text || o.Aliases.Contains(at.Text)) is { } option)
            return $"{option.Name}{(option.HelpName is { } value ? $" <{value}>" : "")}: {option.Description}";
        return Help(command);
    }

    /// <summary>Runs a parsed command line: help, complaints, work, errors in one line.</summary>
    internal static async Task InvokeAsync(KitCommand command, ParseResult parsed, INotebookHost host, IMimeFormatter formatter, CancellationToken cancellation)
    {
        using IDisposable width = Rendering.TextWidth.Enter(() => host.TextWidth);
        if (parsed.Action is HelpAction)
        {
            await host.Output.WriteLineAsync(Help(command)).ConfigureAwait(false);
            return;
        }
        if (Complaint.Of(parsed, command.Name) is { } complaint) throw new HicraException(complaint);
        try
        {
            await command.RunAsync(new CommandCall(parsed, host, formatter), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not HicraException && Failure.IsExpected(error))
        {
            throw new HicraException(Failure.Text(error), error);
        }
    }

    private static string Help(KitCommand command)
    {
        using var text = new StringWriter();
        command.Command.Parse(["--help"], Parser).Invoke(new InvocationConfiguration { Output = text, Error = text });
        return text.ToString().TrimEnd();
    }

    private KitCommand? Find(string line, out IReadOnlyList<MagicWord> words)
    {
        ArgumentNullException.ThrowIfNull(line);
        words = line.AsSpan().TrimStart().StartsWith("#!") ? MagicLine.Split(line) : [];
        string name = words.Count > 0 ? words[0].Text : "";
        return _commands.FirstOrDefault(c => c.Name == name);
    }

    private HicraException Unknown(IReadOnlyList<MagicWord> words) => words.Count == 0
        ? new HicraException($"no magic command; give one of {string.Join(", ", _commands.Select(c => c.Name))}")
        : NameSuggestion.Unknown("magic command", words[0].Text, _commands.Select(c => c.Name));

    // Numbers and texts in variables become words; everything else is left to the command, which knows what it wants.
    private static string Inline(string word, INotebookHost host)
    {
        if (word.Length < 2 || word[0] != '@') return word;
        object value = RunReference.Variable(word, host);
        return value is string or IConvertible ? Convert.ToString(value, CultureInfo.InvariantCulture)! : word;
    }
}
