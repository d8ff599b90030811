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
        Assert.All(PaperItems.Known, item => Assert.Contains(item.GetType().Name, files));
    }

    [Fact]
    public void The_notebooks_page_maps_every_item()
    {
        string file = Path.Combine(Repository.Root, "notebooks", "README.md"), text = File.ReadAllText(file);
        int start = text.IndexOf("| item |", StringComparison.Ordinal);
        Assert.True(start > 0);
        string wanted = string.Concat(text.AsSpan(0, start), "| item | what it shows | notebook | command | not yet |\n|---|---|---|---|---|\n", string.Concat(PaperItems.Known.Select(Row)));
        if (Environment.GetEnvironmentVariable("HICRA_WRITE") == "1") File.WriteAllText(file, wanted);
        else Assert.Equal(wanted, text);
    }

    [Fact]
    public void Notebooks_that_items_name_go_through_them()
    {
        foreach (PaperItem item in PaperItems.Known.Where(i => i.Notebook is not null))
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, "notebooks", item.Notebook + ".ipynb"));
            Assert.True(item.Id == "listing1" || text.Contains($"#!reproduce {item.Id} ", StringComparison.Ordinal), $"{item.Notebook} does not show {item.Id}");
        }
    }

    private static string Row(PaperItem item) =>
        $"| {item.Name} | {item.Title} | {(item.Notebook is { } notebook ? $"[{notebook}]({notebook}.ipynb)" : "")} | `hicra reproduce {item.Id}` | {string.Join("; ", item.Lacks.Select(l => $"{l.What} ({l.Why["not yet: ".Length..]})"))} |\n";

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
