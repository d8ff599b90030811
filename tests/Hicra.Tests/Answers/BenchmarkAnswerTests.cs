using Hicra.Answers;
using Hicra.Benchmarks;

namespace Hicra.Tests.Answers;

/// <summary>The 1,517 right answers of five benchmarks, written otherwise and spoilt.</summary>
public class BenchmarkAnswerTests
{
    private static readonly string[] Answers = [.. BenchmarkCatalog.Names.Where(name => name != "aime25").SelectMany(name => BenchmarkCatalog.Load(name).Problems).Select(problem => problem.Answer)];

    [Fact]
    public void There_are_1517() => Assert.Equal(1517, Answers.Length);

    public static TheoryData<int> Rewritings => new(Enumerable.Range(0, Rewriting.Faithful.Count));

    [Theory]
    [MemberData(nameof(Rewritings))]
    public void Each_equals_itself_written_otherwise(int index)
    {
        (string name, Func<string, string> rewrite) = Rewriting.Faithful[index];
        (string Answer, string Written)[] rewritten = [.. Answers.Select(answer => (answer, rewrite(answer)))];
        Assert.True(rewritten.Count(pair => pair.Answer != pair.Written) > 50, $"{name} changes too few answers to show anything");
        Assert.DoesNotContain(rewritten, pair => !new ReferenceAnswer(pair.Answer).IsEqual(pair.Written));
        Assert.DoesNotContain(rewritten, pair => !pair.Written.Contains('$', StringComparison.Ordinal) && !new ReferenceAnswer(pair.Answer).Judge($"So it is \\boxed{{{pair.Written}}}.").IsEqual);
    }

    [Fact]
    public void None_equals_a_near_miss()
    {
        (string Answer, string Spoilt)[] misses = [.. Answers.Distinct().SelectMany(answer => Rewriting.Spoilt(answer).Select(spoilt => (answer, spoilt)))];
        Assert.True(misses.Length >= 5000, $"only {misses.Length}");
        Assert.DoesNotContain(misses, miss => new ReferenceAnswer(miss.Answer).IsEqual(miss.Spoilt));
        Assert.DoesNotContain(misses, miss => new ReferenceAnswer(miss.Spoilt).IsEqual(Rewriting.Bare(miss.Answer)));
    }
}
