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

    [SlowFact]
    public void Figures_and_verdicts_are_those_of_the_committed_results()
    {
        var evidence = new SavedResults(Folder);
        RunScale scale = RunScale.Quick;
        Scoreboard board = Scoreboard.Of(scale, evidence);
        var text = new StringBuilder(new ScoreboardView().RenderText(board));
        foreach (PaperItem item in PaperItems.All)
        {
            Drawing drawing = item.Draw(scale, evidence);
            Assert.True(drawing.State != ItemState.NotRun && drawing.Missing.Count == 0, $"{item.Name} lacks {string.Join(", ", drawing.Missing)}");
            text.Append('\n').Append(item.Name).Append(": ").Append(new ReproducedItem(item, scale, drawing).State).Append('\n').Append(string.Concat(drawing.Differences.Select(d => $"- {d}\n")));
        }
        string file = Path.Combine(Folder, "verdicts.txt");
        if (Environment.GetEnvironmentVariable("HICRA_WRITE") == "1") File.WriteAllText(file, text.ToString());
        Assert.Equal(File.ReadAllText(file), text.ToString());
    }
}
