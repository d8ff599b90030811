using System.Collections.Concurrent;
using System.Text;
using Hicra.Training.Text.Unicode;

namespace Hicra.Training.Text.Subwords;

/// <summary>Byte-level byte-pair encoding as Hugging Face's tokenizers library reads it from <c>tokenizer.json</c>: GPT-2, Qwen, Llama 3 and their like.</summary>
internal sealed class BytePairTokenizer : SubwordTokenizer
{
    // Words are few and come often.
    private const int MostWords = 20_000, LongestWord = 64;

    private readonly BytePairFile _file;
    private readonly int[] _byteTokens;
    private readonly ConcurrentDictionary<string, (int[] Ids, int[] Lengths)> _words = new(StringComparer.Ordinal);

    /// <summary>Makes a tokenizer of what the files say.</summary>
    public BytePairTokenizer(BytePairFile file, ModelTokens model)
    {
        _file = file;
        var bytes = new byte[]?[file.TokenCount];
        foreach ((string token, int id) in file.Vocabulary) bytes[id] = ByteAlphabet.BytesOf(token);
        foreach ((string token, int id) in file.Added) bytes[id] = Encoding.UTF8.GetBytes(token);
        Bytes = bytes;
        _byteTokens = [.. Enumerable.Range(0, 256).Select(value => file.Vocabulary[ByteAlphabet.Of((byte)value).ToString()])];
        VocabularySize = Math.Max(file.TokenCount, model.VocabularySize ?? 0);
        EndTokens = model.EndTokens;
        BeginTokens = file.BeginTokens;
    }

    /// <inheritdoc/>
    public override TokenizedText Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [], offsets = [];
        int at = 0;
        foreach ((int begin, int end, int? id) in _file.Verbatim.Split(text))
        {
            string part = text[begin..end];
            if (id is int added) Add(added);
            else Compose(part, ids, offsets, at);
            at += Encoding.UTF8.GetByteCount(part);

            void Add(int token)
            {
                ids.Add(token);
                offsets.Add(at);
            }
        }
        offsets.Add(at);
        return new TokenizedText([.. ids], [.. offsets]);
    }

    // A part without verbatim tokens: normalised, cut at the tokens that are looked for after that, and merged.
    private void Compose(string given, List<int> ids, List<int> offsets, int start)
    {
        ComposedText? composed = _file.ComposeFirst ? ComposedText.Of(given) : null;
        string text = composed?.Text ?? given;
        int at = 0;
        foreach ((int begin, int end, int? id) in _file.Normalised.Split(text))
        {
            string part = text[begin..end];
            if (id is int added) Add(added);
            else Words(part);
            at += id is null ? 0 : Encoding.UTF8.GetByteCount(part);
        }

        void Add(int token)
        {
            ids.Add(token);
            offsets.Add(start + (composed?.Given(at) ?? at));
        }

        void Words(string part)
        {
            // The blank is no byte of the text.
            int foreign = _file.PreTokenizer.LeadingBlank && !part.StartsWith(' ') ? 1 : 0;
            if (foreign > 0) part = " " + part;
            List<int> cuts = _file.PreTokenizer.Split(part);
            for (int i = 0; i + 1 < cuts.Count; i++)
            {
                (int[] tokens, int[] lengths) = Word(part[cuts[i]..cuts[i + 1]]);
                for (int t = 0; t < tokens.Length; t++)
                {
                    Add(tokens[t]);
                    at += lengths[t] - foreign;
                    foreign = 0;
                }
            }
        }
    }

    private (int[] Ids, int[] Lengths) Word(string word)
    {
        if (_words.TryGetValue(word, out (int[] Ids, int[] Lengths) known)) return known;
        (int[], int[]) merged = Merge(Encoding.UTF8.GetBytes(word));
        if (word.Length <= LongestWord && _words.Count < MostWords) _words.TryAdd(word, merged);
        return merged;
    }

    private (int[] Ids, int[] Lengths) Merge(byte[] bytes)
    {
        if (_file.WholeWordsFirst && _file.Vocabulary.TryGetValue(string.Create(bytes.Length, bytes, (text, from) =>
        {
            for (int i = 0; i < text.Length; i++) text[i] = ByteAlphabet.Of(from[i]);
        }), out int whole)) return ([whole], [bytes.Length]);
        var tokens = new List<int>(bytes.Length);
        var lengths = new List<int>(bytes.Length);
        foreach (byte value in bytes)
        {
            tokens.Add(_byteTokens[value]);
            lengths.Add(1);
        }
        _file.Merges.Apply(tokens, lengths);
        return ([.. tokens], [.. lengths]);
    }
}
