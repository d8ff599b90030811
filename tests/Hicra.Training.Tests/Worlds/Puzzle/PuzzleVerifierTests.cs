using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

public class PuzzleVerifierTests
{
    private static readonly PuzzleProblem Problem = new(6, 3, 7, 27);

    [Theory]
    // right, with a phrase or without
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 hit answer 27 <eos>", ErrorKind.Right, 1, 1, new[] { 2 })]
    [InlineData("front product plus the rest 6 * 3 = 18 , 18 + 7 = 25 miss but the target says otherwise start from the back product 3 * 7 = 21 , 21 + 6 = 27 hit answer 27 <eos>", ErrorKind.Right, 2, 2, new[] { 0, 2 })]
    // what is announced does not matter, nor what is said of it, nor operands swapped in the first step
    [InlineData("sum the front then multiply 7 * 3 = 21 , 21 + 6 = 27 miss answer 27 <eos>", ErrorKind.Right, 1, 1, new[] { 2 })]
    // sound, but not the target
    [InlineData("6 * 3 = 18 , 18 + 7 = 25 miss answer 25 <eos>", ErrorKind.Plan, 1, 1, new[] { 0 })]
    // the target without a derivation, or with another result
    [InlineData("answer 27 <eos>", ErrorKind.Other, 0, 0, new int[0])]
    [InlineData("6 * 3 = 18 , 18 + 7 = 25 hit answer 27 <eos>", ErrorKind.Other, 1, 1, new[] { 0 })]
    // a right attempt, but not the last one
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 miss 6 * 3 = 18 , 18 + 7 = 25 miss answer 27 <eos>", ErrorKind.Other, 2, 2, new[] { 2, 0 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 miss 6 * 3 = 19 , 19 + 7 = 26 miss answer 27 <eos>", ErrorKind.Other, 2, 1, new[] { 2, 0 })]
    // slips: first step, second step, a value that changes on the way (u differs from v) even if the steps are right
    [InlineData("3 * 7 = 22 , 22 + 6 = 28 miss answer 28 <eos>", ErrorKind.Other, 1, 0, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 28 miss answer 28 <eos>", ErrorKind.Other, 1, 0, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 20 + 6 = 26 miss answer 26 <eos>", ErrorKind.Other, 1, 0, new[] { 2 })]
    // foreign numbers: a number used twice; a form of another strategy's operators; none of the eight
    [InlineData("3 * 7 = 21 , 21 + 7 = 28 miss answer 28 <eos>", ErrorKind.Other, 1, 0, new[] { -1 })]
    [InlineData("6 - 3 = 3 , 3 * 7 = 21 miss answer 21 <eos>", ErrorKind.Plan, 1, 1, new[] { -1 })]
    // no end, an answer that is not one, a number the vocabulary cannot say
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 hit answer 27", ErrorKind.Other, 1, 1, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 hit answer 27 <eos> <pad>", ErrorKind.Other, 1, 1, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 hit answer <eos>", ErrorKind.Other, 1, 1, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 hit answer hit <eos>", ErrorKind.Other, 1, 1, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 027 hit answer 27 <eos>", ErrorKind.Other, 0, 0, new int[0])]
    // behind an inner end token, and overlapping windows (21 + 6 = 27 is the head of the second)
    [InlineData("<eos> <pad> 3 * 7 = 21 , 21 + 6 = 27 <eos> answer 27 <eos>", ErrorKind.Right, 1, 1, new[] { 2 })]
    [InlineData("3 * 7 = 21 , 21 + 6 = 27 , 27 - 1 = 26 answer 26 <eos>", ErrorKind.Other, 2, 1, new[] { 2, -1 })]
    // a broken window
    [InlineData("3 * 7 = 21 <pad> , 21 + 6 = 27 answer 27 <eos>", ErrorKind.Other, 0, 0, new int[0])]
    [InlineData("", ErrorKind.Other, 0, 0, new int[0])]
    [InlineData("<eos>", ErrorKind.Other, 0, 0, new int[0])]
    public void Judges_by_the_definitions(string response, ErrorKind kind, int attempts, int sound, int[] forms)
    {
        PuzzleVerdict verdict = PuzzleVerifier.Judge(Problem, response);
        Assert.Equal(kind, verdict.Kind);
        Assert.Equal(kind == ErrorKind.Right ? 1.0 : 0.0, verdict.Reward);
        Assert.Equal(attempts, verdict.Attempts);
        Assert.Equal(sound, verdict.SoundAttempts);
        Assert.Equal(forms, verdict.Forms);
        Assert.Equal(!response.EndsWith("<eos>", StringComparison.Ordinal), verdict.Truncated);
    }

    [Fact]
    public void Where_numbers_repeat_the_first_strategy_that_fits_counts()
    {
        // 5 * 5 + 2 is a*b+c of (5, 5, 2); of (5, 2, 5) it is a*c+b; 5 * 2 + 5 of (5, 2, 5) is both a*b+c and b*c+a.
        Assert.Equal([0], PuzzleVerifier.Judge(new PuzzleProblem(5, 5, 2, 27), "5 * 5 = 25 , 25 + 2 = 27").Forms);
        Assert.Equal([5], PuzzleVerifier.Judge(new PuzzleProblem(5, 2, 5, 27), "5 * 5 = 25 , 25 + 2 = 27").Forms);
        Assert.Equal([0], PuzzleVerifier.Judge(new PuzzleProblem(5, 2, 5, 15), "5 * 2 = 10 , 10 + 5 = 15").Forms);
    }

    [Theory]
    [InlineData(5, 5, 2, "5 * 2 = 10 , 10 + 5 = 15", 1)]
    [InlineData(5, 5, 2, "2 * 5 = 10 , 10 + 2 = 12", 0)]
    [InlineData(5, 2, 2, "5 * 5 = 25 , 25 + 2 = 27", 0)]
    [InlineData(5, 5, 5, "5 * 5 = 25 , 25 + 5 = 30", 1)]
    public void Numbers_are_compared_as_a_multiset(int a, int b, int c, string response, int sound) =>
        Assert.Equal(sound, PuzzleVerifier.Judge(new PuzzleProblem(a, b, c, 30), response).SoundAttempts);

    [Fact]
    public void Agrees_with_its_plain_twin_on_malformed_texts()
    {
        Gen<string> word = Gen.Elements("2", "3", "5", "7", "6", "21", "27", "*", "+", "-", "=", ",", "answer", "<eos>", "<pad>", "hit", "frob", "100", "");
        Gen<string> step = from x in Gen.Elements(3, 6, 7) from y in Gen.Elements(3, 6, 7) from o in Gen.Elements("*", "+", "-") select $"{x} {o} {y}";
        Gen<string> attempt =
            from first in step
            from second in Gen.Elements("*", "+", "-")
            from z in Gen.Elements(3, 6, 7)
            from slips in Gen.Elements((0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
            let v = Value(first) + slips.Item1
            let u = v + slips.Item2
            let w = Value($"{u} {second} {z}") + slips.Item3
            select $"{first} = {v} , {u} {second} {z} = {w}" + (w % 2 == 0 ? $" answer {w} <eos>" : "");
        Gen<string> piece = Gen.Frequency((3, attempt), (1, Gen.Constant("answer 27 <eos>")), (2, word), (1, Gen.Constant("21 = 27 , 27 + 3 = 30")));
        Gen<string> text =
            from pieces in piece.ListOf()
            from cut in Gen.Choose(0, 60)
            select string.Join(' ', string.Join(' ', pieces).Split(' ').SkipLast(Math.Max(0, cut - 50)));
        Gen<PuzzleProblem> problem =
            from a in Gen.Elements(3, 6, 7)
            from b in Gen.Elements(3, 6, 7)
            from c in Gen.Elements(3, 6, 7)
            from target in Gen.Choose(0, 60)
            select new PuzzleProblem(a, b, c, target);

        Prop.ForAll(Gen.Zip(problem, text).ToArbitrary(), sample =>
        {
            (PuzzleProblem puzzle, string response) = sample;
            PuzzleVerdict got = PuzzleVerifier.Judge(puzzle, response);
            (double reward, string kind, int attempts, int sound, int[] forms) = PlainVerifier.Judge(puzzle, response);
            return got.Reward == reward && got.Kind.ToString() == kind && got.Attempts == attempts
                && got.SoundAttempts == sound && got.Forms.SequenceEqual(forms);
        }).Check(Sampled.Inputs(Slow.Reason is null ? 2000 : 500));

        static int Value(string expression) => expression.Split(' ') switch
        {
            [var x, "*", var y] => int.Parse(x) * int.Parse(y),
            [var x, "+", var y] => int.Parse(x) + int.Parse(y),
            [var x, _, var y] => int.Parse(x) - int.Parse(y),
            _ => throw new ArgumentException(expression),
        };
    }

    [Fact]
    public void Any_ids_are_judged_without_an_error()
    {
        Gen<int> id = Gen.Frequency((8, Gen.Choose(100, 112)), (8, Gen.Choose(0, 8)), (2, Gen.Choose(-3, 200)), (1, Gen.Elements(int.MinValue, int.MaxValue)));
        Prop.ForAll(id.ArrayOf().ToArbitrary(), ids =>
        {
            PuzzleVerdict verdict = PuzzleVerifier.Judge(Problem, ids);
            return verdict.SoundAttempts <= verdict.Attempts && verdict.Forms.Count == verdict.Attempts && (verdict.Reward == 1) == (verdict.Kind == ErrorKind.Right);
        }).Check(Sampled.Inputs(1000));
    }

    [Fact]
    public void Foreign_ids_are_neither_operators_nor_numbers()
    {
        int[] response = PuzzleVocabulary.Encode("3 * 7 = 21 , 21 + 6 = 27 hit answer 27 <eos>");
        Assert.Equal(ErrorKind.Right, PuzzleVerifier.Judge(Problem, response).Kind);
        foreach (int position in Enumerable.Range(0, response.Length).Where(i => i != 11)) // `hit` may be anything
            foreach (int foreign in (int[])[-1, 169, 100, 104, 108 + 256, int.MinValue, int.MaxValue])
            {
                int[] broken = [.. response];
                broken[position] = foreign;
                Assert.Equal(ErrorKind.Other, PuzzleVerifier.Judge(Problem, broken).Kind);
            }
    }
}
