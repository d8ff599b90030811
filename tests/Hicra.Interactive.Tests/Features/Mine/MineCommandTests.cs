using System.Text.Json;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Tests.Commands;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Features.Mine;

/// <summary><c>#!sg-mine</c> and <c>#!sg-review</c>: from traces to a library that a person has looked through.</summary>
public sealed class MineCommandTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public async Task A_runs_rollouts_give_a_library_of_its_phrases()
    {
        await Run("#!sg-mine demo --out grams.json --list grams.txt --name library");
        var library = Assert.IsType<StrategicGramLibrary>(_host.Values["library"]);
        Assert.Contains("front product plus the rest", library.Grams);
        StrategicGramLibrary written = GramLibraryFile.Load(Path.Combine(_host.WorkingDirectory, "grams.json"));
        Assert.Equal(library.Grams, written.Grams);
        Assert.Equal(library.Grams, GramLibraryFile.Load(Path.Combine(_host.WorkingDirectory, "grams.txt")).Grams);
        MimeBundle shown = Assert.Single(_host.Displays).Last;
        Assert.Contains("front product plus the rest", shown.Html, StringComparison.Ordinal);
        Assert.Matches(@"In the same traces, \d+\.\d % of [\d,]+ tokens plan", shown.PlainText);
    }

    [Fact]
    public async Task The_same_line_gives_the_same_bytes()
    {
        await Run("#!sg-mine demo --out a.json --threads 1");
        await Run("#!sg-mine demo --out b.json --threads 2");
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_host.WorkingDirectory, "a.json")), await File.ReadAllBytesAsync(Path.Combine(_host.WorkingDirectory, "b.json")));
    }

    [Fact]
    public async Task Json_is_one_object_with_clusters_settings_and_corpus()
    {
        await Run("#!sg-mine demo --json --intents default");
        using var json = JsonDocument.Parse(_host.Written.ToString());
        Assert.All(json.RootElement.GetProperty("clusters").EnumerateArray(), c => Assert.True(c.GetProperty("df").GetInt32() > 0));
        Assert.Contains(json.RootElement.GetProperty("clusters").EnumerateArray(), c => c.TryGetProperty("intent", out JsonElement intent) && intent.GetString() == "deduction");
        Assert.Equal(64, json.RootElement.GetProperty("corpus").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(0.2, json.RootElement.GetProperty("settings").GetProperty("top_share").GetDouble());
        Assert.Empty(_host.Displays);
    }

    [Theory]
    [InlineData("""{"text": "let us try something different", "correct": false}""", "correct")]
    [InlineData("""{"text": "3 * 4 = 12", "correct": true}""", "solutions")]
    public async Task A_corpus_that_gives_nothing_says_what_to_change(string record, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_host.WorkingDirectory, "few.jsonl"), string.Concat(Enumerable.Repeat(record + "\n", 2)));
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run("#!sg-mine few.jsonl --out grams.json"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(File.Exists(Path.Combine(_host.WorkingDirectory, "grams.json")));
    }

    [Fact]
    public async Task Real_solutions_are_mined_by_intent_and_compared_with_the_papers_list()
    {
        await Run($"#!sg-mine --traces {Repository.RealSolutions} --intents default --name library");
        var library = Assert.IsType<StrategicGramLibrary>(_host.Values["library"]);
        Assert.InRange(library.Grams.Count, 50, 2000);
        Assert.Contains(library.Clusters, c => c.Intent == StrategicMove.Deduction);
        string text = Assert.Single(_host.Displays).Last.PlainText;
        Assert.Contains("Mined from 728 solutions of 96 problems", text, StringComparison.Ordinal);
        Assert.Matches(@"\d+ of \d+ grams are among the paper's 249 strings", text);
        Assert.Contains("72 wrong left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_lie_beside_the_library_and_outlive_a_new_mining()
    {
        await Run("#!sg-mine demo --out grams.json");
        StrategicGramLibrary mined = GramLibraryFile.Load(Path.Combine(_host.WorkingDirectory, "grams.json"));
        await Run("#!sg-review grams.json --drop 2 --note \"about a thing\" --name left");
        Assert.Equal(mined.Clusters.Count - 1, ((StrategicGramLibrary)_host.Values["left"]!).Clusters.Count);
        await Run($"#!sg-review grams.json --keep 2 --drop \"{mined.Clusters[0].Name}\" --out reviewed.json");
        StrategicGramLibrary left = GramLibraryFile.Load(Path.Combine(_host.WorkingDirectory, "reviewed.json"));
        Assert.Equal(mined.Clusters.Skip(1).Select(c => c.Name), left.Clusters.Select(c => c.Name));

        await Run("#!sg-mine demo --out grams.json");
        await Run("#!sg-review grams.json --name again");
        Assert.Equal(left.Grams, ((StrategicGramLibrary)_host.Values["again"]!).Grams);
        MimeBundle shown = _host.Displays[^1].Last;
        Assert.Contains($"{mined.Clusters.Count - 1} of {mined.Clusters.Count} clusters kept, 2 decided", shown.PlainText, StringComparison.Ordinal);
        Assert.Contains("about a thing", await File.ReadAllTextAsync(Path.Combine(_host.WorkingDirectory, "grams.review.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--drop 999", "the library has clusters 1 to")]
    [InlineData("--drop 2..1", "the library has clusters 1 to")]
    [InlineData("--drop nothing", "cluster")]
    [InlineData("--drop 1 --keep 1", "is in --drop and in --keep")]
    public async Task A_decision_about_nothing_changes_nothing(string options, string expected)
    {
        await Run("#!sg-mine demo --out grams.json");
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run($"#!sg-review grams.json {options}"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_host.WorkingDirectory, "grams.review.json")));
    }

    [Theory]
    [InlineData("#!sg-mine math --step 3", "its rollouts do not say their step")]
    [InlineData("#!sg-mine steps.jsonl --step 3", "no rollouts of step 3; there are 1, 2")]
    [InlineData("#!sg-mine demo --format verl", "--format is for files")]
    [InlineData("#!sg-mine demo --reward score", "--reward is for files")]
    [InlineData("#!sg-mine demo --skip-bad", "--skip-bad is for files")]
    [InlineData("#!sg-mine demo --clustering kmeans:20 --distance 0.1", "--distance has no effect")]
    [InlineData("#!sg-mine demo --embedding model --dimensions 9", "--dimensions is for vectors that are trained")]
    [InlineData("#!sg-review grams.json --note why", "give --drop or --keep too")]
    public async Task What_would_have_no_effect_is_refused(string line, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_host.WorkingDirectory, "steps.jsonl"), string.Concat(Enumerable.Range(0, 4).Select(i => $"{{\"step\":{1 + i / 2},\"response\":\"we try {i}\",\"reward\":1}}\n")));
        GramLibraryFile.Save(StrategicGramLibrary.FromClusterIndices("some", ["let us try"], [0], ["try"]), Path.Combine(_host.WorkingDirectory, "grams.json"));
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task One_step_of_a_file_is_one_step()
    {
        string file = Path.Combine(_host.WorkingDirectory, "steps.jsonl");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, 4).Select(i => $"{{\"step\":{1 + i / 2},\"response\":\"let us try {i}\",\"reward\":1}}\n")));
        await Run("#!sg-mine steps.jsonl --library paper --step 2 --json");
        using var json = JsonDocument.Parse(_host.Written.ToString());
        Assert.Equal(2, json.RootElement.GetProperty("traces").GetInt32());
    }

    [Fact]
    public async Task A_review_that_is_damaged_is_said_and_left()
    {
        await Run("#!sg-mine demo --out grams.json");
        string review = Path.Combine(_host.WorkingDirectory, "grams.review.json");
        await File.WriteAllTextAsync(review, "{\"decisions\": [{}]}");
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run("#!sg-review grams.json --drop 1"));
        Assert.Contains("grams.review.json is no review", error.Message, StringComparison.Ordinal);
        Assert.Equal("{\"decisions\": [{}]}", await File.ReadAllTextAsync(review));
    }
}
