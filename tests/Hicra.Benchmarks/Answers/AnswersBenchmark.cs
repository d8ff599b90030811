using System.Diagnostics;
using Hicra.Answers;
using Hicra.Rollouts;

namespace Hicra.Benchmarks.Answers;

/// <summary>How fast answers are judged.</summary>
/// <param name="Name">What was judged.</param>
/// <param name="Answers">Judged answers.</param>
/// <param name="Right">Those found right.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="CoreSeconds">Processor time of all cores.</param>
public sealed record AnswersSpeed(string Name, long Answers, long Right, double Seconds, double CoreSeconds)
{
    /// <summary>Judged answers a minute by the clock.</summary>
    public double PerMinute => Answers / Seconds * 60;

    /// <summary>Judged answers a minute of a core.</summary>
    public double PerCoreMinute => Answers / CoreSeconds * 60;
}

/// <summary>The speed of finding and comparing answers: the answers of the five benchmarks of the paper in boxes, and real solutions at full length.</summary>
public static class AnswersBenchmark
{
    /// <summary>Measures each kind, after a round that compiles.</summary>
    /// <param name="solutions">Records with solutions and verdicts, for example the shipped 800; their references are the records' own.</param>
    /// <param name="rounds">How often everything is judged.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops between rounds.</param>
    public static IEnumerable<AnswersSpeed> Run(string solutions, int rounds, int threads, CancellationToken cancellation)
    {
        (string Gold, string Answer)[] pairs = [.. BenchmarkCatalog.Names.Where(name => name != "aime25").SelectMany(name => BenchmarkCatalog.Load(name).Problems).SelectMany(problem => (IEnumerable<(string, string)>)
            [(problem.Answer, $"Therefore the answer is $\\boxed{{{problem.Answer.Replace("$", "", StringComparison.Ordinal)}}}$."), (problem.Answer, "So we get $\\boxed{\\dfrac{17}{3}}$.")])];
        yield return Measure("answers of five benchmarks, one right and one wrong", pairs, rounds, threads, reused: false, cancellation);
        yield return Measure("the same, a reference read once for 8 responses", [.. pairs.SelectMany(pair => Enumerable.Repeat(pair, 8))], Math.Max(1, rounds / 8), threads, reused: true, cancellation);
        Benchmark set = BenchmarkFile.Read(solutions, new BenchmarkColumns(Answer: "solution"));
        Dictionary<string, string> golds = set.Problems.GroupBy(problem => problem.Text!).ToDictionary(group => group.Key, group => group.First().Answer);
        pairs = [.. RolloutFiles.Read([solutions]).Select(rollout => (golds[rollout.Prompt!], rollout.Response!))];
        yield return Measure("real solutions, whole", pairs, rounds, threads, reused: false, cancellation);
    }

    private static AnswersSpeed Measure(string name, (string Gold, string Answer)[] pairs, int rounds, int threads, bool reused, CancellationToken cancellation)
    {
        Dictionary<string, ReferenceAnswer> references = reused ? pairs.Select(pair => pair.Gold).Distinct().ToDictionary(gold => gold, gold => new ReferenceAnswer(gold)) : [];
        long right = Round();
        right = 0;
        var watch = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            right += Round();
        }
        return new AnswersSpeed(name, (long)pairs.Length * rounds, right, watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);

        long Round()
        {
            long equal = 0;
            Parallel.For(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                ReferenceAnswer reference = reused ? references[pairs[i].Gold] : new ReferenceAnswer(pairs[i].Gold);
                if (reference.Judge(pairs[i].Answer).IsEqual) Interlocked.Increment(ref equal);
            });
            return equal;
        }
    }
}
