using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Verification;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra verify engine</c>: log-probs, entropies, loss and gradients of a checkpoint of any shape.</summary>
internal static class EngineVerb
{
    public static Command Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR");
        Option<string?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("engine", "Log-probs, entropies, loss and every gradient tensor against a folder like golden/engine.") { directory, threads, json };
        command.SetAction(parsed => VerifyVerb.Report(terminal, EngineVerification.Verify(parsed.GetRequiredValue(directory), parsed.ThreadCount(threads)), parsed.GetValue(json)));
        return command;
    }
}
