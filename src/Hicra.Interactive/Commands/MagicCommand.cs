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
}

/// <summary>One command: its options, once, and what it does, in any host.</summary>
internal abstract class MagicCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">What the reader types: <c>#!what-if</c> in a notebook, <c>what-if</c> behind <c>hicra</c>.</param>
    /// <param name="description">One line for help.</param>
    protected MagicCommand(string name, string description)
    {
        Command = new Command(name, description);
        Command.Options.Add(new HelpOption());
    }

    /// <summary>The options and arguments.</summary>
    public Command Command { get; }

    /// <summary>What the reader types.</summary>
    public string Name => Command.Name;

    /// <summary>The kinds of values of those options and arguments that have one.</summary>
    public Dictionary<Symbol, ValueKind> Values { get; } = [];

    /// <summary>Does what the line says.</summary>
    /// <exception cref="HicraException">An input cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; what it leaves is left.</exception>
    public abstract Task RunAsync(MagicCall call, CancellationToken cancellation);

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
