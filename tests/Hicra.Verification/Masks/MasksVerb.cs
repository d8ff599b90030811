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
        Option<bool> draw = new("--draw") { Description = "draw a new sample into the folder: spans.jsonl and the blind sheet" }, report = new("--report-half") { Description = "draw only of the problems that are kept for the report" }, recall = new("--recall") { Description = "also say which of the labelled spans today's miner marks" };
        Option<string?> count = Options.Text("--count", "n", "spans of each library [240]"), seed = Options.Text("--seed", "n", "decides what is drawn [0]");
        Option<bool> json = Options.Json();
        var command = new Command("masks", "Precision of the mined, the paper's and a random library's planning masks on real solutions, by two passes of labels.") { folder, draw, report, recall, count, seed, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (parsed.GetValue(draw))
            {
                MaskFiles.Write(path, MaskDraw.Draw(Rollouts(), parsed.WholeNumber(count, 1) ?? 240, parsed.WholeNumber(seed, int.MinValue) ?? 0, parsed.GetValue(report)));
                return Failure.Ok;
            }
            IReadOnlyList<MaskSpan> spans = MaskFiles.Read(path);
            bool[] first = MaskFiles.ReadPass(path, 1, spans), second = MaskFiles.ReadPass(path, 2, spans);
            MaskPrecision precision = MaskPrecision.Of(spans, first, second);
            IReadOnlyList<MaskRecall>? mined = parsed.GetValue(recall) ? MaskRecall.Of(spans, first, second, Rollouts()) : null;
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.WriteLine(parsed.GetValue(json) ? JsonText.Of(writer => precision.Write(writer, mined)) : precision.Text());
            if (mined is not null && !parsed.GetValue(json)) output.WriteLine("\nLabelled spans that today's miner marks\n\n" + MaskRecall.Text(mined));
            return Failure.Ok;
        });
        return command;
    }

    private static Rollout[] Rollouts() => [.. RolloutFiles.Read([ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz")], new RolloutFileOptions())];
}
