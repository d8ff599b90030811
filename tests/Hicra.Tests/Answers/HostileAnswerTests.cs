using FsCheck;
using FsCheck.Fluent;
using Hicra.Answers;
using Hicra.Testing;

namespace Hicra.Tests.Answers;

/// <summary>Texts that would take other judges time, memory, or a machine. Nothing here is timed: work is counted, and what is too much is different.</summary>
public class HostileAnswerTests
{
    public static TheoryData<string> Texts => new()
    {
        "9^9^9^9", "10^{10^{10}}", "1000000!", @"(1+10^{-1000})^{4000}", "1e-999999999", new string('9', 1_000_000),
        new string('{', 1_000_000), Repeat(@"\boxed{", 200_000), Repeat(@"\frac{", 200_000), Repeat("(", 100_000) + "1" + Repeat(")", 100_000), Repeat("-", 100_000) + "1", Repeat("2^", 3_000) + "2",
        Repeat(@"\sqrt{", 59) + "x" + Repeat("}", 59), Nested(2_000), Repeat("|", 5_000), Repeat("1 ", 200_000), Repeat("answer is ", 50_000), Repeat("####", 100_000), Repeat("</think>", 50_000), Repeat("$", 500_000),
        Repeat("$1$ and ", 50_000), Repeat(@"\begin{pmatrix}", 2_000), @"\sum_{i=1}^{199}\sum_{j=1}^{199}\sum_{k=1}^{199} i j k", "\0\u0001\ufffd\ud83d", @"\", "$", @"\boxed", "System.Environment.Exit(1)", "__import__('os').system('true')",
        string.Join(",", Enumerable.Range(0, 290).Select(i => $@"\sin(x+{i})")), string.Join("+", Enumerable.Range(1, 300).Select(i => $"1/{i}0000000000000000000000001")),
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_hostile_text_is_different_from_five_and_harms_nobody(string text)
    {
        Assert.False(new ReferenceAnswer("5").Judge(text).IsEqual);
        Assert.False(new ReferenceAnswer("5").Judge(@"\boxed{" + text + "}").IsEqual);
        _ = new ReferenceAnswer(text).Judge("5");
        _ = new ReferenceAnswer(text).Judge(text);
    }

    [Fact]
    public void What_is_too_large_to_compute_is_compared_as_it_is_written()
    {
        string digits = new('7', 1_000_000);
        Assert.True(new ReferenceAnswer(digits).IsEqual(digits));
        Assert.False(new ReferenceAnswer(digits).IsEqual(digits[..^1] + "8"));
        Assert.False(new ReferenceAnswer(digits).Judge("8" + digits[1..]).IsEqual);
        Assert.True(new ReferenceAnswer("9^9^9^9").IsEqual(@"$9^9^9^9$"));
    }

    [Fact]
    public void Any_two_texts_can_be_compared()
    {
        // Signs that mean something, in any order.
        Gen<string> sign = Gen.Elements("\\frac", "\\boxed", "{", "}", "(", ")", "[", "]", "|", "^", "_", "!", "1", "23", ".5", "x", "sin", "\\sqrt", "\\left", "\\text", " and ", ",", ";", ":", "=", "<", "\\cup", "\\infty", "\\pm", "\\\\", "&", "\\begin{pmatrix}", "\\end{pmatrix}", "\\sum", "°", "%", "$", " cm", "'", "\\log", "-", "/", "e", "i", "\\overline");
        Gen<string> text = sign.ListOf().Select(signs => string.Concat(signs));
        Prop.ForAll(Gen.Zip(text, text).ToArbitrary(), pair =>
        {
            _ = new ReferenceAnswer(pair.Item1).Judge(pair.Item2);
            bool one = new ReferenceAnswer(pair.Item1).IsEqual(pair.Item2);
            return one == new ReferenceAnswer(pair.Item1).IsEqual(pair.Item2);
        }).Check(Sampled.Inputs(3000));
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Nested(int depth) => Repeat(@"\frac{", depth) + "1" + Repeat("}{2}", depth);
}
