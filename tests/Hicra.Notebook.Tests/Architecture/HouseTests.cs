using Hicra.Testing;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>The house stands as the README draws it: no arrow that is not drawn, no circle, no room that is missing.</summary>
[Collection(KitSources.Collection)]
public sealed class HouseTests
{
    private static House Drawn => House.Read(File.ReadAllText(Path.Combine(Repository.Root, "README.md")));

    [Fact]
    public void Every_project_and_room_is_drawn_and_every_drawn_one_is_there()
    {
        string[] folders = [.. KitSources.Files.Select(s => Path.GetDirectoryName(s.Path)!.Replace('\\', '/')).SelectMany(f => f.Split('/') is [var project, var room, ..] ? new[] { project, $"{project}/{room}" } : [f]).Distinct()];
        Assert.Empty(folders.Except(Drawn.Rooms));
        Assert.All(Drawn.Rooms.Where(r => !r.EndsWith("/*", StringComparison.Ordinal)), room => Assert.True(Directory.Exists(Path.Combine(Repository.Root, "src", room)), $"{room} is drawn and not there"));
    }

    [Fact]
    public void No_arrow_is_missing_in_the_drawing_and_none_goes_round()
    {
        SourceUse[] uses = KitSources.Uses;
        Assert.True(uses.Length > 2000, "hardly any use was found: the compiler did not understand the sources");
        IReadOnlyList<string> found = Drawn.Violations(Between(Drawn, uses));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Projects_refer_to_each_other_as_drawn()
    {
        foreach (string project in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            IEnumerable<string> references = System.Xml.Linq.XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            foreach (string other in references) Assert.Empty(Drawn.Violations(new Dictionary<(string, string), string> { [(name, other)] = project }));
        }
    }

    [Fact]
    public void Planted_arrows_are_found()
    {
        (string Path, string Text)[] planted =
        [
            ("Hicra/Metrics/Planted.cs", "namespace Hicra.Metrics; static class Planted { public static object? Of(Hicra.Rollouts.Rollout rollout) => rollout.Prompt; }"),
            ("Hicra.Interactive/Rendering/Planted.cs", "namespace Hicra.Interactive.Rendering; static class Planted { public const string Ground = Hicra.Interactive.Features.Plot.Planted.Ground; }"),
            ("Hicra.Training/Runs/Planted.cs", "using Hicra.Interactive; namespace Hicra.Training.Runs; static class Planted { public static string Of(string text) => text.Twice(); }"),
            ("Hicra.Interactive/Features/Plot/Planted.cs", "namespace Hicra.Interactive.Features.Plot; static class Planted { public const string Ground = \"#fff\"; }"),
            ("Hicra.Interactive/Planted.cs", "namespace Hicra.Interactive; static class Planted { public static string Twice(this string text) => text + text; }"),
        ];
        IReadOnlyList<string> found = Drawn.Violations(Between(Drawn, KitSources.UsesOf(planted)));
        string[] expected = ["Hicra.Interactive/Rendering uses Hicra.Interactive/Features/Plot", "Hicra.Training/Runs uses Hicra.Interactive", "Hicra/Metrics uses Hicra/Rollouts"];
        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected.Zip(found), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_circle_is_found_though_it_is_drawn()
    {
        House house = House.Read("## The house\n\n    src/A            one\n      B/  -> C       two\n      C/  -> B       three\n      D/  -> B       four\n");
        Assert.Equal(["A", "A/B", "A/C", "A/D"], house.Rooms);
        var uses = new Dictionary<(string, string), string> { [("A/B", "A/C")] = "x", [("A/C", "A/B")] = "y", [("A/D", "A/B")] = "z" };
        Assert.Equal(["A/B stands in a circle", "A/C stands in a circle"], house.Violations(uses));
        Assert.Equal(["A/D uses A/C, which the README does not draw: w"], house.Violations(new Dictionary<(string, string), string> { [("A/D", "A/C")] = "w" }));
    }

    private static Dictionary<(string From, string To), string> Between(House house, IEnumerable<SourceUse> uses)
    {
        var between = new Dictionary<(string, string), string>();
        foreach ((string from, string to, string name) in uses)
            if (house.RoomOf(from) is { } user && house.RoomOf(to) is { } used && user != used) between.TryAdd((user, used), $"{from} names {name}");
        return between;
    }
}
