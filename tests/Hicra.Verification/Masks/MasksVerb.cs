using System.CommandLine;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Verification.Masks;

/// <summary><c>masks</c>: precision of planning masks on real solutions, by a labelled sample; with <c>--draw</c>, a new sample to label.</summary>
internal static class MasksVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "of the sample, such as tests/golden/masks" };
        Option<bool> draw = new("--draw") { Description = "draw a new sample into the folder: spans.jsonl and the blind sheet" }, report = new("--report-half") { Description = "draw only of the problems that are kept for the report" };
        Option<string?> count = Options.Text("--count", "n", "spans of each library [240]"), seed = Options.Text("--seed", "n", "decides what is drawn [0]");
        Option<bool> json = Options.Json();
        var command = new Command("masks", "Precision of the mined, the paper's and a random library's planning masks on real solutions, by two passes of labels.") { folder, draw, report, count, seed, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (parsed.GetValue(draw))
            {
                Rollout[] rollouts = [.. RolloutFiles.Read([ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz")], new RolloutFileOptions())];
                MaskFiles.Write(path, MaskDraw.Draw(rollouts, parsed.WholeNumber(count, 1) ?? 240, parsed.WholeNumber(seed, int.MinValue) ?? 0, parsed.GetValue(report)));
                return Failure.Ok;
            }
            IReadOnlyList<MaskSpan> spans = MaskFiles.Read(path);
            MaskPrecision precision = MaskPrecision.Of(spans, MaskFiles.ReadPass(path, 1, spans), MaskFiles.ReadPass(path, 2, spans));
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(precision.Write) : precision.Text());
            return Failure.Ok;
        });
        return command;
    }
}
