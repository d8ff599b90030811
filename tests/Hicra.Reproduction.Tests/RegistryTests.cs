using Hicra.Reproduction.Items;
using Hicra.Testing;

namespace Hicra.Reproduction.Tests;

/// <summary>The registry has the paper's items and no others.</summary>
public sealed class RegistryTests
{
    private static readonly string[][] Listed = [.. File.ReadAllLines(Repository.Golden("paper/items.csv")).Skip(1).Select(l => l.Split(','))];

    [Fact]
    public void Items_are_the_papers_14_figures_2_tables_and_2_listings()
    {
        Assert.Equal(Listed.Select(l => l[0]), PaperItems.All.Select(i => i.Id));
        Assert.Equal([14, 2, 2], PaperItems.All.GroupBy(i => i.Kind).Select(g => g.Count()));
    }

    [Fact]
    public void Titles_say_what_the_paper_shows_there() =>
        Assert.All(Listed.Zip(PaperItems.All), pair => Assert.Contains(pair.First[^1], pair.Second.Title + " " + pair.Second.Name, StringComparison.Ordinal));

    [Fact]
    public void Each_item_has_a_file_of_its_name()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Hicra.Reproduction", "Items"), "*.cs").Select(f => Path.GetFileNameWithoutExtension(f)!)];
        Assert.All(PaperItems.All, item => Assert.Contains(item.GetType().Name, files));
    }

    [Theory]
    [InlineData("fig3", "fig3")]
    [InlineData("Figure 13", "fig13")]
    [InlineData("FIG. 03", "fig3")]
    [InlineData("Table1", "table1")]
    [InlineData("listing-2", "listing2")]
    public void Words_find_items(string word, string id) => Assert.Equal(id, PaperItems.Find(word).Id);

    [Theory]
    [InlineData("fig15")]
    [InlineData("table")]
    [InlineData("")]
    public void Other_words_are_refused_with_the_choice(string word) => Assert.Contains("listing2", Assert.Throws<HicraException>(() => PaperItems.Find(word)).Message, StringComparison.Ordinal);
}
