using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Text;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>The tokenizer of stories260k.</summary>
public class LowestIdTests
{
    private static readonly ISubwordTokenizer Stories = Tokenizer.Load(Repository.Golden("architectures/stories260k"));

    [Fact]
    public void A_story_has_the_ids_that_the_model_wrote()
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(Repository.Golden("architectures/stories260k/reference.json")));
        int[] tokens = [.. reference.RootElement.GetProperty("tokens").EnumerateArray().Select(x => x.GetInt32())];
        string text = reference.RootElement.GetProperty("text").GetString()!.Replace("<0x0A>", "\n", StringComparison.Ordinal);
        Assert.Equal(text, Stories.Decode(tokens.AsSpan(1)));
        // A blank is put before every text; here it is the story's own.
        Assert.Equal(tokens[1..], Stories.Encode(text[1..]));
        Assert.Equal([1], Stories.BeginTokens);
        Assert.Equal([2], Stories.EndTokens);
        Assert.Equal(512, Stories.VocabularySize);
    }

    [Fact]
    public void Any_text_is_partitioned_and_comes_back_behind_a_blank() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is { Length: > 0 }), text =>
        {
            TokenizedText tokens = Stories.Tokenize(text);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return tokens.Offsets[0] == 0 && tokens.Offsets[^1] == bytes.Length && tokens.Offsets.Zip(tokens.Offsets.Skip(1)).All(x => x.First <= x.Second)
                && Stories.Decode(tokens.Ids) == " " + Encoding.UTF8.GetString(bytes) && !tokens.Ids.Any(id => id < 3);
        }).Check(Sampled.Inputs());

    [Fact]
    public void Of_all_pairs_the_lowest_id_goes_first()
    {
        foreach (string text in OddTexts.Made(200)) Assert.Equal(Plain(text), Stories.Encode(text));
    }

    // The definition, word for word.
    private static List<int> Plain(string text)
    {
        string[] vocabulary = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Repository.Golden("architectures/stories260k/vocab.json")))!;
        List<int> ids = [];
        foreach (Rune rune in (" " + text).EnumerateRunes())
        {
            int id = Array.IndexOf(vocabulary, rune.ToString(), 259);
            if (id >= 0) ids.Add(id);
            else ids.AddRange(Encoding.UTF8.GetBytes(rune.ToString()).Select(value => value + 3));
        }
        while (true)
        {
            (int id, int at) = Enumerable.Range(0, ids.Count - 1).Where(i => ids[i] >= 259 && ids[i + 1] >= 259)
                .Select(i => (Id: Array.IndexOf(vocabulary, vocabulary[ids[i]] + vocabulary[ids[i + 1]], 259), At: i)).Where(x => x.Id >= 0).DefaultIfEmpty((-1, -1)).Min();
            if (id < 0) return ids;
            ids[at] = id;
            ids.RemoveAt(at + 1);
        }
    }
}
