using System.CommandLine;
using Hicra.Torch;
using Hicra.Training.Policies;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Engine;

/// <summary><c>engine</c>: log-probs, entropies, loss and gradients of a checkpoint of any shape.</summary>
internal static class EngineVerb
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR");
        Option<string?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("engine", "Log-probs, entropies, loss and every gradient tensor against a folder like tests/golden/engine.") { directory, threads, json };
        var choice = new EngineChoice(command, learns: false);
        command.SetAction(parsed => ReportWriter.Write(parsed, EngineVerification.Verify(parsed.GetRequiredValue(directory), TorchEngine.Catalog.Find(parsed.GetValue(choice.Engine) ?? EngineCatalog.Embedded), choice.Apply(parsed, new EngineOptions { Threads = parsed.ThreadCount(threads) })), parsed.GetValue(json)));
        return command;
    }
}
