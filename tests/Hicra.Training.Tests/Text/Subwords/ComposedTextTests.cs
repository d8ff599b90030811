using System.Security.Cryptography;
using System.Text;
using Hicra.Training.Text.Unicode;

namespace Hicra.Training.Tests.Text.Subwords;

/// <summary>Normal form C, in a process that has none of its own (the tests are culture-invariant).</summary>
public class ComposedTextTests
{
    [Fact]
    public void Every_character_alone_and_among_marks_is_composed_as_by_Pythons_unicodedata()
    {
        // hashlib.sha256 over unicodedata.normalize('NFC', text) + '\n' of these texts, Unicode 14.0; no character beyond has a decomposition.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int code = 0; code < 0x30000; code++)
        {
            if (!Rune.IsValid(code)) continue;
            string c = new Rune(code).ToString();
            foreach (string text in new[] { c, $"a{c}\u0301\u0327", $"{c}\u0338\u0345{c}\u3099", $"\u0B47{c}\u1161\u11A8" }) hash.AppendData(Encoding.UTF8.GetBytes(ComposedText.Of(text).Text + "\n"));
        }
        Assert.Equal("ee5d77ff4290608078d057e4beeb5ee425d71c025cb5caf421c2d5abd78ff692", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Bytes_are_found_again_in_the_given_text()
    {
        // 1 + 3 bytes become 1 + 2; the bytes after them move by one.
        ComposedText composed = ComposedText.Of("xe\u0301yz");
        Assert.Equal("xéyz", composed.Text);
        Assert.Equal([0, 1, 4, 4, 5, 6], Enumerable.Range(0, 6).Select(composed.Given));
    }

    [Fact]
    public void A_hundred_thousand_marks_and_unpaired_surrogates_do_no_harm()
    {
        string marks = "a" + string.Concat(Enumerable.Repeat("\u0301\u0327", 50_000));
        Assert.Equal("á\u0327"[..1], ComposedText.Of(marks).Text[..1]);
        Assert.Equal("\uD800a\u00E9\uDC00", ComposedText.Of("\uD800ae\u0301\uDC00").Text);
    }
}
