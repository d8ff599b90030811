using System.Text.Json;
using Hicra.Benchmarks;
using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary>A report of judged responses as JSON. Shares are fractions of 1; the paper's numbers are per cent, as printed.</summary>
internal static class CompletionReportJson
{
    public static void Write(Utf8JsonWriter json, CompletionReport report)
    {
        json.WriteStartObject();
        json.WriteString("completions", report.Name);
        json.WriteString("matched_by", report.Match == CompletionMatch.Order ? "order" : "problem");
        json.WriteNumber("foreign", report.Foreign);
        json.WriteStartArray("sets");
        foreach (BenchmarkScore score in report.Scores) Write(json, score);
        json.WriteEndArray();
        if (report.Against is { } against)
        {
            json.WriteString("against", against.Name);
            json.WriteStartArray("comparisons");
            foreach (BenchmarkComparison comparison in report.Comparisons) Write(json, comparison);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BenchmarkScore score)
    {
        json.WriteStartObject();
        json.WriteString("set", score.Benchmark.Name);
        json.WriteNumber("problems", score.Benchmark.Problems.Count);
        json.WriteNumber("answered", score.Answered.Count);
        json.WriteNumber("responses", score.Completions.Count);
        json.WriteNumber("samples", score.FewestSamples);
        json.WriteNumber("without_answer", score.WithoutAnswer);
        if (score.Recorded is { } recorded)
        {
            json.WriteStartObject("recorded");
            json.WriteNumber("agreed", recorded.Agreed);
            json.WriteNumber("of", recorded.Of);
            json.WriteEndObject();
        }
        foreach ((string name, Interval interval) in score.Measures()) Write(json, name, interval);
        if (score.Benchmark.PaperColumn is { } column)
        {
            json.WriteStartArray("paper");
            foreach (PaperScore paper in PaperScore.Table1.Where(paper => paper.Column == column))
            {
                json.WriteStartObject();
                json.WriteString("model", paper.Model);
                json.WriteString("method", paper.Method);
                json.WriteNumber("percent", paper.Percent);
                json.WriteBoolean("fits", AccuracyGrid.Fits(paper.Percent, score.Benchmark.Problems.Count, score.Benchmark.PaperSamples));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BenchmarkComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("set", comparison.Benchmark.Name);
        json.WriteNumber("problems", comparison.Problems);
        if (comparison.Difference is { } difference) Write(json, "difference", difference);
        json.WriteNumber("better", comparison.FirstBetter);
        json.WriteNumber("worse", comparison.SecondBetter);
        if (comparison.PValue is { } p) json.WriteNumber("p", p);
        json.WriteString("test", comparison.Test);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Interval interval)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", interval.Estimate);
        json.WriteNumber("low", interval.Low);
        json.WriteNumber("high", interval.High);
        json.WriteEndObject();
    }
}
