using System.CommandLine;

namespace Hicra.Verification.Reports;

/// <summary>A comparison whose reference values are one file.</summary>
internal static class FileVerb
{
    public static Command Create(string name, string description, Func<string, VerificationReport> verify)
    {
        var file = new Argument<string>("FILE");
        Option<bool> json = Options.Json();
        var command = new Command(name, description) { file, json };
        command.SetAction(parsed => ReportWriter.Write(parsed, verify(parsed.GetRequiredValue(file)), parsed.GetValue(json)));
        return command;
    }
}
