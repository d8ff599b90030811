using System.Text.Json;

namespace Hicra.Training.Runs;

/// <summary>Where a run comes from that another tool made and the kit only read: its settings and weights are not known.</summary>
public sealed record LogOrigin
{
    /// <summary>The files that were read, as the reader named them.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The kind of files by its name in <c>--format</c>, for example <c>verl</c>.</summary>
    public required string Format { get; init; }

    /// <summary>What people call such files, for example <c>verl rollout dumps</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What divided the responses into tokens, in words.</summary>
    public required string Tokens { get; init; }

    /// <summary>Whose strategic grams mark planning tokens.</summary>
    public required string Grams { get; init; }

    /// <summary>Rollouts that were read.</summary>
    public required long Rollouts { get; init; }

    /// <summary>What the log lacks, in words, for example <c>log-probs</c>.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    /// <summary>What a reader of the numbers must know: what was left out, what was bounded.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was read and how, in a sentence.</summary>
    public string Describe() => $"read from {Title}; planning tokens by {Tokens}; grams: {Grams}";

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("log");
        List("files", Files);
        json.WriteString("format", Format);
        json.WriteString("title", Title);
        json.WriteString("tokens", Tokens);
        json.WriteString("grams", Grams);
        json.WriteNumber("rollouts", Rollouts);
        List("lacks", Lacks);
        List("notes", Notes);
        json.WriteEndObject();

        void List(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (string value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }

    internal static LogOrigin Read(JsonElement json)
    {
        return new LogOrigin
        {
            Files = List("files"), Format = Text("format"), Title = Text("title"), Tokens = Text("tokens"), Grams = Text("grams"), Rollouts = json.GetProperty("rollouts").GetInt64(),
            Lacks = List("lacks"), Notes = List("notes"),
        };

        string Text(string name) => json.GetProperty(name).GetString()!;
        string[] List(string name) => [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
    }
}
