using System.Text.Json;
using Hicra.Rollouts.Records;
using Hicra.Strategy;

namespace Hicra.Rollouts;

/// <summary>Parses one line of a rollout file.</summary>
internal static class RolloutJson
{
    /// <exception cref="FormatException">The line is not a rollout; the message is a clause that says why.</exception>
    public static Rollout Parse(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string? member = null;
        try
        {
            Rollout rollout = Read(ref json, ref member);
            return rollout.Contradiction() is { } contradiction ? throw new FormatException(contradiction) : rollout;
        }
        catch (JsonException e)
        {
            throw new FormatException($"not valid JSON at byte {e.BytePositionInLine + 1}", e);
        }
        catch (InvalidOperationException e)
        {
            bool isText = json.TokenType == JsonTokenType.String && member is ("method" or "problem" or "prompt" or "response" or "kind" or "tokens" or "prompt_pixels");
            throw new FormatException($"'{member}' {(isText ? "holds half of a surrogate pair" : "has the wrong type")}", e);
        }
        catch (FormatException e) when (member is not null)
        {
            throw new FormatException($"'{member}' has a number that does not fit", e);
        }
    }

    private static Rollout Read(ref Utf8JsonReader json, ref string? member)
    {
        int? step = null, group = null, sample = null;
        long? seed = null;
        bool? correct = null, truncated = null;
        double? alpha = null, reward = null, advantage = null;
        string? method = null, problem = null, prompt = null, response = null, kind = null;
        int[]? ids = null;
        string[]? texts = null, pixels = null;
        float[]? logProbs = null, entropies = null, advantages = null;
        GramSpan[]? spans = null;

        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new FormatException("not a JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            member = json.GetString();
            json.Read();
            bool given = json.TokenType != JsonTokenType.Null;
            switch (member)
            {
                case "step": step = given ? Whole(ref json) : null; break;
                case "group": group = given ? Whole(ref json) : null; break;
                case "sample": sample = given ? Whole(ref json) : null; break;
                case "seed": seed = given ? (json.TokenType == JsonTokenType.String ? Whole(ref json) : json.GetInt64()) : null; break;
                case "method": method = json.GetString(); break;
                case "alpha": alpha = given ? Number(ref json) : null; break;
                case "problem": problem = json.GetString(); break;
                case "prompt": prompt = json.GetString(); break;
                case "prompt_pixels": pixels = given ? List(ref json, static (ref r) => r.GetString() ?? throw new InvalidOperationException()) : null; break;
                case "response": response = json.GetString(); break;
                case "reward": reward = given ? Number(ref json) : null; break;
                case "correct": correct = given ? Verdict(ref json) : null; break;
                case "truncated": truncated = given ? json.GetBoolean() : null; break;
                case "kind": kind = json.GetString(); break;
                case "advantage": advantage = given ? Number(ref json) : null; break;
                case "ids": ids = given ? List(ref json, static (ref r) => r.GetInt32()) : null; break;
                case "tokens": texts = given ? List(ref json, static (ref r) => r.GetString() ?? throw new InvalidOperationException()) : null; break;
                case "logprobs": logProbs = given ? List(ref json, static (ref r) => r.GetSingle()) : null; break;
                case "entropies": entropies = given ? List(ref json, static (ref r) => r.GetSingle()) : null; break;
                case "advantages": advantages = given ? List(ref json, static (ref r) => r.GetSingle()) : null; break;
                case "grams": spans = given ? List(ref json, Span) : null; break;
                default: json.Skip(); break; // later versions and other tools may add members
            }
        }
        member = null;
        json.Read(); // throws if anything follows the object

        return new Rollout
        {
            Step = step, Group = group, Sample = sample, Seed = seed, Method = method, Alpha = alpha,
            ProblemId = problem, Prompt = prompt, PromptPixels = pixels, Response = response, Reward = reward, Correct = correct, Kind = kind, Truncated = truncated, Advantage = advantage,
            TokenIds = ids, TokenTexts = texts, LogProbs = logProbs, Entropies = entropies, TokenAdvantages = advantages,
            PlanningSpans = spans,
        };
    }

    // Text that reads as a number or a verdict is one, whoever wrote the file.
    private static double? Number(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String when TextNumber.TryRead(json.GetString()!, out double? number) => number,
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        _ => json.GetDouble(),
    };

    private static int? Whole(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return json.GetInt32();
        return Number(ref json) is double number and >= int.MinValue and <= int.MaxValue && number == Math.Floor(number) ? (int)number : throw new InvalidOperationException();
    }

    private static bool? Verdict(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : json.TokenType is JsonTokenType.String or JsonTokenType.Number ? Number(ref json) is double number ? number >= 0.5 : null : json.GetBoolean();

    private delegate T Element<T>(ref Utf8JsonReader json);

    private static T[] List<T>(ref Utf8JsonReader json, Element<T> element)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new InvalidOperationException();
        var list = new List<T>(64);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) list.Add(element(ref json));
        return [.. list];
    }

    private static GramSpan Span(ref Utf8JsonReader json)
    {
        int[] parts = List(ref json, static (ref r) => r.GetInt32());
        return parts is [int start, int length, int gram] ? new(start, length, gram) : throw new InvalidOperationException();
    }
}
