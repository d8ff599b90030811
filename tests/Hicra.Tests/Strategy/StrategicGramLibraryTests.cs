using Hicra.Strategy;

namespace Hicra.Tests.Strategy;

public sealed class StrategicGramLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hicra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Paper_holds_the_249_strings_of_listing_1()
    {
        StrategicGramLibrary paper = StrategicGramLibrary.Paper;
        Assert.Equal(249, paper.Grams.Count);
        Assert.Equal(("## step", "work our way"), (paper.Grams[0], paper.Grams[^1]));
        Assert.Equal(249, paper.Grams.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 249), paper.ClusterOf);
    }

    [Fact]
    public void Json_round_trip_keeps_everything()
    {
        var library = new StrategicGramLibrary("mine", [new("back", ["wait, that’s \"odd\"", "go\nback"], 12), new("on", ["so"])]);
        GramLibraryFile.Save(library, Path_("grams.json"));
        StrategicGramLibrary read = GramLibraryFile.Load(Path_("grams.json"));
        Assert.Equal("mine", read.Name);
        Assert.Equal(library.Grams, read.Grams);
        Assert.Equal([0, 0, 1], read.ClusterOf);
        Assert.Equal([("back", (int?)12), ("on", null)], read.Clusters.Select(c => (c.Name, c.Df)));
        Assert.Equal(["grams.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Reads_what_other_miners_write()
    {
        StrategicGramLibrary read = Load("""{"clusters": [{"name": "a b c", "df": 3, "grams": ["a b c", "a b d"], "extra": 1}], "options": {}}""");
        Assert.Equal("grams", read.Name);
        Assert.Equal(["a b c", "a b d"], read.Grams);
    }

    [Fact]
    public void Plain_list_round_trip_keeps_the_grams()
    {
        GramLibraryFile.SaveList(StrategicGramLibrary.Paper, Path_("list.txt"));
        StrategicGramLibrary read = GramLibraryFile.Load(Path_("list.txt"));
        Assert.Equal(StrategicGramLibrary.Paper.Grams, read.Grams);
    }

    [Fact]
    public void Plain_list_leaves_out_blank_and_repeated_lines() => Assert.Equal(["so", "## step"], Load("so\n\n  ## step \r\nso\n").Grams);

    [Fact]
    public void Cluster_indices_regroup_the_grams()
    {
        var library = StrategicGramLibrary.FromClusterIndices("x", ["a", "b", "c"], [1, 0, 1], ["first", "second"]);
        Assert.Equal(["b", "a", "c"], library.Grams);
        Assert.Equal([0, 1, 1], library.ClusterOf);
        Assert.Throws<ArgumentException>(() => StrategicGramLibrary.FromClusterIndices("x", ["a"], [1], ["first"]));
    }

    [Theory]
    [InlineData("{\"clusters\": [\n{\"grams\": [\"a\" \"b\"]}]}", "line 2")]
    [InlineData("{}", "'clusters'")]
    [InlineData("{\"clusters\": [{\"grams\": [\"a\", 1]}]}", "clusters[0].grams[1]")]
    [InlineData("{\"clusters\": [{\"name\": \"n\", \"grams\": []}]}", "cluster 1 ('n') has no gram")]
    [InlineData("{\"clusters\": [{\"name\": \"n\", \"grams\": [\" \"]}]}", "empty gram")]
    [InlineData("{\"clusters\": [{\"grams\": [\"a\"], \"df\": -1}]}", "clusters[0].df")]
    [InlineData("{\"clusters\": [1]}", "clusters[0]")]
    public void Bad_files_are_named_with_the_place(string content, string place)
    {
        string message = Assert.Throws<HicraException>(() => Load(content)).Message;
        Assert.Contains(Path_("grams.json"), message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_file_and_one_in_the_way_are_named_and_a_missing_folder_is_made()
    {
        Assert.Contains("none.json", Assert.Throws<HicraException>(() => GramLibraryFile.Load(Path_("none.json"))).Message, StringComparison.Ordinal);
        GramLibraryFile.Save(StrategicGramLibrary.Paper, Path_("none/x.json"));
        Assert.Equal(249, GramLibraryFile.Load(Path_("none/x.json")).Grams.Count);
        Assert.Contains("y.json", Assert.Throws<HicraException>(() => GramLibraryFile.Save(StrategicGramLibrary.Paper, Path_("none/x.json/y.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gram_with_a_line_break_is_refused_in_a_plain_list() =>
        Assert.Throws<HicraException>(() => GramLibraryFile.SaveList(StrategicGramLibrary.FromGrams("x", ["a\nb"]), Path_("list.txt")));

    private StrategicGramLibrary Load(string content)
    {
        File.WriteAllText(Path_("grams.json"), content);
        return GramLibraryFile.Load(Path_("grams.json"));
    }

    private string Path_(string name) => Path.Combine(_folder, name);
}
