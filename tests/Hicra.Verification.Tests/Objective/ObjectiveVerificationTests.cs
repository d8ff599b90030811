using System.Text;
using System.Text.Json.Nodes;
using Hicra.Testing;
using Hicra.Verification.Objective;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Tests.Objective;

public class ObjectiveVerificationTests
{
    private static readonly string Golden = Repository.Golden("policy-loss-reference.json");

    [Fact]
    public void Golden_file_agrees_to_1e_9()
    {
        VerificationReport report = ObjectiveVerification.Verify(Golden);

        Assert.Empty(report.Mismatches);
        Assert.True(report.Passed);
        Assert.All(report.Rows, r => Assert.True(r.LargestError <= 1e-9, r.ToString()));
        // 4 advantages, 9 combinations of loss and aggregation x 4 values, 5 estimators x 2, entropy x 2.
        Assert.Equal(4 + 9 * 4 + 5 * 2 + 2, report.Rows.Count);
    }

    [Fact]
    public void One_changed_number_fails_and_is_named()
    {
        JsonArray all = JsonNode.Parse(File.ReadAllText(Golden))!.AsArray();
        CounterRandom random = CounterRandom.FromSeed(1);
        for (int trial = 0; trial < 120; trial++)
        {
            var one = new JsonArray(all[random.Below(2 * trial, all.Count)]!.DeepClone());
            JsonValue[] leaves = [.. Checked(one[0]!)];
            JsonValue leaf = leaves[random.Below(2 * trial + 1, leaves.Length)];
            string path = leaf.GetPath();
            Replace(leaf, leaf.GetValue<double>() + 1e-6);

            VerificationReport report = Verify(one);

            Assert.False(report.Passed, $"{path} was changed by 1e-6 unnoticed");
            Assert.NotEmpty(report.Mismatches);
            Assert.All(report.Mismatches, m => Assert.Contains("case 0", m, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_kind_of_value_is_compared()
    {
        JsonNode first = JsonNode.Parse(File.ReadAllText(Golden))!.AsArray()[0]!;
        Func<JsonNode, JsonNode>[] kinds =
        [
            c => c["advantages"]!["grpo_std"]![0]!, c => c["advantages"]!["grpo_mean"]![0]!, c => c["advantages"]!["rloo"]![0]!, c => c["advantages"]!["opo"]![0]!,
            c => c["losses"]![3]!["loss"]!, c => c["losses"]![3]!["clipFraction"]!, c => c["losses"]![3]!["approxKl"]!, c => c["losses"]![3]!["gradLogProbs"]![2]!,
            c => c["kl"]![2]!["mean"]!, c => c["kl"]![2]!["gradLogProbs"]![0]!, c => c["entropy"]!["entropy"]![1]!, c => c["entropy"]!["gradLogits"]![5]!, c => c["rewards"]![3]!,
        ];
        foreach (Func<JsonNode, JsonNode> kind in kinds)
        {
            var one = new JsonArray(first.DeepClone());
            JsonValue leaf = kind(one[0]!).AsValue();
            Replace(leaf, leaf.GetValue<double>() + 1e-6);
            Assert.False(Verify(one).Passed, leaf.GetPath());
        }
    }

    [Fact]
    public void A_hand_made_case_passes_with_zero_error_rows_and_tolerates_extra_keys()
    {
        JsonArray one = Tiny();
        one[0]!["remark"] = "ignored";
        VerificationReport report = Verify(one);
        Assert.Empty(report.Mismatches);
        Assert.True(report.Passed);
    }

    [Fact]
    public void Padding_of_results_is_compared_and_padding_of_log_probs_is_not()
    {
        JsonArray inputs = Tiny();
        inputs[0]!["logProbs"]![1] = 123.0;
        Assert.True(Verify(inputs).Passed);

        JsonArray results = Tiny();
        results[0]!["losses"]![0]!["gradLogProbs"]![1] = 1e-6;
        Assert.False(Verify(results).Passed);
    }

    [Theory]
    [InlineData("logProbs", "key 'logProbs'")]
    [InlineData("rewards", "key 'rewards'")]
    [InlineData("lengths", "key 'lengths'")]
    [InlineData("advantages", "key 'advantages'")]
    [InlineData("losses", "key 'losses'")]
    [InlineData("kl", "key 'kl'")]
    [InlineData("entropy", "key 'entropy'")]
    public void A_missing_key_is_named(string key, string expected)
    {
        JsonArray one = Tiny();
        one[0]!.AsObject().Remove(key);
        HicraException e = Assert.Throws<HicraException>(() => Verify(one));
        Assert.Contains("case 0", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("memory.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shapes_and_names_are_errors_not_skips()
    {
        Refused(c => c["logProbs"]!.AsArray().RemoveAt(0), "3 numbers instead of 4");
        Refused(c => c["losses"]![0]!["gradLogProbs"]!.AsArray().Add(0.0), "5 numbers instead of 4");
        Refused(c => c["losses"]![0]!["policyLoss"] = "vanila", "did you mean 'vanilla'");
        Refused(c => c["losses"]![0]!["aggregation"] = "token-meen", "did you mean 'token-mean'");
        Refused(c => c["losses"]![0]!["advantage"] = "gae", "unknown advantage 'gae'");
        Refused(c => c["losses"]![0]!.AsObject().Remove("dualClip"), "dualClip");
        Refused(c => c["losses"] = new JsonArray(), "at least one element");
        Refused(c => c["kl"]![0]!["estimator"] = "k9", "unknown estimator 'k9'");
        Refused(c => c["advantages"]!["gae"] = new JsonArray(), "unknown name 'gae'");
        Refused(c => c["losses"]![0]!["loss"] = null, "finite number");
        Refused(c => c["losses"]![0]!["loss"] = "NaN", "finite number");
        Refused(c => c["lengths"]![0] = 1.5, "whole number");
        Refused(c => c["lengths"]![0] = 3, "above maxLength");
        Refused(c => c["groupSize"] = 3, "groups of 3");
        HicraException nan = Assert.Throws<HicraException>(() => Verify("[{\"loss\": NaN}]"));
        Assert.Contains("not valid JSON", nan.Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => Verify("[]"));
        HicraException missing = Assert.Throws<HicraException>(() => ObjectiveVerification.Verify("no-such-file.json"));
        Assert.Contains("no-such-file.json", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_number_fails()
    {
        var tally = new VerificationTally("t", 1e-9);
        tally.Compare("f", 1, 1, "first");
        tally.Compare("f", double.NaN, 1, "second");
        VerificationReport report = tally.Report();
        Assert.False(report.Passed);
        VerificationRow row = Assert.Single(report.Rows);
        Assert.Equal(("second", 2), (row.Where, row.Values));
        Assert.False(new VerificationReport("empty", [], []).Passed);
    }

    private static void Refused(Action<JsonNode> change, string expected)
    {
        JsonArray one = Tiny();
        change(one[0]!);
        HicraException e = Assert.Throws<HicraException>(() => Verify(one));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    // Leaves whose change by 1e-6 must show: every result, and the inputs that no result can ignore (a log-prob after its
    // rollout's length is ignored by rights; so may be a clip bound that holds no token, or the logit of a rare token).
    private static IEnumerable<JsonValue> Checked(JsonNode one)
    {
        IEnumerable<JsonNode?> roots = one["losses"]!.AsArray().SelectMany(l => new[] { l!["loss"], l["clipFraction"], l["approxKl"], l["gradLogProbs"] })
            .Concat(one["kl"]!.AsArray().SelectMany(k => new[] { k!["mean"], k["gradLogProbs"] }))
            .Concat([one["advantages"], one["entropy"]!["entropy"], one["entropy"]!["gradLogits"], one["rewards"]]);
        int width = one["maxLength"]!.GetValue<int>();
        int[] lengths = [.. one["lengths"]!.AsArray().Select(l => l!.GetValue<int>())];
        IEnumerable<JsonNode?> inputs = new[] { "logProbs", "oldLogProbs", "refLogProbs" }.SelectMany(key => one[key]!.AsArray().Where((_, i) => i % width < lengths[i / width]));
        return roots.Concat(inputs).SelectMany(r => Leaves(r!));
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(p => Leaves(p.Value!)),
        JsonArray a => a.SelectMany(x => Leaves(x!)),
        _ => [node.AsValue()],
    };

    private static void Replace(JsonValue leaf, double value) => leaf.ReplaceWith(JsonValue.Create(value));

    private static VerificationReport Verify(JsonNode json) => Verify(json.ToJsonString());

    private static VerificationReport Verify(string json) =>
        ObjectiveVerification.Verify(new MemoryStream(Encoding.UTF8.GetBytes(json)), "memory.json");

    // Two rollouts of 1 and 2 tokens, worked by hand: ratio 1 everywhere, so loss and gradient are -A over the token count.
    private static JsonArray Tiny()
    {
        const double Mean = 0.5, Loo = 1;
        double z = 0.5 / (Math.Sqrt(0.5) + 1e-6);
        double count = 3 + 1e-8, kl = Math.Log(2), half = Math.Log(2) / count;
        return
        [
            new JsonObject
            {
                ["groupSize"] = 2, ["maxLength"] = 2, ["lengths"] = Array(1, 2), ["rewards"] = Array(1, 0),
                ["logProbs"] = Array(-1, 9, -1, -1), ["oldLogProbs"] = Array(-1, 7, -1, -1), ["refLogProbs"] = Array(-1 - kl, 5, -1, -1),
                ["advantages"] = new JsonObject
                {
                    ["grpo_std"] = Array(z, 0, -z, -z), ["grpo_mean"] = Array(Mean, 0, -Mean, -Mean),
                    ["rloo"] = Array(Loo, 0, -Loo, -Loo), ["opo"] = Array(2.0 / 3, 0, -1.0 / 3, -1.0 / 3),
                },
                ["losses"] = new JsonArray(new JsonObject
                {
                    ["policyLoss"] = "vanilla", ["aggregation"] = "token-mean", ["clipLow"] = 0.2, ["clipHigh"] = 0.28, ["dualClip"] = null,
                    ["advantage"] = "grpo_mean", ["loss"] = 0.5 / 3, ["clipFraction"] = 0, ["approxKl"] = 0, ["gradLogProbs"] = Array(-0.5 / 3, 0, 0.5 / 3, 0.5 / 3),
                }),
                ["kl"] = new JsonArray(new JsonObject { ["estimator"] = "k2", ["mean"] = 0.5 * kl * kl / count, ["gradLogProbs"] = Array(half, 0, 0, 0) }),
                ["entropy"] = new JsonObject { ["vocab"] = 2, ["logits"] = Array(3, 3), ["entropy"] = Array(Math.Log(2)), ["gradLogits"] = Array(0, 0) },
            },
        ];
    }

    private static JsonArray Array(params double[] values) => [.. values.Select(v => (JsonNode)v)];
}
