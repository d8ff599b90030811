using System.CommandLine;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra plot</c>: <c>#!plot-dynamics</c> in a terminal; <c>--out</c> writes SVG or HTML.</summary>
internal static class PlotVerb
{
    public static Command Create(Terminal terminal) => MagicBinding.Bind(terminal, new PlotCommand("plot"));
}
