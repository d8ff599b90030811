using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Rollouts;
using Hicra.Training.Health;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Doctor;

/// <summary><c>hicra doctor</c>, <c>#!doctor</c>: what is wrong with a run, ours or another trainer's log.</summary>
internal sealed class DoctorCommand : KitCommand
{
    private readonly Argument<string[]> _runs;
    private readonly LogFileOptions _files;
    private readonly Option<string?> _name;
    private readonly Option<bool> _json;

    public DoctorCommand(CommandStyle style) : base("doctor", style, "Says what is wrong with a run: findings with their evidence, their step, their likely cause and the knob to turn.")
    {
        _runs = AddArgument(new Argument<string[]>("RUN") { Arity = ArgumentArity.ZeroOrMore, Description = $"{RunReference.Help}; or a log of rollouts of another trainer: a file, folder or pattern [demo]" }, ValueKind.Run);
        _files = new LogFileOptions(Command);
        _name = Add(CommonOptions.Name("the diagnosis (a list of them for several runs)"));
        _json = Add(Options.Json());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation) => Task.Run(() =>
    {
        IReadOnlyList<string> words = RunReference.WordsOr(call.Parsed.GetValue(_runs));
        if (words.All(word => !IsLog(call, word)) && _files.Given(call) is { } forLogs)
            throw new HicraException($"{forLogs.Name} is for logs, and {string.Join(", ", words)} is none; leave it out");
        (string Name, Diagnosis Diagnosis)[] found = [.. words.SelectMany(word => Examine(call, word, cancellation))];
        call.Leave(_name, found.Length == 1 ? found[0].Diagnosis : found.Select(f => f.Diagnosis).ToArray());
        if (call.Parsed.GetValue(_json))
        {
            call.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach ((string name, Diagnosis diagnosis) in found) DiagnosisJson.Write(json, name, diagnosis);
                json.WriteEndArray();
            });
        }
        else
        {
            foreach ((int at, (string name, Diagnosis diagnosis)) in found.Index()) call.Host.Display(DiagnosisView.Bundle(diagnosis, name, isFollowing: at > 0 && !call.Host.ShowsHtml));
        }
    }, CancellationToken.None);

    private static bool IsLog(CommandCall call, string word) => !word.StartsWith('@') && (RunReference.IsTraces(call.Resolve(word)) || word.Contains('*', StringComparison.Ordinal));

    private IEnumerable<(string, Diagnosis)> Examine(CommandCall call, string word, CancellationToken cancellation)
    {
        if (!IsLog(call, word)) return call.Runs(word).Select(run => (run.Name, RunHealth.Examine(run.Run)));
        var report = new RolloutReadReport();
        Diagnosis diagnosis = Training.Health.Doctor.Examine(LogSteps.Of(RolloutFiles.Read([call.Resolve(word)], _files.Of(call), report), cancellation));
        if (diagnosis.Rollouts == 0) throw new HicraException($"{word}: holds no rollouts; give a run, or a log that has some");
        if (report.LeftOut() is { } leftOut) call.Host.Errors.WriteLine(leftOut);
        return [(word, diagnosis)];
    }
}
