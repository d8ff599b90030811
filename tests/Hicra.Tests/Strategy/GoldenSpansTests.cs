using System.Text.Json;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

public class GoldenSpansTests
{
    [Fact]
    public void Both_matchers_find_the_spans_of_the_reference_program()
    {
        using JsonDocument batch = JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("engine/batch.json")));
        string[] vocabulary = batch.RootElement.GetProperty("vocabulary").Deserialize<string[]>()!;
        string[] grams = batch.RootElement.GetProperty("grams").Deserialize<string[]>()!;
        var byId = new GramMatcher([.. grams.Select(gram => gram.Split(' ').Select(word => Array.IndexOf(vocabulary, word)).ToArray())]);
        var byText = new PlanningMatcher(StrategicGramLibrary.FromGrams("puzzle", grams));
        string[] pieces = TokenPieces.FromWords(vocabulary);

        int found = 0;
        foreach (JsonElement rollout in batch.RootElement.GetProperty("rollouts").EnumerateArray())
        {
            int[] ids = rollout.GetProperty("ids").Deserialize<int[]>()!;
            GramSpan[] expected = [.. rollout.GetProperty("grams").Deserialize<int[][]>()!.Select(s => new GramSpan(s[0], s[1], s[2]))];
            List<GramSpan> spans = [], textSpans = [];
            byId.LeftmostLongest(ids, spans);
            byText.Spans(ids, pieces, textSpans);
            Assert.Equal(expected, spans);
            Assert.Equal(expected, textSpans);
            found += expected.Length;
        }
        Assert.True(found > 64);
    }
}
