using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Tests.Policies;
using Hicra.Training.Text;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Tests.Worlds.Problems;

public class TextWorldTests
{
    private readonly TextWorld _world = NumberWorld.Create();

    [Fact]
    public void A_prompt_is_the_conversation_as_the_template_writes_it()
    {
        Assert.Equal(20, _world.Tokenizer.VocabularySize);
        Assert.Equal("system : name number user : after three assistant :", Prompt(_world));
        Assert.Equal("user : after three assistant :", Prompt(With(null)));
        Assert.Contains("'please'", Assert.Throws<HicraException>(() => Prompt(With("please"))).Message, StringComparison.Ordinal);

        static string Prompt(TextWorld world) => world.Tokenizer.Decode(world.Prompt(world.Training[2]));
        static TextWorld With(string? instruction) => Make(NumberWorld.Create().Training.Cast<TextProblem>(), [], instruction);
    }

    [Theory]
    [InlineData("let me think so it is four <end>", true)]
    [InlineData("five <end>", true)]
    [InlineData("five <stop>", true)]
    [InlineData("five", true)]
    [InlineData("three <end>", false)]
    [InlineData("four me <end>", false)]
    [InlineData("<end>", false)]
    [InlineData("", false)]
    public void Any_right_answer_is_right_whatever_ends_the_response(string response, bool right)
    {
        Verdict verdict = _world.Judge(_world.Training[2], _world.Tokenizer.Encode(response));
        Assert.Equal((right ? 1.0 : 0, right ? ErrorKind.Right : ErrorKind.Wrong), (verdict.Reward, verdict.Kind));
        Assert.Empty(_world.Measure([verdict]));
    }

    [Fact]
    public void Grams_are_found_in_the_text_however_it_is_divided()
    {
        // One token holds a blank and a letter, so the gram begins inside it.
        var tokenizer = new LetterTokenizer();
        int[] response = [.. tokenizer.Encode("Ok,"), 128 + 'l', .. tokenizer.Encode("et me  think. Hm")];
        IGramFinder finder = new TextGrams(tokenizer, NumberWorld.Grams);
        var spans = new List<GramSpan>();
        var mask = new bool[response.Length];
        finder.Spans(response, spans);
        finder.Mark(response, mask, MatchPolicy.LeftmostLongest);
        Assert.Equal([new GramSpan(3, 13, 0)], spans);
        Assert.Equal(Enumerable.Range(0, response.Length).Select(i => i is >= 3 and < 16), mask);
        Assert.Equal(string.Concat(tokenizer.Pieces(response)), tokenizer.Decode(response));
        // Word by word, in its own spelling, there is none.
        spans.Clear();
        new WordGrams(NumberWorld.Tokenizer, NumberWorld.Grams).Spans(NumberWorld.Tokenizer.Encode(NumberWorld.Thought.TrimEnd()), spans);
        Assert.Empty(spans);
        ((IWorld)_world).Finder(_world.Grams).Spans(NumberWorld.Tokenizer.Encode(NumberWorld.Thought.TrimEnd()), spans);
        Assert.Equal([new GramSpan(0, 3, 0), new GramSpan(3, 3, 1)], spans);
    }

    [Fact]
    public void A_world_without_grams_of_its_own_has_the_papers() =>
        Assert.Equal(StrategicGramLibrary.Paper.Grams, Make([new("a", "after one", ["two"])], []).StrategicGrams);

    [Fact]
    public void The_order_of_validation_is_the_same_everywhere_and_not_the_files()
    {
        TextProblem[] problems = [.. Enumerable.Range(0, 40).Select(i => new TextProblem($"v{i}", "after one", ["two"]))];
        string[] order = Order();
        Assert.Equal(problems.Select(p => p.Id).Order(), order.Order());
        Assert.NotEqual(problems.Select(p => p.Id), order);
        Assert.Equal(order, Order());

        string[] Order() => [.. Make([new("t", "after one", ["two"])], problems).ValidationOrder.Select(p => p.Id)];
    }

    [Fact]
    public void Problems_that_cannot_be_used_are_refused_in_one_line()
    {
        TextProblem good = new("a", "after one", ["two"]);
        Assert.Contains("no problem to train on", Refusal([], [good]), StringComparison.Ordinal);
        Assert.Contains("'b' has no right answer", Refusal([good], [new("b", "after two", [])]), StringComparison.Ordinal);
        Assert.Contains("two problems are called 'a'", Refusal([good], [good]), StringComparison.Ordinal);

        static string Refusal(TextProblem[] training, TextProblem[] validation)
        {
            string message = Assert.Throws<HicraException>(() => Make(training, validation)).Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }

    [Fact]
    public void The_longest_problem_must_fit_the_model()
    {
        TextProblem[] problems = [new("short", "after one", ["two"]), new("long", string.Join(' ', Enumerable.Repeat("after", 50)) + " one", ["two"])];
        using ManagedPolicy policy = Example.Policy(Example.Shape(20, 16, 1, 2, 1, 8, 24));
        string message = Assert.Throws<HicraException>(() => new Trainer(policy, Make(problems, []), Small.Options with { MaxNewTokens = 20 })).Message;
        Assert.Contains("with a prompt of 55 tokens the model's 64 positions leave 9", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_of_several_tokens_ends_a_response()
    {
        using ManagedPolicy policy = Example.Policy(Example.Shape(20, 16, 1, 2, 1, 8, 24));
        SampledResponses sampled = policy.Sample(new SampleRequest { Prompts = [_world.Prompt(_world.Training[0])], GroupSize = 64, MaxNewTokens = 40, EndTokens = _world.Tokenizer.EndTokens, Random = CounterRandom.FromSeed(1) });
        int[] last = [.. Enumerable.Range(0, sampled.Count).Select(i => sampled.Response(i)[^1])];
        Assert.Contains(0, last);
        Assert.Contains(1, last);
        for (int i = 0; i < sampled.Count; i++) Assert.DoesNotContain(sampled.Response(i)[..^1].ToArray(), t => t is 0 or 1);
    }

    private static TextWorld Make(IEnumerable<TextProblem> training, IReadOnlyList<TextProblem> validation, string? instruction = null)
    {
        (IChatTemplate template, IAnswerVerifier verifier) = NumberWorld.Parts;
        return new TextWorld(NumberWorld.Name, NumberWorld.Tokenizer, template, verifier, [.. training], validation) { Instruction = instruction };
    }
}
