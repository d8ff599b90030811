using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary><c>hicra show</c>, <c>#!hicra-show</c>: runs as a table of windows and as curves.</summary>
internal sealed class ShowCommand : KitCommand
{
    private readonly Argument<string[]> _runs;
    private readonly Option<bool> _explain, _json;

    public ShowCommand(CommandStyle style) : base("show", style, "Shows runs: settings, means over windows of steps, and curves; those of a sweep by method, with intervals over seeds.")
    {
        _runs = AddArgument(new Argument<string[]>("RUN") { Arity = ArgumentArity.ZeroOrMore, Description = $"{RunReference.Help}; several are shown side by side [demo]" }, ValueKind.Run);
        _explain = Add(new Option<bool>("--explain") { Description = "say what each measure is, in a sentence" });
        _json = Add(Options.Json());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        bool json = call.Parsed.GetValue(_json);
        if (call.Parsed.GetValue(_runs) is not { Length: > 0 } && !json) call.Host.Output.WriteLine(RunReference.Unnamed(Typed("show")));
        ShownRun[] shown = [.. RunReference.WordsOr(call.Parsed.GetValue(_runs)).SelectMany(call.Runs).Select(ShownRun.Read)];
        if (json && call.Parsed.GetValue(_explain)) call.Note("--explain has no effect with --json, which names measures as metrics.jsonl does");
        if (json) call.WriteJson(writer => WriteJson(writer, shown));
        else if (call.Parsed.GetValue(_explain)) call.Host.Display(MimeBundle.Of(RunsText.Explain(shown)));
        else call.Host.Display(MimeBundle.Of(RunsText.Render(shown, Typed("train")), call.Host.ShowsHtml ? RunsHtml.Render(shown) : null));
        return Task.CompletedTask;
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, ShownRun[] shown)
    {
        json.WriteStartArray();
        foreach (ShownRun one in shown)
        {
            json.WriteStartObject();
            json.WriteString("run", one.Name);
            json.WriteBoolean("finished", one.Run.IsFinished);
            json.WriteNumber("next_step", one.Run.NextStep);
            if (one.Run.Config.Log is { } log)
            {
                json.WriteString("log", log.Describe());
                json.WriteStartArray("lacks");
                foreach (string lack in log.Lacks) json.WriteStringValue(lack);
                json.WriteEndArray();
            }
            else
            {
                json.WriteStartObject("training");
                TrainingSettings.Write(json, one.Run.Config.Training);
                json.WriteEndObject();
            }
            json.WriteStartArray("windows");
            foreach ((int from, int to) in one.Windows())
            {
                json.WriteStartObject();
                json.WriteNumber("from", from);
                json.WriteNumber("to", to);
                foreach (string metric in one.Rows.Where(r => r.Step >= from && r.Step < to).SelectMany(r => r.Values.Keys).Distinct())
                    if (RunMeasure.WindowMean(one.Rows, metric, from, to) is double mean) json.WriteNumber(metric, mean);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            FindingJson.Write(json, one.Findings);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
