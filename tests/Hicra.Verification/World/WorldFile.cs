using System.Text.Json;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Verification.World;

/// <summary>A judged rollout of the reference program. Verdict values are kept as written, so that a wrong one can be shown.</summary>
internal sealed record WorldRollout(
    Problem Problem, int[] Ids, string Text, double Reward, string Kind, double Attempts, double Sound,
    IReadOnlyList<double> Forms, IReadOnlyList<WorldSpan> Grams)
{
    /// <summary>What only some worlds count.</summary>
    public IReadOnlyList<(string Name, double Value)> Counts { get; init; } = [];
}

/// <summary>A strategic gram in a response: first token, tokens, index of the gram.</summary>
internal readonly record struct WorldSpan(double Start, double Length, double Gram)
{
    public override string ToString() => FormattableString.Invariant($"[{Start}, {Length}, {Gram}]");
}

/// <summary>
/// Reference verdicts as the reference program writes them (<c>torch_grpo.py golden</c>, <c>batch.json</c>). What the other
/// verifications need may stand there too and is passed over; the word lists at the top may be absent.
/// </summary>
internal sealed record WorldFile(
    string World, IReadOnlyList<string>? Vocabulary, IReadOnlyList<string>? Grams, IReadOnlyList<string>? Strategies, IReadOnlyList<WorldRollout> Rollouts)
{
    /// <summary>The counts of the long world, by their keys in a file.</summary>
    public static IReadOnlyList<string> LongCounts { get; } = ["plan_hits", "plan_fits", "columns", "slips", "copies", "copy_errors", "misses", "go_ons"];

    private const string Remedy = "each rollout needs numbers, target, ids, text, reward, kind, attempts, sound, forms and grams";

    /// <exception cref="HicraException">The file cannot be read or is not of this format; the message names file, rollout and key.</exception>
    public static WorldFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            return Read(new Node(document.RootElement, path));
        }
        catch (JsonException error)
        {
            throw new HicraException($"{path} is not valid JSON (line {error.LineNumber + 1}): give a file in the format of the reference program's batch.json.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"{path} cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static WorldFile Read(Node file)
    {
        Node[] rollouts = file["rollouts"].Items();
        if (rollouts.Length == 0) throw file["rollouts"].Error("is empty, so there is nothing to compare");
        string world = file.Has("world") ? file["world"].Text() : WorldCatalog.Puzzle;
        if (world is not (WorldCatalog.Puzzle or WorldCatalog.LongSums)) throw file["world"].Error($"is {world}, a world that is not verified");
        return new WorldFile(world, Words("vocabulary"), Words("grams"), Words("strategies"),
            [.. rollouts.Select((node, i) => Rollout(node with { Path = $"{file.Path}: rollout {i}" }, world))]);

        IReadOnlyList<string>? Words(string key) => file.Has(key) ? [.. file[key].Items().Select(word => word.Text())] : null;
    }

    private static WorldRollout Rollout(Node rollout, string world)
    {
        int[] numbers = [.. rollout["numbers"].Items().Select(number => number.Integer())];
        if (numbers.Length != 3) throw rollout["numbers"].Error($"has {numbers.Length} numbers instead of 3");
        return new WorldRollout(
            world == WorldCatalog.Puzzle ? new PuzzleProblem(numbers[0], numbers[1], numbers[2], rollout["target"].Integer()) : LongProblem(rollout, numbers),
            [.. rollout["ids"].Items().Select(id => id.Integer())],
            rollout["text"].Text(),
            rollout["reward"].Number(),
            rollout["kind"].Text(),
            rollout["attempts"].Number(),
            rollout["sound"].Number(),
            [.. rollout["forms"].Items().Select(form => form.Number())],
            [.. rollout["grams"].Items().Select(Span)])
        {
            Counts = world == WorldCatalog.Puzzle ? [] : [.. LongCounts.Select(key => (key, rollout[key].Number()))],
        };
    }

    private static LongProblem LongProblem(Node rollout, int[] numbers)
    {
        string[] kinds = [.. LongKind.All.Select(kind => kind.Name)];
        int kind = Array.IndexOf(kinds, rollout["problem"].Text());
        return kind >= 0 ? new LongProblem(numbers[0], numbers[1], numbers[2], kind, rollout["target"].Integer()) : throw rollout["problem"].Error($"is none of {string.Join(", ", kinds)}");
    }

    private static WorldSpan Span(Node node)
    {
        double[] span = [.. node.Items().Select(number => number.Number())];
        return span is [var start, var length, var gram]
            ? new WorldSpan(start, length, gram)
            : throw node.Error($"has {span.Length} numbers instead of start, length and index");
    }

    /// <summary>A JSON value that knows its place in the file, for error messages.</summary>
    private readonly record struct Node(JsonElement Value, string Path)
    {
        public Node this[string key] =>
            Has(key) ? new Node(Value.GetProperty(key), $"{Path}: '{key}'") : throw new HicraException($"{Path}: '{key}' is missing; {Remedy}.");

        public bool Has(string key) =>
            Value.ValueKind == JsonValueKind.Object ? Value.TryGetProperty(key, out _) : throw Error("is not an object");

        public Node[] Items()
        {
            if (Value.ValueKind != JsonValueKind.Array) throw Error("is not a list");
            string path = Path;
            return [.. Value.EnumerateArray().Select(item => new Node(item, path))];
        }

        public string Text()
        {
            if (Value.ValueKind != JsonValueKind.String) throw Error("is not a text");
            try
            {
                return Value.GetString()!;
            }
            catch (InvalidOperationException) // half of a surrogate pair
            {
                throw Error("is not valid Unicode");
            }
        }

        public double Number() => Value.ValueKind == JsonValueKind.Number ? Value.GetDouble() : throw Error("is not a number");

        public int Integer() =>
            Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int integer) ? integer : throw Error("is not a whole number");

        public HicraException Error(string what) => new($"{Path} {what}; {Remedy}.");
    }
}
