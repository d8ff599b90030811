using Hicra.Answers;

namespace Hicra.Tests.Answers;

public class AnswerExtractorTests
{
    [Theory]
    [InlineData(@"First \boxed{3}, no: $\boxed{\frac{1}{2}}$.", @"\frac{1}{2}", AnswerSource.Boxed)]
    [InlineData(@"\boxed{\{1, \text{a} \}}", @"\{1, \text{a} \}", AnswerSource.Boxed)]
    [InlineData(@"so $\boxed 5$.", "5", AnswerSource.Boxed)]
    [InlineData(@"\boxed{x = 2", "x = 2", AnswerSource.Boxed)]
    [InlineData(@"$\boxed{2}$ and $\boxed{3}$", @"\{2, 3\}", AnswerSource.Boxed)]
    [InlineData(@"a loss of \boxed{28} percent", @"28\%", AnswerSource.Boxed)]
    [InlineData(@"<think>\boxed{1}, or \boxed{2}?</think> It is \boxed{3}.", "3", AnswerSource.Boxed)]
    [InlineData(@"<think> it must be \boxed{4}</think>", "4", AnswerSource.Boxed)]
    [InlineData(@"Half is \boxed{200}. Final Answer: The final answer is $10,455$. I hope it is correct.", "$10,455$", AnswerSource.Phrase)]
    [InlineData(@"\boxed{\frac{130}{231}}. The final answer is positive, because two are negative.", @"\frac{130}{231}", AnswerSource.Boxed)]
    [InlineData("Final Answer: The largest $n$ is 34.", "34", AnswerSource.Phrase)]
    [InlineData("16 - 7 = 9 eggs.\n#### 18", "18", AnswerSource.Phrase)]
    [InlineData("Reasoning.\n\n**Answer:** (B)\n", "(B)", AnswerSource.Phrase)]
    [InlineData("The answer is 3.14.", "3.14", AnswerSource.Phrase)]
    [InlineData(@"x \in [-2,7]", @"x \in [-2,7]", AnswerSource.Whole)]
    [InlineData("$f(x)=a x+b$, where $b$ is any integer", "$f(x)=a x+b$, where $b$ is any integer", AnswerSource.Whole)]
    [InlineData("Hence the sum is $2$ or $3$", "2, 3", AnswerSource.LastFormula)]
    [InlineData("so we count 12 of them in all", "12", AnswerSource.LastNumber)]
    [InlineData("the price is 1,000.99€", "1,000.99", AnswerSource.LastNumber)]
    public void Found(string text, string answer, AnswerSource source)
    {
        ExtractedAnswer? found = AnswerExtractor.Find(text);
        Assert.Equal((answer, source), (found?.Text, found?.Source));
    }

    [Theory]
    [InlineData("I do not know what they want of me here")]
    [InlineData("the code is AZYUK2A and no more than that")]
    [InlineData("")]
    [InlineData("   \n ")]
    public void Nothing_is_found_where_there_is_nothing(string text) => Assert.Null(AnswerExtractor.Find(text));

    [Theory]
    [InlineData(@"so \boxed{4}", "4")]
    [InlineData(@"so \boxed{4", null)]
    [InlineData("The final answer is 4.", null)]
    [InlineData(@"<think>\boxed{4} is likely, or", null)]
    [InlineData(@"<think>\boxed{4}</think> Yes.", null)]
    [InlineData(@"<think>no</think> \boxed{5}", "5")]
    public void Strictly_only_a_closed_box_outside_of_thoughts_is_an_answer(string text, string? answer) => Assert.Equal(answer, AnswerExtractor.Find(text, strict: true)?.Text);

    [Fact]
    public void A_response_without_an_answer_is_wrong()
    {
        AnswerVerdict verdict = new ReferenceAnswer("5").Judge("I give up on this one, sorry");
        Assert.Null(verdict.Answer);
        Assert.False(verdict.IsEqual);
    }
}
