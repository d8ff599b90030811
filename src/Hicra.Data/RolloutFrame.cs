using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Rollouts;
using Hicra.Strategy;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>What becomes of a rollout's lists of tokens, which differ in length and are no columns.</summary>
public enum TokenLists
{
    /// <summary>Each is a text, a JSON list; rollouts come back whole.</summary>
    AsText,

    /// <summary>Only how many tokens and grams there are; they do not come back.</summary>
    AsCounts,
}

/// <summary>Rollouts as frames: a row a rollout, columns by the names of the rollouts' files. What no rollout has is no column.</summary>
public static class RolloutFrame
{
    /// <summary>The column of numbers of response tokens; it is not read.</summary>
    public const string TokenCount = "token_count";

    /// <summary>The column of numbers of strategic grams; it is not read.</summary>
    public const string GramCount = "gram_count";

    private const string What = "a frame of rollouts";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The frame of rollouts.</summary>
    /// <param name="rollouts">The rollouts; read once.</param>
    /// <param name="lists">What becomes of their lists.</param>
    public static DataFrame Of(IEnumerable<Rollout> rollouts, TokenLists lists = TokenLists.AsText)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        NumberBuilder<int> step = new("step"), group = new("group"), sample = new("sample"), tokens = new(TokenCount), grams = new(GramCount);
        var seed = new NumberBuilder<long>("seed");
        NumberBuilder<double> alpha = new("alpha"), reward = new("reward"), advantage = new("advantage");
        NumberBuilder<bool> correct = new("correct"), truncated = new("truncated");
        TextBuilder method = new("method"), problem = new("problem"), prompt = new("prompt"), response = new("response"), kind = new("kind");
        TextBuilder ids = new("ids"), texts = new("tokens"), logProbs = new("logprobs"), entropies = new("entropies"), advantages = new("advantages"), spans = new("grams");
        long row = 0;
        foreach (Rollout r in rollouts)
        {
            step.Set(row, r.Step);
            group.Set(row, r.Group);
            sample.Set(row, r.Sample);
            seed.Set(row, r.Seed);
            method.Set(row, r.Method);
            alpha.Set(row, r.Alpha);
            problem.Set(row, r.ProblemId);
            prompt.Set(row, r.Prompt);
            response.Set(row, r.Response);
            reward.Set(row, r.Reward);
            correct.Set(row, r.Correct);
            kind.Set(row, r.Kind);
            truncated.Set(row, r.Truncated);
            advantage.Set(row, r.Advantage);
            tokens.Set(row, r.TokenCount);
            grams.Set(row, r.PlanningSpans?.Length);
            if (lists == TokenLists.AsText)
            {
                ids.Set(row, Json(r.TokenIds));
                texts.Set(row, Json(r.TokenTexts));
                logProbs.Set(row, Json(r.LogProbs));
                entropies.Set(row, Json(r.Entropies));
                advantages.Set(row, Json(r.TokenAdvantages));
                spans.Set(row, Json(r.PlanningSpans?.Select(s => (int[])[s.Start, s.Length, s.Gram]).ToArray()));
            }
            row++;
        }
        IColumnBuilder[] all = [step, group, sample, seed, method, alpha, problem, prompt, response, reward, correct, kind, truncated, advantage, tokens, grams, ids, texts, logProbs, entropies, advantages, spans];
        return new DataFrame(all.Where(c => c.HasValues).Select(c => c.Build(row)));
    }

    /// <summary>The rollouts of a frame; all of a rollout but the kind of file from which it came.</summary>
    /// <exception cref="HicraException">A cell is not what its column should hold, or a rollout contradicts itself.</exception>
    public static IReadOnlyList<Rollout> Rollouts(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var reader = new FrameReader(frame, What);
        if (!reader.Has("response") && !reader.Has("prompt")) reader.Require("response");
        var rollouts = new List<Rollout>();
        for (long row = 0; row < reader.Rows; row++)
        {
            Rollout rollout = Read(reader, row);
            if (rollout.Contradiction() is { } contradiction) throw new HicraException(FormattableString.Invariant($"{What}: row {row} contradicts itself: {contradiction}"));
            rollouts.Add(rollout);
        }
        return rollouts;
    }

    private static Rollout Read(FrameReader reader, long row) => new()
    {
        Step = reader.Index("step", row),
        Group = reader.Index("group", row),
        Sample = reader.Index("sample", row),
        Seed = reader.Whole("seed", row),
        Method = reader.Text("method", row),
        Alpha = reader.Number("alpha", row),
        ProblemId = reader.Text("problem", row),
        Prompt = reader.Text("prompt", row),
        Response = reader.Text("response", row),
        Reward = reader.Number("reward", row),
        Correct = reader.Truth("correct", row),
        Kind = reader.Text("kind", row),
        Truncated = reader.Truth("truncated", row),
        Advantage = reader.Number("advantage", row),
        TokenIds = reader.List<int>("ids", row),
        TokenTexts = reader.List<string>("tokens", row),
        LogProbs = reader.List<float>("logprobs", row),
        Entropies = reader.List<float>("entropies", row),
        TokenAdvantages = reader.List<float>("advantages", row),
        PlanningSpans = reader.List<int[]>("grams", row)?.Select(s => s is [int start, int length, int gram] ? new GramSpan(start, length, gram)
            : throw new HicraException(FormattableString.Invariant($"{What}: a gram in row {row} is no list of start, length and gram"))).ToArray(),
    };

    private static string? Json<T>(T[]? list) => list is null ? null : JsonSerializer.Serialize(list, Readable);
}
