using System.CommandLine;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra what-if</c>: the magic command in a terminal.</summary>
internal static class WhatIfVerb
{
    public static Command Create(Terminal terminal) => MagicBinding.Bind(terminal, new WhatIfCommand("what-if"));
}
