using System.Text.Json;
using Hicra.Interactive.Features.Export;
using Hicra.Interactive.Tests.Features.View;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Features.Export;

/// <summary>The expectations are those of UNIPO's annotated canonical schema and its loader, restated by hand.</summary>
public sealed class UnipoExportTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_log_has_what_the_schema_requires()
    {
        JsonElement log = Export(out UnipoSummary summary);
        Assert.Equal(new UnipoSummary(2, 2), summary);
        JsonElement header = log.GetProperty("header");
        foreach (string text in (string[])["task", "dataset", "reward_strategy", "algorithm", "model_name"]) Assert.NotEqual("", header.GetProperty(text).GetString());
        Assert.Equal(2, header.GetProperty("totalSteps").GetInt32());
        JsonElement settings = header.GetProperty("hparams");
        Assert.Equal([0.2, 0.28], settings.GetProperty("clip_eps").EnumerateArray().Select(x => x.GetDouble()));
        Assert.Equal(2, settings.GetProperty("group_size").GetInt32());
        Assert.Equal(0, settings.GetProperty("kl_coef").GetDouble());
        Assert.True(settings.GetProperty("learning_rate").GetDouble() > 0);

        JsonElement[] entries = [.. log.GetProperty("entries").EnumerateArray()];
        Assert.Equal([0, 1], entries.Select(e => e.GetProperty("step").GetInt32()));
        foreach (JsonElement entry in entries)
        {
            Assert.True(entry.GetProperty("is_first_step_after_rollout_phase").GetBoolean());
            Assert.Equal(0.25, entry.GetProperty("metrics").GetProperty("policy_objective").GetDouble());
            Assert.Equal(0.5, entry.GetProperty("metrics").GetProperty("reward").GetDouble());
            Assert.Equal(11, entry.GetProperty("metrics").GetProperty("total_length").GetDouble());
            Assert.All(entry.GetProperty("metrics").EnumerateObject(), m => Assert.Equal(JsonValueKind.Number, m.Value.ValueKind));
            Assert.InRange(entry.GetProperty("prompts").GetArrayLength(), 1, 3);
        }
    }

    [Fact]
    public void Every_response_has_its_tokens_and_their_numbers()
    {
        JsonElement log = Export(out _);
        JsonElement prompt = log.GetProperty("entries")[1].GetProperty("prompts")[0];
        Assert.Equal("prompt " + SmallRun.Hostile, prompt.GetProperty("prompt").GetString());
        JsonElement[] responses = [.. prompt.GetProperty("responses").EnumerateArray()];
        Assert.Equal(["step1_p0_sample0", "step1_p0_sample1"], responses.Select(r => r.GetProperty("id").GetString()));
        Assert.Equal([1.0, 0.0], responses.Select(r => r.GetProperty("reward").GetDouble()));
        foreach (JsonElement response in responses)
        {
            JsonElement tokens = response.GetProperty("tokens");
            Assert.Equal(response.GetProperty("response_text").GetString(), string.Concat(tokens.GetProperty("strings").EnumerateArray().Select(s => s.GetString())));
            foreach (string list in (string[])["ids", "strings", "log_probs", "old_log_probs", "advantages", "token_objective", "entropies", "planning"])
                Assert.Equal(response.GetProperty("response_length").GetInt32(), tokens.GetProperty(list).GetArrayLength());
        }
        Assert.Equal([1.0, 1, 0, 0], responses[0].GetProperty("tokens").GetProperty("planning").EnumerateArray().Select(x => x.GetDouble()));
        Assert.Equal(0.84852, responses[0].GetProperty("tokens").GetProperty("token_objective")[0].GetDouble(), 5);
    }

    [Fact]
    public void The_user_may_name_the_algorithm()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"));
        Assert.Equal("hicra", Algorithm(null));
        Assert.Equal("grpo", Algorithm("grpo"));

        string? Algorithm(string? name) => JsonDocument.Parse(UnipoExport.Json(run, name, out _)).RootElement.GetProperty("header").GetProperty("algorithm").GetString();
    }

    [Fact]
    public void A_run_without_a_step_has_nothing_to_export()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"));
        File.WriteAllText(run.Folder.Metrics, "");
        Assert.Contains("no finished step", Assert.Throws<HicraException>(() => UnipoExport.Json(run, null, out _)).Message, StringComparison.Ordinal);
    }

    private JsonElement Export(out UnipoSummary summary)
    {
        string file = _temporary.File("log.json");
        summary = UnipoExport.Write(SmallRun.Write(_temporary.File("run")), file);
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }
}
