using System.CommandLine;
using System.CommandLine.Help;

namespace Hicra.Interactive.Commands;

/// <summary>What values an option or an argument takes, for completion.</summary>
internal enum ValueKind
{
    /// <summary>Anything, or the names that the option itself lists.</summary>
    Any,

    /// <summary>The folder of a run, <c>demo</c>, or a variable that holds a run.</summary>
    Run,

    /// <summary>A file or folder.</summary>
    Path,

    /// <summary>Names of methods, with commas.</summary>
    Methods,

    /// <summary>Names of metrics, with commas.</summary>
    Metrics,

    /// <summary>The name of an engine.</summary>
    Engine,

    /// <summary>The name of a world.</summary>
    World,
}

/// <summary>One command: its options, once, and what it does, in any host.</summary>
internal abstract class KitCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="verb">Its name: <c>what-if</c> is typed <c>#!what-if</c> in a notebook and <c>hicra what-if</c> in a terminal.</param>
    /// <param name="style">Where it is typed.</param>
    /// <param name="description">One line for help.</param>
    protected KitCommand(string verb, CommandStyle style, string description)
    {
        (Verb, Style) = (verb, style);
        Command = new Command(CommandName.Of(verb, style), description);
        Command.Options.Add(new HelpOption());
    }

    /// <summary>The command's name without the manners of its host.</summary>
    public string Verb { get; }

    /// <summary>Where it is typed.</summary>
    public CommandStyle Style { get; }

    /// <summary>The options and arguments.</summary>
    public Command Command { get; }

    /// <summary>What the reader types.</summary>
    public string Name => Command.Name;

    /// <summary>The kinds of values of those options and arguments that have one.</summary>
    public Dictionary<Symbol, ValueKind> Values { get; } = [];

    /// <summary>Does what the line says.</summary>
    /// <exception cref="HicraException">An input cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; what it leaves is left.</exception>
    public abstract Task RunAsync(CommandCall call, CancellationToken cancellation);

    /// <summary>Another command as the reader types it here, for advice.</summary>
    protected string Typed(string verb) => CommandName.Typed(verb, Style);

    /// <summary>Adds an option.</summary>
    protected T Add<T>(T option, ValueKind kind = ValueKind.Any) where T : Option
    {
        Command.Options.Add(option);
        if (kind != ValueKind.Any) Values[option] = kind;
        return option;
    }

    /// <summary>Adds an argument.</summary>
    protected T AddArgument<T>(T argument, ValueKind kind) where T : Argument
    {
        Command.Arguments.Add(argument);
        Values[argument] = kind;
        return argument;
    }
}
