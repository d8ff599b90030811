using System.Text.Json;

namespace Hicra.Training.Text.Subwords;

/// <summary>What the files beside a tokenizer say of its tokens.</summary>
/// <param name="VocabularySize">The model's <c>vocab_size</c>, which may be larger than the tokenizer's; null where no <c>config.json</c> says.</param>
/// <param name="BeginToken"><c>bos_token_id</c>; null where it is not said.</param>
/// <param name="EndTokens">The tokens that end a response: the tokenizer's own first, then those of <c>generation_config.json</c> or <c>config.json</c>.</param>
internal sealed record ModelTokens(int? VocabularySize, int? BeginToken, IReadOnlyList<int> EndTokens)
{
    private const string Remedy = "fetch the model's files again";

    /// <summary>Reads <c>config.json</c>, <c>generation_config.json</c> and <c>tokenizer_config.json</c>, where they are there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="idOf">The id of a token's text; null for one that is no token.</param>
    /// <exception cref="HicraException">A file is broken, or none names an end token.</exception>
    public static ModelTokens Read(string folder, Func<string, int?> idOf)
    {
        using JsonText? model = Open("config.json"), generation = Open("generation_config.json"), tokenizer = Open("tokenizer_config.json");
        List<int> ends = [];
        if (tokenizer is not null && SpecialToken(tokenizer.Root, "eos_token") is { } end && idOf(end) is int id) ends.Add(id);
        int[] generated = [.. generation?.Root.Integers("eos_token_id") ?? []];
        ends.AddRange(generated.Length > 0 ? generated : model?.Root.Integers("eos_token_id") ?? []);
        if (ends.Count == 0) throw new HicraException($"{folder}: no token ends a response; give eos_token in tokenizer_config.json, or eos_token_id in generation_config.json or config.json");
        int? size = model?.Root.Integers("vocab_size").Select(number => (int?)number).FirstOrDefault();
        int? begin = model?.Root.Integers("bos_token_id").Select(number => (int?)number).FirstOrDefault();
        return new ModelTokens(size, begin, [.. ends.Distinct()]);

        JsonText? Open(string name) => File.Exists(Path.Combine(folder, name)) ? JsonText.Read(Path.Combine(folder, name), Remedy) : null;
    }

    /// <summary>A special token of <c>tokenizer_config.json</c>, which writes it as text or as an object with its content.</summary>
    public static string? SpecialToken(JsonElement tokenizerConfig, string name) => tokenizerConfig.Text(name) ?? tokenizerConfig.Member(name).Text("content");
}
