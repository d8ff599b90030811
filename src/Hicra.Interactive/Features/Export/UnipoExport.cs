using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Export;

/// <summary>What an export held.</summary>
/// <param name="Steps">Steps with an update.</param>
/// <param name="StepsWithRollouts">Those of them whose rollouts the run saved.</param>
public sealed record UnipoSummary(int Steps, int StepsWithRollouts);

/// <summary>
/// A run as a training log of UNIPO (poloclub/unipo, canonical log schema): a header, and an entry per step with metrics
/// and, where the run saved rollouts, three problems with their groups.
/// </summary>
/// <remarks>
/// Two things differ from a log of that tool's own. An entry is a step, not a minibatch: its metrics are means over the
/// step's minibatches, as verl logs them. And the log-probs are those of sampling, so that the ratio is 1 and a token's
/// objective is its advantage: that is the first update of the step. Strategic grams stand as one more token list,
/// <c>planning</c> (1 or 0), which UNIPO passes over.
/// </remarks>
public static class UnipoExport
{
    private const int Prompts = 3;

    // UNIPO's conventional name, and ours.
    private static readonly (string Name, string Ours)[] Metrics =
    [
        ("reward", MetricNames.RewardMean), (MetricNames.RewardDeviation, MetricNames.RewardDeviation), ("policy_loss", MetricNames.PolicyLoss), ("entropy", MetricNames.Entropy),
        ("ref_kl", "actor/kl_loss"), ("kl", "actor/ppo_kl"), ("clip_fraction", MetricNames.ClipFraction), ("advantage_mean", "critic/advantages/mean"), ("grad_norm", MetricNames.GradientNorm),
        ("learning_rate", "actor/lr"), ("response_length", MetricNames.ResponseLength), ("accuracy", MetricNames.Accuracy), ("planning_entropy", MetricNames.PlanningEntropy),
        ("execution_entropy", MetricNames.ExecutionEntropy), ("semantic_entropy", MetricNames.SemanticEntropy), ("planning_share", MetricNames.PlanningShare), ("alpha", MetricNames.Alpha),
    ];

    /// <summary>Writes the log as one JSON file, which appears whole or not at all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file.</param>
    /// <param name="algorithm">The name under which UNIPO lists the log and looks for its formulas; null for the run's method.</param>
    /// <exception cref="HicraException">The run has no step with an update, or a file cannot be read or written.</exception>
    public static UnipoSummary Write(ExistingRun run, string path, string? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string json = Json(run, algorithm, out UnipoSummary summary);
        TextFile.Write(path, json);
        return summary;
    }

    /// <summary>The log as text.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Json(ExistingRun run, string? algorithm, out UnipoSummary summary)
    {
        ArgumentNullException.ThrowIfNull(run);
        // The last row describes the final weights and has no update.
        MetricRow[] rows = [.. (File.Exists(run.Folder.Metrics) ? MetricsLog.Read(run.Folder.Metrics) : []).Where(r => r[MetricNames.PolicyLoss] is not null && r[MetricNames.RewardMean] is not null)];
        if (run.Config.Log is { } log) throw new HicraException($"{run.Folder.Path}: was read from {log.Title}; a UNIPO log needs the settings of the training, which are not known; export a run that hicra trained");
        if (rows.Length == 0) throw new HicraException($"{run.Folder.Path}: the run has no finished step to export; let it train first");
        HashSet<int> saved = [.. run.Folder.RolloutSteps()];
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteHeader(json, run.Config, algorithm ?? run.Config.Training.Method, rows.Length);
            json.WriteStartArray("entries");
            foreach (MetricRow row in rows) WriteEntry(json, run, row, saved.Contains(row.Step));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        summary = new(rows.Length, rows.Count(r => saved.Contains(r.Step)));
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void WriteHeader(Utf8JsonWriter json, RunConfig config, string algorithm, int steps)
    {
        TrainingOptions options = config.Training;
        json.WriteStartObject("header");
        json.WriteString("task", $"the {config.World} world");
        json.WriteString("dataset", config.World);
        json.WriteString("reward_strategy", "1 for a right answer, else 0");
        json.WriteString("algorithm", algorithm);
        json.WriteNumber("totalSteps", steps);
        json.WriteString("model_name", $"{config.Base.Directory} (sha256 {config.Base.Digest[..Math.Min(12, config.Base.Digest.Length)]})");
        if (options.Objective.KlCoefficient > 0) json.WriteString("reference_model_name", config.Base.Directory);
        json.WriteNumber("rollout_batch_size", options.Prompts);
        json.WriteStartObject("hparams");
        json.WriteStartArray("clip_eps");
        json.WriteNumberValue(options.Objective.ClipLow);
        json.WriteNumberValue(options.Objective.ClipHigh);
        json.WriteEndArray();
        json.WriteNumber("kl_coef", options.Objective.KlCoefficient);
        json.WriteNumber("learning_rate", options.Optimizer.LearningRate);
        json.WriteNumber("group_size", options.GroupSize);
        TrainingSettings.Write(json, options);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ExistingRun run, MetricRow row, bool hasRollouts)
    {
        json.WriteStartObject();
        json.WriteNumber("step", row.Step);
        json.WriteBoolean("is_first_step_after_rollout_phase", true);
        json.WriteStartObject("metrics");
        json.WriteNumber("policy_objective", -row[MetricNames.PolicyLoss]!.Value);
        foreach ((string name, string ours) in Metrics)
        {
            if (row[ours] is double value) json.WriteNumber(name, value);
        }
        if (row[MetricNames.ResponseLength] is double response && row[MetricNames.PromptLength] is double prompt) json.WriteNumber("total_length", response + prompt);
        json.WriteEndObject();
        if (hasRollouts)
        {
            json.WriteStartArray("prompts");
            IReadOnlyList<RolloutGroup> groups = RolloutGroup.Of(RolloutJsonl.Read(run.Folder.RolloutsOf(row.Step)));
            int at = 0;
            foreach (RolloutGroup group in groups.OrderByDescending(g => g.Spread).ThenBy(g => g.Index).Take(Prompts).OrderBy(g => g.Index)) WriteGroup(json, group, row.Step, at++);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, RolloutGroup group, int step, int at)
    {
        json.WriteStartObject();
        json.WriteString("prompt", group.Prompt);
        json.WriteStartArray("responses");
        for (int i = 0; i < group.Rollouts.Count; i++) WriteResponse(json, group.Rollouts[i], $"step{step}_p{at}_sample{i}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, Rollout rollout, string id)
    {
        string[] texts = RolloutTokens.Pieces(rollout);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteNumber("reward", rollout.Reward ?? 0);
        if (rollout.Advantage is double advantage) json.WriteNumber("advantage", advantage);
        json.WriteString("response_text", rollout.Response ?? string.Concat(texts));
        json.WriteNumber("response_length", texts.Length);
        json.WriteStartObject("tokens");
        json.WriteStartArray("ids");
        foreach (int token in rollout.TokenIds ?? [.. Enumerable.Range(0, texts.Length)]) json.WriteNumberValue(token);
        json.WriteEndArray();
        json.WriteStartArray("strings");
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
        Numbers(json, "log_probs", rollout.LogProbs);
        Numbers(json, "old_log_probs", rollout.LogProbs);
        Numbers(json, "entropies", rollout.Entropies);
        Numbers(json, "advantages", rollout.TokenAdvantages);
        Numbers(json, "token_objective", rollout.TokenAdvantages);
        if (rollout.PlanningSpans is { } spans)
        {
            var planning = new float[texts.Length];
            foreach (GramSpan span in spans) planning.AsSpan(span.Start, span.Length).Fill(1);
            Numbers(json, "planning", planning);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, float[]? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (float value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
