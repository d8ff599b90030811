using System.Text.Json;
using Hicra.Strategy.Mining;
using Hicra.Strategy.Mining.Model2Vec;
using Hicra.Tensors;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Mining;

public sealed class EmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Word_vectors_have_the_cosines_of_numpys_decomposition_whatever_the_threads()
    {
        JsonElement peer = Texts.PeerValues().GetProperty("ppmi");
        string[] phrases = peer.GetProperty("phrases").Deserialize<string[]>()!;
        double[][] expected = peer.GetProperty("cosines").Deserialize<double[][]>()!;
        PhraseVectors? first = null;
        foreach (int threads in (int[])[1, 3])
        {
            var settings = new MiningSettings { Dimensions = peer.GetProperty("dimensions").GetInt32(), Threads = threads };
            MiningCorpus corpus = MiningCorpus.Read(peer.GetProperty("texts").Deserialize<string[]>()!.Select(text => new Solution(text, true)), settings);
            PhraseVectors vectors = new PpmiEmbedding().Embed(phrases, corpus, settings, default);
            for (int i = 0; i < phrases.Length; i++)
            {
                for (int j = 0; j < phrases.Length; j++) Assert.Equal(expected[i][j], Dot(vectors[i], vectors[j]), 3e-3);
                if (first is not null) Assert.Equal(first[i].ToArray(), vectors[i].ToArray());
            }
            first ??= vectors;
        }
    }

    // Three Chinese solutions among 728 once took the dimensions of all other words, and made a fifth of the clusters of it.
    [Fact]
    public void A_script_without_blanks_has_dimensions_of_its_own()
    {
        Solution[] english = [.. Texts.PeerValues().GetProperty("ppmi").GetProperty("texts").Deserialize<string[]>()!.Select(text => new Solution(text, true))];
        Solution[] chinese = [new("我们先设方程，再求解方程，最后检查答案是否正确", true), new("首先画图，然后设未知数，再求解方程", true)];
        string[] phrases = [.. Texts.PeerValues().GetProperty("ppmi").GetProperty("phrases").Deserialize<string[]>()!, "再求解方程"];
        var settings = new MiningSettings();
        PhraseVectors alone = new PpmiEmbedding().Embed(phrases, MiningCorpus.Read(english, settings), settings, default);
        PhraseVectors mixed = new PpmiEmbedding().Embed(phrases, MiningCorpus.Read([.. english, .. chinese], settings), settings, default);
        Assert.Equal((64, 128), (alone.Dimensions, mixed.Dimensions));
        for (int i = 0; i < phrases.Length - 1; i++)
        {
            Assert.Equal(alone[i].ToArray(), mixed[i][..64].ToArray());
            Assert.Equal(0, Dot(mixed[i], mixed[^1]));
        }
        Assert.Equal(1, Dot(mixed[^1], mixed[^1]), 1e-5);
    }

    [Fact]
    public void Fewer_words_than_dimensions_are_no_trouble()
    {
        MiningCorpus corpus = MiningCorpus.Read([new("as it is as it is", true)], new());
        PhraseVectors vectors = new PpmiEmbedding().Embed(["as it is", "never seen"], corpus, new(), default);
        Assert.Equal((2, 64), (vectors.Count, vectors.Dimensions));
        Assert.Equal(0, Dot(vectors[1], vectors[1]));
    }

    [Fact]
    public void A_delegate_is_held_to_one_vector_a_phrase()
    {
        MiningCorpus corpus = MiningCorpus.Read([new("as it is", true)], new());
        PhraseVectors vectors = new DelegateEmbedding("mine", phrases => [.. phrases.Select(p => (float[])[p.Length, 0])]).Embed(["a", "bb"], corpus, new(), default);
        Assert.Equal([1f, 0], vectors[1].ToArray());
        Assert.Contains("returned 0 vectors for 1 phrases", Assert.Throws<HicraException>(() => new DelegateEmbedding("mine", _ => []).Embed(["a"], corpus, new(), default)).Message, StringComparison.Ordinal);
        Assert.Contains("'b' has 2 dimensions, the first 1", Assert.Throws<HicraException>(() => new DelegateEmbedding("mine", _ => [[1], [1, 2]]).Embed(["a", "b"], corpus, new(), default)).Message, StringComparison.Ordinal);
        Assert.Contains("is not finite", Assert.Throws<HicraException>(() => new DelegateEmbedding("mine", _ => [[float.NaN]]).Embed(["a"], corpus, new(), default)).Message, StringComparison.Ordinal);
    }

    // Each token's vector is a direction of its own, so a phrase's vector says which tokens it was split into.
    [Theory]
    [InlineData("""{"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null},"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"let":1,"'":2,"s":3,"find":4,"##ing":5,"f":6,"cafe":7}}}""", "let's finding café zzz f", "1 2 3 4 5 7 6")]
    [InlineData("""{"normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"},"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-4],["▁let",-3],["▁le",-1.2],["t",-1.5],["▁find",-5],["ing",-2],["f",-9]]}}""", "let finding q", "3 4 5 6 1")]
    [InlineData("""{"normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"model":{"type":"BPE","vocab":{"l":0,"e":1,"t":2,"le":3,"let":4,"Ġ":5,"Ġf":6,"f":7,"i":8,"'s":9,"'":10,"s":11,"Ġle":12},"merges":["l e","Ġ f","le t",["'","s"],"Ġ le"]}}""", "let's le fi", "4 9 12 6 8")]
    public void Static_embeddings_split_words_as_their_tokenizer_does(string tokenizer, string phrase, string tokens)
    {
        Write(tokenizer, 13);
        int[] expected = [.. tokens.Split(' ').Select(int.Parse)];
        StaticEmbedding embedding = StaticEmbedding.Load(_temporary.Path);
        PhraseVectors vectors = embedding.Embed([phrase, "\u0416"], MiningCorpus.Read([new("as it is", true)], new()), new(), default);
        double length = Math.Sqrt(expected.Length);
        for (int token = 0; token < 13; token++) Assert.Equal(expected.Contains(token) ? 1 / length : 0, vectors[0][token], 1e-6);
        if (!tokenizer.Contains('▁', StringComparison.Ordinal)) Assert.Equal(0, Dot(vectors[1], vectors[1])); // nothing but unknown pieces
    }

    [Fact]
    public void Weights_and_mapping_of_a_quantised_vocabulary_count()
    {
        File.WriteAllText(_temporary.File("tokenizer.json"), """{"model":{"type":"WordPiece","unk_token":"u","vocab":{"u":0,"a":1,"b":2}}}""");
        Safetensors.Write(_temporary.File("model.safetensors"), [new("embeddings", [2, 2], [1, 0, 0, 1]), new("weights", [3], [1, 3, 4]), new("mapping", [3], [0, 1, 0])]);
        PhraseVectors vectors = StaticEmbedding.Load(_temporary.Path).Embed(["a b"], MiningCorpus.Read([new("as it is", true)], new()), new(), default);
        Assert.Equal([.8f, .6f], vectors[0].ToArray());
    }

    [Theory]
    [InlineData(null, 3, "tokenizer.json is missing")]
    [InlineData("{", 3, "not a tokenizer.json that can be used")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}}}""", 3, "a tokenizer of type WordLevel is not known")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":0,"b":5}}}""", 3, "the tokenizer has 6 tokens and the embedding 3 rows")]
    public void A_folder_that_is_no_static_embedding_is_named(string? tokenizer, int rows, string expected)
    {
        Write(tokenizer, rows);
        string message = Assert.Throws<HicraException>(() => StaticEmbedding.Load(_temporary.Path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(_temporary.Path, message, StringComparison.Ordinal);
    }

    private void Write(string? tokenizer, int rows)
    {
        if (tokenizer is not null) File.WriteAllText(_temporary.File("tokenizer.json"), tokenizer);
        float[] identity = new float[rows * rows];
        for (int i = 0; i < rows; i++) identity[i * rows + i] = 1;
        Safetensors.Write(_temporary.File("model.safetensors"), [new("embeddings", [rows, rows], identity)]);
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}
