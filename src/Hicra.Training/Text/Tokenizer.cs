using System.Text.Json;
using Hicra.Training.Text.Subwords;

namespace Hicra.Training.Text;

/// <summary>The tokenizers of models' folders.</summary>
public static class Tokenizer
{
    /// <summary>
    /// Loads the tokenizer of a folder: <c>tokenizer.json</c> with byte-level byte-pair encoding (GPT-2, Qwen, Llama 3), or
    /// <c>vocab.json</c> as a list (llama2.c's small models). End tokens come from <c>tokenizer_config.json</c>,
    /// <c>generation_config.json</c> and <c>config.json</c> beside it.
    /// </summary>
    /// <param name="folder">The folder, or one of those two files in it.</param>
    /// <exception cref="HicraException">There is no tokenizer, a file is broken, or it asks for something that is not known here; the message names it.</exception>
    public static ISubwordTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            return Read(folder);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or OverflowException)
        {
            // A value of another kind than its place asks for.
            throw new HicraException($"{folder}: the tokenizer's files are not usable: {error.Message.ReplaceLineEndings(" ")}; fetch them again", error);
        }
    }

    private static ISubwordTokenizer Read(string folder)
    {
        if (Path.GetFileName(folder) is "tokenizer.json" or "vocab.json" && File.Exists(folder)) folder = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        if (!Directory.Exists(folder)) throw new HicraException($"{folder}: no such folder; a tokenizer is a folder with tokenizer.json, or with vocab.json as a list");
        string path = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(path))
        {
            BytePairFile file = BytePairFile.Read(path);
            Dictionary<string, int> ids = new(file.Vocabulary, StringComparer.Ordinal);
            foreach ((string text, int id) in file.Added) ids[text] = id;
            return new BytePairTokenizer(file, ModelTokens.Read(folder, text => ids.TryGetValue(text, out int id) ? id : null));
        }
        if (IsList(Path.Combine(folder, "vocab.json"))) return new LowestIdTokenizer(folder);
        throw new HicraException($"{folder}: there is no tokenizer.json in it (nor vocab.json as a list); a tokenizer of another form must be saved by Hugging Face as tokenizer.json first");
    }

    private static bool IsList(string path)
    {
        if (!File.Exists(path)) return false;
        using JsonText json = JsonText.Read(path, "fetch the model's tokenizer files again");
        return json.Root.ValueKind == JsonValueKind.Array;
    }
}
