using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Testing;
using Hicra.Verification.Dynamics;

namespace Hicra.Verification.Tests.Dynamics;

public sealed class DynamicsVerificationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Means_within_two_standard_errors_agree_and_one_beyond_them_is_named()
    {
        // Two runs whose accuracy differs by 0.02, so that there is a spread.
        double mean = (Copy("seed-1", 0) + Copy("seed-2", 0.02)) / 2;
        string alike = Table("alike.csv", mean - 0.01, mean + 0.015), apart = Table("apart.csv", mean + 0.1, mean + 0.11);

        DynamicsRow row = Assert.Single(DynamicsVerification.Compare([_temporary.Path], alike));
        Assert.Equal(("grpo", "acc", 0, 8, true), (row.Group, row.Metric, row.From, row.To, row.Agrees));
        Assert.Equal((2, 2), (row.Ours.Count, row.Reference.Count));
        Assert.Equal(mean, row.Ours.Mean!.Value, 1e-12);

        (int code, string output) = Run(alike);
        Assert.Equal(0, code);
        Assert.StartsWith("grpo: ours (2 seeds) above the reference program's (2 seeds)", output, StringComparison.Ordinal);
        Assert.EndsWith("1 of 1 agree within two standard errors; by chance alone about 0 would not\n", output, StringComparison.Ordinal);
        (code, output) = Run(apart);
        Assert.Equal(1, code);
        Assert.Matches(@"\nacc +0\.\d{3} ±0\.014\*\n +0\.\d{3} ±0\.007\n", output);
        Assert.Matches(@"\n  grpo, acc, steps 0-8: 0\.\d{4} and 0\.\d{4}, -\d+\.\d standard errors\n$", output);
        (code, output) = Run($"{apart} --json");
        Assert.Equal(1, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.False(json.RootElement[0].GetProperty("agrees").GetBoolean());
    }

    [Fact]
    public void Runs_are_compared_with_other_runs_as_far_as_both_go()
    {
        foreach (string side in new[] { "a", "b" })
            for (int seed = 0; seed < 3; seed++) Copy($"{side}/seed-{seed}", 0.01 * seed + (side == "b" ? 0.2 : 0));
        IReadOnlyList<DynamicsRow> rows = DynamicsVerification.Beside([_temporary.File("a")], [_temporary.File("b")]);
        // The shipped run has 80 steps: 70-90 is not whole.
        Assert.Equal([(0, 8), (30, 50)], rows.Select(row => (row.From, row.To)).Distinct());
        Assert.All(rows, row => Assert.Equal((3, 3, row.Metric != "acc"), (row.Ours.Count, row.Reference.Count, row.Agrees)));
        using StringWriter output = new(), error = new();
        Assert.Equal(0, VerificationProgram.Run(["dynamics", _temporary.File("a"), "--beside", _temporary.File("a")], output, error));
        Assert.StartsWith($"grpo: ours (3 seeds) above those of {_temporary.File("a")} (3 seeds)", output.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(0, VerificationProgram.Run(["dynamics", _temporary.File("a"), "--beside", _temporary.File("b"), "--reference", "x.csv"], output, error));
        Assert.Contains("leave out either", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("hold no two finished runs", Assert.Throws<HicraException>(() => DynamicsVerification.Beside([_temporary.File("a/seed-0")], [_temporary.File("b")])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method,seed\ngrpo,1\n", "must begin with the columns")]
    [InlineData("method,seed,from_step,to_step,acc\ngrpo,1,0,8,x\n", "line 2: not a row of 5 cells")]
    [InlineData("method,seed,from_step,to_step,acc\nplacebo alpha .2,1,0,8,0.1\nplacebo alpha .2,2,0,8,0.1\n", "train at least two seeds of placebo alpha .2")]
    public void A_table_that_cannot_be_compared_is_refused_in_one_line(string table, string expected)
    {
        Copy("seed-1", 0);
        File.WriteAllText(_temporary.File("table.csv"), table);
        string message = Assert.Throws<HicraException>(() => DynamicsVerification.Compare([_temporary.Path], _temporary.File("table.csv"))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>Copies the shipped run of GRPO with another accuracy, and returns its mean over the first eight steps.</summary>
    private double Copy(string name, double more)
    {
        string from = Path.Combine(Repository.Root, "data", "demo", "grpo"), to = Directory.CreateDirectory(_temporary.File(name)).FullName;
        File.Copy(Path.Combine(from, "config.json"), Path.Combine(to, "config.json"));
        JsonObject[] rows = [.. File.ReadLines(Path.Combine(from, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];
        foreach (JsonObject row in rows) row["hicra/accuracy"] = row["hicra/accuracy"]!.GetValue<double>() + more;
        File.WriteAllLines(Path.Combine(to, "metrics.jsonl"), rows.Select(row => row.ToJsonString()));
        return rows.Take(8).Average(row => row["hicra/accuracy"]!.GetValue<double>());
    }

    private string Table(string name, params double[] accuracies)
    {
        string file = _temporary.File(name);
        File.WriteAllLines(file, ["method,seed,from_step,to_step,acc", .. accuracies.Select((acc, i) => string.Create(CultureInfo.InvariantCulture, $"grpo,{i + 1},0,8,{acc:R}"))]);
        return file;
    }

    private (int Code, string Output) Run(string reference)
    {
        using StringWriter output = new(), error = new();
        int code = VerificationProgram.Run(["dynamics", _temporary.Path, "--reference", .. reference.Split(' ')], output, error);
        Assert.Empty(error.ToString());
        return (code, output.ToString());
    }
}
