using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hicra.Verification.Masks;

/// <summary>Reads and writes the labelled sample: the spans with their library, the blind sheet, and a file of labels for each pass.</summary>
public static class MaskFiles
{
    /// <summary>The spans, a JSON object a line.</summary>
    public const string Spans = "spans.jsonl";

    /// <summary>What a reader sees: number, tab, context with the span between double brackets.</summary>
    public const string Sheet = "sheet.txt";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of a pass's labels: a number and P (plans) or E (does not), a line each.</summary>
    public static string Pass(int number) => string.Create(CultureInfo.InvariantCulture, $"pass-{number}.txt");

    /// <summary>Writes spans and sheet into a folder.</summary>
    public static void Write(string folder, IReadOnlyList<MaskSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, Spans), spans.Select(span => JsonSerializer.Serialize(span, Format)));
        File.WriteAllLines(Path.Combine(folder, Sheet), spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Id}\t{span.Before}[[{span.Span}]]{span.After}")));
    }

    /// <summary>Reads spans.</summary>
    /// <exception cref="HicraException">A line is no span.</exception>
    public static IReadOnlyList<MaskSpan> Read(string folder)
    {
        string file = Path.Combine(folder, Spans);
        if (!File.Exists(file)) throw new HicraException($"{file} does not exist; give the folder of a labelled sample");
        return [.. File.ReadLines(file).Select((line, i) =>
        {
            try
            {
                return JsonSerializer.Deserialize<MaskSpan>(line, Format) ?? throw new JsonException();
            }
            catch (JsonException)
            {
                throw new HicraException($"{file}: line {i + 1} is no span");
            }
        })];
    }

    /// <summary>[spans] the labels of a pass: whether each plans.</summary>
    /// <exception cref="HicraException">A label is missing, or is neither P nor E.</exception>
    public static bool[] ReadPass(string folder, int number, IReadOnlyList<MaskSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        string file = Path.Combine(folder, Pass(number));
        if (!File.Exists(file)) throw new HicraException($"{file} does not exist; every sample needs two passes");
        var labels = new Dictionary<int, bool>();
        foreach (string line in File.ReadLines(file).Where(line => line.Trim().Length > 0))
        {
            string[] parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id) || parts[1] is not ("P" or "E"))
                throw new HicraException($"{file}: '{line}' is no number with P or E");
            labels[id] = parts[1] == "P";
        }
        return [.. spans.Select(span => labels.TryGetValue(span.Id, out bool plans) ? plans : throw new HicraException($"{file}: span {span.Id} has no label"))];
    }
}
