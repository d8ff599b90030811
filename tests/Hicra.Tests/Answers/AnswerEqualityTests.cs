using Hicra.Answers;

namespace Hicra.Tests.Answers;

public class AnswerEqualityTests
{
    [Theory]
    // numbers
    [InlineData("7", "7.0")]
    [InlineData("-0.5", @"-\frac12")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("10{,}000", "10000")]
    [InlineData(@"11,\! 111,\! 111,\! 100", "11111111100")]
    [InlineData("12 345", "12345")]
    [InlineData("3.5", "3,50")]
    [InlineData("023", "23")]
    [InlineData("4.5e33", @"4.5 \times 10^{33}")]
    [InlineData("1.04e-3", "0.00104")]
    [InlineData(@"0.1\overline{6}", @"\frac{1}{6}")]
    [InlineData(@"1.\overline{3}", "4/3")]
    [InlineData("½", @"\frac12")]
    [InlineData("2⅔", "8/3")]
    [InlineData("one", "One")]
    // fractions, mixed numbers, roots
    [InlineData(@"\frac{14}{3}", "14/3")]
    [InlineData(@"1\frac{4}{5}", "9/5")]
    [InlineData(@"-2\frac{1}{4}", "-2.25")]
    [InlineData("137 1/2", @"137 \frac{1}{2}")]
    [InlineData(@"\frac9{19}", @"\dfrac{9}{19}")]
    [InlineData(@"\frac{5}{\sqrt{5}}", @"\sqrt5")]
    [InlineData(@"\frac{8}{\sqrt[3]{7}}", @"8 \cdot 7^{-1/3}")]
    [InlineData(@"\sqrt{50}+\sqrt{8}", @"7\sqrt2")]
    [InlineData("100!/2^50", @"\frac{100!}{2^{50}}")]
    [InlineData(@"\frac{1}{3}", "0.3333")]
    [InlineData(@"\sqrt{17}", "4.123105625617661")]
    [InlineData(@"\binom{6}{2}", "15")]
    // percentages, money, degrees, units, words
    [InlineData(@"28\%", "28")]
    [InlineData("28", "28 percent")]
    [InlineData(@"\$18.90", "18.9")]
    [InlineData(@"5.4 \text{ cents}", "5.4")]
    [InlineData(@"5.4 \text{ cents}", @"\$0.054")]
    [InlineData(@"106^\circ", "106")]
    [InlineData(@"90^{\circ}", @"\frac{\pi}{2}")]
    [InlineData(@"15\mbox{ cm}^2", @"15 \text{ square centimeters}")]
    [InlineData("1.5 m", "150 cm")]
    [InlineData("12 apples", "12")]
    [InlineData(@"\text{60 miles per hour}", @"60\text{ mph}")]
    [InlineData("4:30 p.m.", @"\text{4:30 pm}")]
    [InlineData("3 million", "3 million people")]
    // text and choices
    [InlineData(@"\text{Evelyn}", "evelyn")]
    [InlineData(@"\text{(C)}", "C")]
    [InlineData(@"\text{even}", "Even.")]
    // expressions
    [InlineData("(x+1)^2", "x^2+2x+1")]
    [InlineData(@"\tan^2 y + 1", @"\sec^2 y")]
    [InlineData("2k+2", "2(k+1)")]
    [InlineData(@"\frac{n(n+1)}{2}", @"\sum_{k=1}^{n} k")]
    [InlineData(@"\lceil n/2 \rceil", @"\lfloor (n+1)/2 \rfloor")]
    [InlineData("2^{n}-n-1", "2**n - n - 1")]
    [InlineData(@"\ln(x^2)", @"2\ln x")]
    [InlineData(@"e^{i\pi}+1", "0")]
    [InlineData("(2+3i)(1-i)", "5+i")]
    [InlineData(@"\frac{\log 8}{\log 2}", "3")]
    [InlineData("f(x)=2x-1", "f(n) = 2n-1")]
    [InlineData(@"C_1 e^{t}+C_{2}e^{-t}", @"C_{2}e^{-t} + C_{1} e^{t}")]
    // equations and inequalities
    [InlineData("x=5", "5")]
    [InlineData(@"x = \frac13 \approx 0.33", "1/3")]
    [InlineData("y=2x+3", "2x-y+3=0")]
    [InlineData("xy=1", @"y=\frac1x")]
    [InlineData("x<1", "1>x")]
    [InlineData("-x \\ge -1", "x \\le 1")]
    // sets, intervals, tuples, lists
    [InlineData(@"[2,\infty)", @"x \geq 2")]
    [InlineData("-2<x<2", "x^2<4")]
    [InlineData(@"(-\infty,0)\cup(0,\infty)", @"\mathbb{R} \setminus \{0\}")]
    [InlineData("(1,2)", @"\left( 1, 2 \right)")]
    [InlineData("(x,y)=(1,2)", "(1,2)")]
    [InlineData("1,-2", @"\{-2, 1\}")]
    [InlineData("1,-2", "x=1 or x=-2")]
    [InlineData(@"1\pm\sqrt{19}", @"1+\sqrt{19}, 1-\sqrt{19}")]
    [InlineData("k=45, n=2", "n=2, k=45")]
    [InlineData("AB=4, CD=5", "4, 5")]
    [InlineData("(0;0;6),(4;0;0)", "(4,0,0), (0,0,6)")]
    [InlineData("7:32", @"\frac{7}{32}")]
    // matrices, bases
    [InlineData(@"\begin{pmatrix}1/3 \\ 2\end{pmatrix}", @"\begin{bmatrix}\frac13\\2\end{bmatrix}")]
    [InlineData(@"\begin{pmatrix}6&8\end{pmatrix}", @"\begin{pmatrix}1&2\end{pmatrix}+\begin{pmatrix}5&6\end{pmatrix}")]
    [InlineData("204_5", "204_{5}")]
    public void Equal(string gold, string answer)
    {
        Assert.True(new ReferenceAnswer(gold).IsEqual(answer), $"{gold} and {answer}");
        Assert.True(new ReferenceAnswer(answer).IsEqual(gold), $"{answer} and {gold}");
    }

    [Theory]
    [InlineData("C", @"\textbf{(C) } 42")]
    [InlineData("B", "B. because the sum is 7")]
    [InlineData("5", "2+3=5")]
    [InlineData("a_3 = 2, a_{37} = 19", "2, 19")]
    public void Equal_if_the_first_is_the_reference(string gold, string answer) => Assert.True(new ReferenceAnswer(gold).IsEqual(answer), $"{gold} and {answer}");

    [Theory]
    [InlineData("7", "-7")]
    [InlineData("0.5", "0.49")]
    [InlineData("2", "1.99999")]
    [InlineData(@"\frac{1}{3}", "0.3334")]
    [InlineData(@"\frac{639}{40}", "15.98")]
    [InlineData("32349", "32, 349")]
    [InlineData("28\\%", "0.28")]
    [InlineData("28\\%", @"28^\circ")]
    [InlineData(@"15\text{ cm}^2", @"15\text{ cm}")]
    [InlineData(@"15\text{ cm}", @"15\text{ m}")]
    [InlineData(@"5.4 \text{ cents}", @"5.4 \text{ dollars}")]
    [InlineData("4:30 p.m.", "4:30 a.m.")]
    [InlineData("12:00", "1:00")]
    [InlineData(@"\frac{1}{2004!}", @"\frac{1}{2006!}")]
    [InlineData(@"\frac{1}{2^{99}}", @"\frac{1}{2^{98}}")]
    [InlineData("10^{100}", "10^{100}+1")]
    [InlineData("(1,2)", "(2,1)")]
    [InlineData("(1,2)", "[1,2]")]
    [InlineData("[1,2)", "[1,2]")]
    [InlineData(@"(-\infty,0]", @"(-\infty,0)")]
    [InlineData("1,2,3", "1,2")]
    [InlineData(@"\pm 3", "3")]
    [InlineData("k=45, n=2", "k=2, n=45")]
    [InlineData("x=5", "y=5")]
    [InlineData("2x+z=1", "1")]
    [InlineData("x<1", "x>1")]
    [InlineData("x<1", "x\\le 1")]
    [InlineData(@"\sqrt{x^2}", "x")]
    [InlineData("(a+5)(b+2)", "(+5)(b+2)")]
    [InlineData("x+2n+1", "x+1")]
    [InlineData("6m", "6")]
    [InlineData("I(0)", "0")]
    [InlineData("204_5", "204_6")]
    [InlineData(@"\text{east}", @"\text{west}")]
    [InlineData("C", "(D) C")]
    [InlineData(@"\begin{pmatrix}1\\2\end{pmatrix}", @"\begin{pmatrix}2\\1\end{pmatrix}")]
    [InlineData("", "")]
    [InlineData(@"\boxed{}", @"\boxed{}")]
    public void Different(string gold, string answer)
    {
        Assert.False(new ReferenceAnswer(gold).IsEqual(answer), $"{gold} and {answer}");
        Assert.False(new ReferenceAnswer(answer).IsEqual(gold), $"{answer} and {gold}");
    }

    [Fact]
    public void A_tolerance_is_for_measured_numbers_alone()
    {
        var measured = new AnswerOptions { RelativeTolerance = 0.01 };
        Assert.True(new ReferenceAnswer("4.4677", measured).IsEqual("4.47"));
        Assert.True(new ReferenceAnswer("4.5e33", measured).IsEqual(@"4.48 \times 10^{33}"));
        Assert.False(new ReferenceAnswer("4.5e33", measured).IsEqual(@"4.4 \times 10^{33}"));
        Assert.False(new ReferenceAnswer("2x", measured).IsEqual("2.001x"));
        Assert.False(new ReferenceAnswer("4.4677").IsEqual("4.47"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnswerOptions { RelativeTolerance = 1 });
    }
}
