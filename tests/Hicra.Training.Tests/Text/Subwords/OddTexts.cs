using System.IO.Compression;
using System.Text.Json;
using Hicra.Testing;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Texts that tokenizers trip over, and real ones; always the same.</summary>
internal static class OddTexts
{
    private static readonly string[] Fragments =
    [
        "the", " The", " reason", "ing", "'s", "'LL", "'\u017Ft", "n't", " 've", "I'M", "0", "1234", "12345678", " 3.14159", "٣٤", "Ⅻ", "½", "²", "\u0966",
        " ", "  ", "     ", "\t", "\n", "\n\n", "\r\n", " \n ", "\u00A0", "\u3000", "\u2028", "\u0085", "\u200B", "\u200D", "\uFEFF", "\0", "\u001F",
        "\\frac{a}{b}", "$x^2$", "\\boxed{42}", "\\[", "{", "}}", "::", "->", "!=", "<|", "|>", "<think>", "</think>", "<|im_end|>", "<|im_start|>user", "<|endoftext|>", "<|eot_id|>", "<|begin_of_text|>",
        "if (x > 0) {\n    return;\n}", "def f(x):\n\treturn x**2", "// no", "#!", "日本語", "中文。", "数学", "한국어", "\u1112\u1161\u11AB", "\u1100\u1161", "ไทย", "हिन्दी", "العربية", "עברית", "ქართ", "Ελληνικά", "Привет",
        "e\u0301", "é", "\u00C5", "\u212B", "A\u030A", "\u0344", "q\u0323\u0307", "q\u0307\u0323", "\u0958", "\uFB1D", "\u2126", "\u0061\u05AE\u0300\u0315\u0062", "\u0F71\u0F72", "\u0F73", "ﬁ", "Ǆ", "ß", "İ", "ı",
        "😀", "👩\u200D👩\u200D👧", "🏳️\u200D🌈", "🇩🇪", "❤️", "1️⃣", "𝒳𝒴", "𝟙𝟚", "\U00010400\U00010428", "\U00020000\U0002A6D6", "\U0001D15E", "\U0002F800", "\U000E0041", "\U0010FFFD", "\U00011131\U00011127", "\U0001F1E6",
        "…", "“x”", "–", "—", "·", "°", "€", "№", "™", "\u0640", "_", "__init__", "@", "~", "^", "`", "\u20AC5",
    ];

    /// <summary>Fragments put together by chance.</summary>
    public static IEnumerable<string> Made(int count)
    {
        CounterRandom random = CounterRandom.FromSeed(11);
        for (int i = 0; i < count; i++)
        {
            CounterRandom text = random.Derive(i);
            int length = 1 + (int)(text.Uniform(0) * 14);
            yield return string.Concat(Enumerable.Range(1, length).Select(k => Fragments[(int)(text.Uniform(k) * Fragments.Length)]));
        }
    }

    /// <summary>The shipped solutions and the sources of the paper's library.</summary>
    public static IEnumerable<string> Real()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Repository.RealSolutions), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument record = JsonDocument.Parse(line);
            foreach (JsonProperty member in record.RootElement.EnumerateObject())
                if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: > 20 } text) yield return text;
        }
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Hicra"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) yield return File.ReadAllText(file);
    }
}
