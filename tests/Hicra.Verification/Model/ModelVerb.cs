using System.CommandLine;
using Hicra.Torch;
using Hicra.Training.Policies;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Model;

/// <summary><c>model</c>: a checkpoint's log-probs and entropies against the logits of an independent program.</summary>
internal static class ModelVerb
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR");
        Option<string?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("model", "Log-probs, entropies and the greedy text of a checkpoint against a folder like tests/golden/architectures/qwen3.") { directory, threads, json };
        var choice = new EngineChoice(command, learns: false);
        command.SetAction(parsed => ReportWriter.Write(parsed, ModelVerification.Verify(parsed.GetRequiredValue(directory), TorchEngine.Catalog.Find(parsed.GetValue(choice.Engine) ?? EngineCatalog.Embedded), choice.Apply(parsed, new EngineOptions { Threads = parsed.ThreadCount(threads) })), parsed.GetValue(json)));
        return command;
    }
}
