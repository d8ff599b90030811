using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Hicra.Benchmarks;

/// <summary>Reads a benchmark from a file of one JSON object a line, packed with gzip or not.</summary>
public static class BenchmarkFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Which members hold what; null for the usual names.</param>
    /// <exception cref="HicraException">The file cannot be read, or a line has no problem or no answer; the message names line and remedy.</exception>
    public static Benchmark Read(string path, BenchmarkColumns? columns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using Stream file = File.OpenRead(path);
            bool packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, path, Name(path), columns);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            throw new HicraException($"cannot read problems from {path} ({e.Message.TrimEnd('.')}); give a file of one JSON object a line, with a problem and its answer", e);
        }
    }

    // "aime25.jsonl.gz" is aime25.
    private static string Name(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string end in (ReadOnlySpan<string>)[".gz", ".jsonl", ".json", ".ndjson"])
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase) && name.Length > end.Length) name = name[..^end.Length];
        return name;
    }

    /// <summary>Reads a stream, whose name errors take; it stays open.</summary>
    internal static Benchmark Read(Stream stream, string source, string name, BenchmarkColumns? columns = null)
    {
        columns ??= new();
        var problems = new List<BenchmarkProblem>();
        using var reader = new StreamReader(stream, leaveOpen: true);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                problems.Add(Problem(document.RootElement, columns, problems.Count));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw new HicraException($"{source}, line {number}: {(e is FormatException ? e.Message : "not a JSON object")}; give one JSON object a line, or say which members to read with --columns problem=NAME,answer=NAME", e);
            }
        }
        return problems.Count > 0 ? new Benchmark(name, name, problems) : throw new HicraException($"{source} holds no problem; give a file of one JSON object a line, with a problem and its answer");
    }

    private static BenchmarkProblem Problem(JsonElement record, BenchmarkColumns columns, int index)
    {
        if (record.ValueKind != JsonValueKind.Object) throw new FormatException("not a JSON object");
        string answer = Text(record, columns.AnswerNames) ?? throw new FormatException($"no answer under {string.Join(", ", columns.AnswerNames)}");
        string id = Text(record, columns.IdNames) ?? index.ToString(CultureInfo.InvariantCulture);
        string? text = Text(record, columns.ProblemNames);
        if (text is not null) return new(id, answer, ProblemPrint.Of(text), text);
        // A key of the kit: the fingerprint in place of the text.
        if (record.TryGetProperty("print", out JsonElement print) && print.ValueKind == JsonValueKind.Array && print.GetArrayLength() == 3) return new(id, answer, new ProblemPrint(Hex(print[0]), Hex(print[1]), print[2].GetInt32()), null);
        throw new FormatException($"no problem under {string.Join(", ", columns.ProblemNames)}");
    }

    private static ulong Hex(JsonElement value) => ulong.Parse(value.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string? Text(JsonElement record, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (!record.TryGetProperty(name, out JsonElement value)) continue;
            switch (value.ValueKind)
            {
                case JsonValueKind.String: return value.GetString();
                case JsonValueKind.Number: return value.GetRawText();
                // A list of answers, as OlympiadBench has them, or a prompt of messages.
                case JsonValueKind.Array when value.GetArrayLength() > 0: return string.Join(", ", value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("content", out JsonElement content) ? content.ToString() : item.ToString()));
            }
        }
        return null;
    }
}
