using AngleSharp.Dom;
using Hicra.Interactive.Features.Show;
using Hicra.Strategy;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Rendering;

public sealed class ViewTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hicra-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_run_shows_progress_last_metrics_chosen_settings_and_files()
    {
        ExistingRun run = Shown.Run(Path.Combine(_directory, "my-run"), seed: 5);
        string text = Shown.Bundle(run).PlainText;
        Assert.Contains("my-run: hicra, alpha 0.2, seed 5, world puzzle\nnot finished, 10 of 20 steps", text, StringComparison.Ordinal);
        Assert.Contains("settings: method hicra, steps 20, seed 5, base model shipped", text, StringComparison.Ordinal);
        Assert.Contains("rollouts: rollouts/ (step 0)", text, StringComparison.Ordinal);
        IDocument html = Shown.Parse(Shown.Bundle(run).Html!);
        IElement accuracy = html.QuerySelectorAll("tr").Single(r => r.TextContent.StartsWith("training accuracy", StringComparison.Ordinal));
        Assert.Equal(["10.0", "28.0", "10.0", "28.0"], accuracy.QuerySelectorAll("td").Skip(2).Select(c => c.TextContent));
        Assert.NotNull(accuracy.QuerySelector("img"));
    }

    [Fact]
    public void Runs_are_compared_on_the_seeds_that_both_have()
    {
        ExistingRun[] runs =
        [
            .. new[] { 0L, 1, 2 }.Select(seed => Shown.Run(Path.Combine(_directory, $"grpo-{seed}"), method: "grpo", seed: seed, shift: 0.01 * seed)),
            .. new[] { 1L, 2, 3 }.Select(seed => Shown.Run(Path.Combine(_directory, $"hicra-{seed}"), method: "hicra", seed: seed, shift: 0.03 * seed)),
        ];
        RunComparison comparison = RunComparison.Of(runs);
        Assert.Equal("grpo", comparison.Baseline.Name);
        ComparedMeasure accuracy = comparison.Measures.Single(m => m.Measure == "training accuracy, all steps");
        Assert.Equal([1, 2], accuracy.Seeds);
        // Differences 0.02 and 0.04: mean 0.03, sd/√2 = 0.01, t(1) = 12.7062.
        Assert.Equal(0.03, accuracy.Difference, 12);
        Assert.Equal(0.03 - 0.127062, accuracy.Interval!.Value.Low, 5);
        Assert.Contains(comparison.Warnings, w => w.Contains("not finished", StringComparison.Ordinal));
        Assert.Contains(comparison.Warnings, w => w.Contains("only seeds that both have are compared (2)", StringComparison.Ordinal));
        Assert.Equal("hicra-alpha-0.2", RunComparison.Of(runs, "hicra").Baseline.Name);
    }

    // One that goes on would lose to one that has finished, for the steps that it lacks alone.
    [Fact]
    public void Runs_are_compared_over_the_steps_that_both_have()
    {
        ExistingRun whole = Shown.Run(Path.Combine(_directory, "grpo"), method: "grpo"), half = Shown.Run(Path.Combine(_directory, "hicra"), shift: 0.02);
        string[] rows = File.ReadAllLines(half.Folder.Metrics);
        File.WriteAllText(half.Folder.Metrics, string.Concat(rows.Take(4).Select(r => r + "\n")));
        RunComparison comparison = RunComparison.Of([whole, ExistingRun.Open(half.Folder.Path)]);
        Assert.All(comparison.Measures.Where(m => m.Measure.StartsWith("training accuracy", StringComparison.Ordinal)), m => Assert.Equal(0.02, m.Difference, 12));
        Assert.Contains("hicra-alpha-0.2 and grpo: compared over the steps that both runs of a seed have; those of the shortest pair end at step 3", comparison.Warnings);
    }

    [Fact]
    public void A_comparison_of_one_setting_or_with_an_absent_baseline_is_refused()
    {
        ExistingRun run = Shown.Run(Path.Combine(_directory, "a")), other = Shown.Run(Path.Combine(_directory, "b"), method: "grpo");
        Assert.Contains("at least two methods", Assert.Throws<HicraException>(() => RunComparison.Of([run])).Message, StringComparison.Ordinal);
        Assert.Contains("there are hicra-alpha-0.2, grpo", Assert.Throws<HicraException>(() => RunComparison.Of([run, other], "dapo")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_follow_the_intervals()
    {
        string text = Shown.Bundle(Shown.Comparison()).PlainText;
        Assert.Matches(@"accuracy hicra .*\+0\.050 .*higher", text);
        Assert.Matches("length .*cannot be told apart", text);
        Assert.Matches("entropy .*one seed says nothing", text);
    }

    [Fact]
    public void A_paper_table_shows_differences_and_what_was_scaled_down()
    {
        IDocument html = Shown.Parse(Shown.Bundle(Shown.Table()).Html!);
        Assert.Equal(["accuracy row", "31.0 % row", "26.5 % row [21.0, 32.0]", "−4.500", "seen row", "note row"], html.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Select(c => c.TextContent));
        Assert.Contains("not measured", html.QuerySelectorAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Scaled down here: the model row", html.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_shows_verdict_and_evidence()
    {
        string text = Shown.Bundle(Shown.Check()).PlainText;
        Assert.StartsWith("[cannot tell] claim claim (section claim)\n  - evidence claim\n  caveat claim", text, StringComparison.Ordinal);
        Assert.Contains("2 cannot tell", Shown.Bundle(new[] { Shown.Check(), Shown.Check() }).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_shows_means_differences_and_what_went_wrong()
    {
        string text = Shown.Bundle(Shown.Sweep()).PlainText;
        Assert.StartsWith("Sweep: 2 of 4 runs finished\n", text, StringComparison.Ordinal);
        Assert.Matches(@"measure +grpo sweep \(n = 2\) +sweep-alpha-0.2 \(n = 2\)", text);
        Assert.Matches(@"accuracy sweep +0.250 ± 0.010 +0.300\n", text);
        Assert.Matches(@"accuracy sweep +\+0.050 +0.010 to 0.090 +2 +higher", text);
        Assert.Matches(@"length +\+2.000 +– +1 +one seed says nothing", text);
        Assert.Contains("sweep-alpha-0.2, seed 0: failed: error sweep", text, StringComparison.Ordinal);
        Assert.Contains("sweep-alpha-0.2, seed 1: stopped", text, StringComparison.Ordinal);
        IDocument html = Shown.Parse(Shown.Bundle(Shown.Sweep()).Html!);
        Assert.Equal(["accuracy sweep", "0.250 ± 0.010", "0.300"], html.QuerySelector("tbody tr")!.QuerySelectorAll("td").Select(c => c.TextContent));
        Assert.Equal(2, html.QuerySelectorAll("span").Count(s => s.TextContent == "note"));
        Assert.Contains("No run is finished.", Shown.Bundle(new SweepSummary([], [], [])).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_shows_its_clusters_and_folds_the_rest()
    {
        IDocument html = Shown.Untrusted(Shown.Bundle(Shown.Clusters()).Html!);
        Assert.Contains("90 strategic grams in 15 clusters", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(html.QuerySelectorAll("summary"), s => s.TextContent == "3 more clusters");
        Assert.All(Enumerable.Range(0, 15), c => Assert.Contains($"gram {c} 5", html.Body.TextContent, StringComparison.Ordinal));
        Assert.Contains("249 strategic grams", Shown.Bundle(StrategicGramLibrary.Paper).PlainText, StringComparison.Ordinal);
    }
}
