namespace Hicra.Interactive.Commands;

/// <summary>Where a command is typed, which decides its name and how advice names others.</summary>
internal enum CommandStyle
{
    /// <summary>A magic line in a notebook: <c>#!hicra-train</c>.</summary>
    Cell,

    /// <summary>A verb behind the program's name: <c>hicra train</c>.</summary>
    Terminal,
}

/// <summary>The names of commands: one verb each, typed differently in cells and in a terminal.</summary>
internal static class CommandName
{
    /// <summary>A command's own name: <c>train</c> in a terminal, <c>#!hicra-train</c> in a cell.</summary>
    public static string Of(string verb, CommandStyle style) => style == CommandStyle.Terminal ? verb : verb switch
    {
        // Older names, and names that notebooks know.
        "mine" => "#!sg-mine",
        "review" => "#!sg-review",
        "plot" => "#!plot-dynamics",
        "what-if" => "#!what-if",
        "analyze" => "#!analyze",
        "doctor" => "#!doctor",
        "reproduce" => "#!reproduce",
        _ => "#!hicra-" + verb,
    };

    /// <summary>A command as a reader types it: <c>hicra show</c>, <c>#!hicra-show</c>.</summary>
    public static string Typed(string verb, CommandStyle style) => style == CommandStyle.Terminal ? $"hicra {verb}" : Of(verb, style);
}
