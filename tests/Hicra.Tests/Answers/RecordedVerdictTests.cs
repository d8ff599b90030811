using System.IO.Compression;
using System.Text.Json;
using Hicra.Answers;
using Hicra.Testing;

namespace Hicra.Tests.Answers;

/// <summary>800 real solutions with the verdicts of Qwen2.5-Math's own evaluation program.</summary>
public class RecordedVerdictTests
{
    private static readonly List<(string Gold, string Short, string Response, string Predicted, bool Right)> Records = [.. Read()];

    [Fact]
    public void Whole_solutions_agree_but_for_two_problems_whose_verdicts_are_wrong()
    {
        // 49,994 / 7 + 20,006 / 7 is 10,000: the record calls 10000 wrong because its reference is spelt 10{,}000. And it calls
        // \boxed{4:30 \text{ p.m.}} wrong eight times, because it lost the p.m. of the answer and half of that of \text{4:30 p.m.}.
        var different = Records.Where(record => new ReferenceAnswer(record.Gold).Judge(record.Response).IsEqual != record.Right).ToList();
        Assert.Equal([("10{,}000", "10000", false), ("4:30p..", "4:30", false)], different.Select(record => (record.Short, record.Predicted, record.Right)).Distinct().Order());
        Assert.Equal(9, different.Count);
    }

    [Fact]
    public void The_110_distinct_pairs_agree_but_for_that_one()
    {
        var pairs = Records.Select(record => (record.Short, record.Predicted, record.Right)).Distinct().ToList();
        Assert.Equal((110, 74), (pairs.Count, pairs.Count(pair => pair.Right)));
        Assert.Equal([("10{,}000", "10000", false)], pairs.Where(pair => new ReferenceAnswer(pair.Short).IsEqual(pair.Predicted) != pair.Right));
    }

    private static IEnumerable<(string, string, string, string, bool)> Read()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Repository.RealSolutions), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument record = JsonDocument.Parse(line);
            JsonElement root = record.RootElement;
            for (int i = 0; i < root.GetProperty("code").GetArrayLength(); i++)
                yield return (root.GetProperty("solution").GetString()!, root.GetProperty("gt").GetString()!, root.GetProperty("code")[i].GetString()!, root.GetProperty("pred")[i].GetString()!, root.GetProperty("score")[i].GetBoolean());
        }
    }
}
