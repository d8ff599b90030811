using System.Text;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Pages;
using Hicra.Reproduction.Recipes;
using Hicra.Testing;

namespace Hicra.Reproduction.Tests;

/// <summary>Every figure is drawn again from the committed results, and every verdict is what they say.</summary>
public sealed class ShippedResultsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "data", "results");

    [SlowTheory]
    [InlineData("quick")]
    [InlineData("full")]
    public void Figures_and_verdicts_are_those_of_the_committed_results(string name)
    {
        var evidence = new SavedResults(Folder);
        RunScale scale = RunScale.Find(name);
        var text = new StringBuilder(new ScoreboardView().RenderText(Scoreboard.Of(scale, evidence)));
        foreach (PaperItem item in PaperItems.Known)
        {
            var drawn = new ReproducedItem(item, scale, item.DrawWorlds(scale, evidence));
            IReadOnlyList<string> missing = item.IsOfLongWorld ? drawn.Drawing.Missing : item.Draw(scale, evidence).Missing;
            text.Append('\n').Append(item.Name).Append(": ").Append(drawn.State).Append('\n').Append(string.Concat(drawn.Drawing.Differences.Select(d => $"- {d}\n")));
            // What a notebook shows of this scale is there, whole; of the long world what there is.
            if (item.Notebook is { } notebook && File.ReadAllText(Path.Combine(Repository.Root, "notebooks", notebook + ".ipynb")).Contains($"#!reproduce {item.Id} --from shipped --scale {name}", StringComparison.Ordinal))
                Assert.True(drawn.Drawing.State != ItemState.NotRun && missing.All(run => name == "full" && IsVision(run)), $"{item.Name} lacks {string.Join(", ", missing)}");
        }
        string file = Path.Combine(Folder, $"{name}.txt");
        if (Environment.GetEnvironmentVariable("HICRA_WRITE") == "1") File.WriteAllText(file, text.ToString());
        Assert.Equal(File.ReadAllText(file), text.ToString());
    }

    // Their runs of the full scale are still to be made; Figures 10 and 13 say so.
    private static bool IsVision(string run) => Families.Vision.Any(f => run.StartsWith(f.Name + "-", StringComparison.Ordinal));
}
