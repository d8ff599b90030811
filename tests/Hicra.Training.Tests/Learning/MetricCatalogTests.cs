using System.Globalization;
using System.Text;
using Hicra.Objective;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Training.Tests.Learning;

/// <summary>Every metric is listed once, with a label, a unit and a sentence; the glossary shows the list.</summary>
public sealed class MetricCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_a_run_logs_is_listed_and_within_its_range()
    {
        string run = _folder.File("run");
        TrainingOptions training = Small.Options with
        {
            Method = "placebo",
            Steps = 3,
            Grams = "paper",
            ResampleRounds = 1,
            ValidationProblems = 2,
            ValidationSamples = 2,
            ValidationEvery = 2,
            Objective = new PolicyObjectiveOptions { KlCoefficient = 0.1, DualClip = 3 },
        };
        using (TrainingRun small = TrainingRun.Create(run, new RunConfig { Training = training, Base = BaseModel.Find(BaseModel.Shipped) }, Small.Environment())) small.Continue();
        IReadOnlyList<MetricRow>[] logs = [MetricsLog.Read(new RunFolder(run).Metrics), MetricsLog.Read(new RunFolder(ShippedData.Path("demo", "hicra")).Metrics)];
        foreach ((string name, double value) in logs.SelectMany(rows => rows).SelectMany(row => row.Values))
        {
            Metric? metric = MetricCatalog.Find(name);
            Assert.True(metric is not null, $"{name} is logged and not in MetricCatalog");
            Assert.True(value >= (metric.Low ?? double.NegativeInfinity) && value <= (metric.High ?? double.PositiveInfinity), $"{name} is {value}, outside the range that MetricCatalog gives");
        }
    }

    [Fact]
    public void Every_metric_says_what_it_is()
    {
        Assert.Equal(MetricCatalog.All.Count, MetricCatalog.All.Select(m => m.Name).Distinct().Count());
        Assert.All(MetricCatalog.All, m => Assert.True(m.Label.Length > 0 && m.Sentence.EndsWith('.') && m.Sentence.Length > 20, m.Name));
        Assert.All(MetricCatalog.Common, name => Assert.NotNull(MetricCatalog.Find(name)));
        Assert.Equal("validation accuracy", MetricCatalog.Label("val-core/puzzle/acc/mean@4"));
        Assert.Equal("validation, best of k", MetricCatalog.Label("val-aux/puzzle/acc/best@4/mean"));
        Assert.Equal("time a step", MetricCatalog.Label("timing_s/step"));
        Assert.Equal("other/metric", MetricCatalog.Label("other/metric"));
        Assert.Null(MetricCatalog.Find("val-core/puzzle/acc/mean@"));
    }

    [Fact]
    public void The_glossary_shows_the_list()
    {
        string file = Path.Combine(Repository.Root, "docs", "glossary.md"), text = File.ReadAllText(file);
        int start = text.IndexOf("| metric |", StringComparison.Ordinal);
        Assert.True(start > 0);
        string wanted = string.Concat(text.AsSpan(0, start), Table());
        if (Environment.GetEnvironmentVariable("HICRA_WRITE") == "1") File.WriteAllText(file, wanted);
        else Assert.Equal(wanted, text);
    }

    private static string Table()
    {
        var table = new StringBuilder("| metric | label | unit | range | what it is |\n|---|---|---|---|---|\n");
        foreach (Metric m in MetricCatalog.All)
            table.Append(CultureInfo.InvariantCulture, $"| `{m.Name}` | {m.Label} | {m.Unit} | {Range(m)} | {m.Sentence} |\n");
        return table.ToString();
    }

    private static string Range(Metric metric) => (metric.Low, metric.High) switch
    {
        (double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
        (double low, null) => string.Create(CultureInfo.InvariantCulture, $"from {low}"),
        _ => "",
    };
}
