using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Strategy;
using Hicra.Testing;

namespace Hicra.Tests.Strategy;

public sealed partial class PreTokensTests
{
    private static readonly string[] Parts = ["so ", "let's", " we'RE", "12", " 3", "\n\n", "  ", " \n ", "\t", "x^2", "$\\frac{a}{b}$", ".\n", "é", "don't", "…", " — ", "'", "'d", "'v", "\r\n", "٣", "²"];

    // As it stands in tokenizer.json of Qwen2.5-7B-Instruct.
    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [Theory]
    [InlineData("First, let's find x = 12.", "First|,| let|'s| find| x| =| |1|2|.")]
    [InlineData("a  b\n\n c", "a| | b|\n\n| c")]
    [InlineData("", "")]
    public void Texts_are_cut_as_tokenizers_cut_them(string text, string pieces) => Assert.Equal(pieces, string.Join('|', Cut(text)));

    [Fact]
    public void Any_text_is_cut_as_the_rule_in_the_file_cuts_it()
    {
        Gen<string> texts = Gen.Elements(Parts).ListOf(12).Select(parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text => Cut(text).SequenceEqual(Rule().Matches(text).Select(m => m.Value))).Check(Sampled.Inputs(2000));
    }

    private static List<string> Cut(string text)
    {
        var ends = new List<int>();
        PreTokens.Ends(text, ends);
        return [.. ends.Select((end, i) => text[(i == 0 ? 0 : ends[i - 1])..end])];
    }
}
