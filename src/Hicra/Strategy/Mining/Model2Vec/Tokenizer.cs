using System.Text.Json;

namespace Hicra.Strategy.Mining.Model2Vec;

/// <summary>
/// The tokenizers that static embeddings come with (<c>tokenizer.json</c> of Hugging Face), as far as phrases need them: words in
/// lower case between single blanks. Unknown tokens are left out.
/// </summary>
internal abstract class Tokenizer
{
    private const char Blank = '\u2581';
    private const char FirstAccented = '\u00E0';
    private const string Unaccented = "aaaaaaæceeeeiiiiðnooooo÷ouuuuyþy"; // of U+00E0 to U+00FF; phrases are in lower case
    private bool _stripsAccents, _joinsBlanks;

    /// <summary>Number of tokens.</summary>
    public abstract int Count { get; }

    /// <summary>The tokens of a phrase that are known.</summary>
    public IEnumerable<int> Encode(string phrase)
    {
        string text = _stripsAccents ? WithoutAccents(phrase) : phrase;
        return Words(text).SelectMany(Split);
    }

    /// <summary>Reads a tokenizer.</summary>
    /// <exception cref="HicraException">It is not a tokenizer, or of a kind that is not known.</exception>
    public static Tokenizer Load(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement, model = root.GetProperty("model");
            string type = model.TryGetProperty("type", out JsonElement named) ? named.GetString()! : model.TryGetProperty("merges", out _) ? "BPE" : "WordPiece";
            string before = root.TryGetProperty("pre_tokenizer", out JsonElement pre) ? pre.GetRawText() : "", normalizer = root.TryGetProperty("normalizer", out JsonElement norm) ? norm.GetRawText() : "";
            bool byteLevel = before.Contains("\"ByteLevel\"", StringComparison.Ordinal);
            Tokenizer tokenizer = type switch
            {
                "WordPiece" => new WordPiece(model),
                "Unigram" => new Unigram(model),
                "BPE" => new BytePair(model, byteLevel),
                _ => throw new HicraException($"{path}: a tokenizer of type {type} is not known; WordPiece, Unigram and BPE are"),
            };
            // BERT strips accents where it lowers case, unless it says otherwise.
            tokenizer._stripsAccents = normalizer.Contains("StripAccents", StringComparison.Ordinal) || (normalizer.Contains("BertNormalizer", StringComparison.Ordinal)
                && !normalizer.Replace(" ", "", StringComparison.Ordinal).Contains("\"strip_accents\":false", StringComparison.Ordinal));
            tokenizer._joinsBlanks = before.Contains("\"Metaspace\"", StringComparison.Ordinal) || normalizer.Contains(Blank, StringComparison.Ordinal) || normalizer.Contains("\\u2581", StringComparison.OrdinalIgnoreCase);
            return tokenizer;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new HicraException($"{path}: not a tokenizer.json that can be used ({e.Message.TrimEnd('.')}); give that of a model2vec model", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>The tokens of one word as the tokenizer's first stage leaves it.</summary>
    protected abstract IEnumerable<int> Split(string word);

    /// <summary>Splits words; with a blank mark in front where the model has one, else at apostrophes too.</summary>
    protected virtual IEnumerable<string> Words(string phrase)
    {
        foreach (string word in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (_joinsBlanks)
            {
                yield return Blank + word;
                continue;
            }
            int start = 0;
            for (int i = 0; i < word.Length; i++)
            {
                if (word[i] != '\'') continue;
                if (i > start) yield return word[start..i];
                yield return "'";
                start = i + 1;
            }
            if (start < word.Length) yield return word[start..];
        }
    }

    // Without the culture data that Unicode's decomposition needs; Latin-1 has the letters that English texts borrow.
    private static string WithoutAccents(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (int i = 0; i < to.Length; i++) to[i] = from[i] is >= FirstAccented and <= '\u00FF' ? Unaccented[from[i] - FirstAccented] : from[i];
    });
}
