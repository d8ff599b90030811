using Hicra.Logs.Measures;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;

namespace Hicra.Logs.Runs;

/// <summary>One pass over a log: rows of metrics, within memory that does not grow with the log.</summary>
internal sealed class LogReading
{
    // Numbers kept over all open steps (8 bytes each, with what holds them 16): beyond, the oldest step is measured and closed.
    private const long MostNumbers = 24_000_000;

    private readonly Dictionary<int, (StepCollector Collector, int Ordinal)> _open = [];
    private readonly Queue<int> _order = new();
    private readonly HashSet<int> _closed = [];
    private readonly SortedDictionary<int, MetricRow> _rows = [];
    private readonly StepRow _row;
    private readonly SavedRollouts? _saved;
    private long _numbers;

    public LogReading(LogOptions options, SavedRollouts? saved)
    {
        Tokens = new TokenSource(options.Tokenizer, options.TokenizerName);
        Response = new MarkedResponse(new PlanningMatcher(options.Library), Tokens);
        _row = new StepRow(options.Library, options.Alpha, CounterRandom.FromSeed(options.Seed).Derive("log"));
        _saved = saved;
    }

    public TokenSource Tokens { get; }

    private MarkedResponse Response { get; }

    public long Rollouts { get; private set; }

    public long Characters { get; private set; }

    /// <summary>Rollouts of steps that were over before they came.</summary>
    public long Late { get; private set; }

    /// <summary>Rollouts that took part in sums alone, because a step had too many.</summary>
    public long NotKept { get; private set; }

    /// <summary>What every rollout has, and what some have.</summary>
    public (RolloutFeatures All, RolloutFeatures Some) Features { get; private set; } = ((RolloutFeatures)~0, RolloutFeatures.None);

    /// <summary>Whether rollouts say whether they were cut off.</summary>
    public bool KnowsTruncation { get; private set; }

    public bool KnowsSteps { get; private set; }

    /// <summary>Rollouts that name no step.</summary>
    public long WithoutStep { get; private set; }

    /// <summary>Whether some prompt has several rollouts with rewards.</summary>
    public bool HasGroups => _rows.Values.Any(row => row[MetricNames.FlatGroups] is not null);

    public void Add(Rollout rollout)
    {
        int step = rollout.Step ?? 0;
        KnowsSteps |= rollout.Step is not null;
        if (rollout.Step is null) WithoutStep++;
        KnowsTruncation |= rollout.Truncated is not null;
        RolloutFeatures features = RolloutCapabilities.Of(rollout);
        Features = (Features.All & features, Features.Some | features);
        if (!_open.TryGetValue(step, out (StepCollector Collector, int Ordinal) open))
        {
            if (_closed.Contains(step))
            {
                Late++;
                return;
            }
            _open[step] = open = (new StepCollector(step), _closed.Count + _open.Count);
            _order.Enqueue(step);
            // Steps come in order or, where several processes write a file each, one after the other again.
            while (_numbers > MostNumbers / 2 && _order.Count > 1) Close(_order.Dequeue());
        }
        Response.Read(rollout);
        Rollouts++;
        Characters += Response.Text.Length;
        int numbers = open.Collector.Add(rollout, Response, _numbers < MostNumbers);
        if (numbers == 0) NotKept++;
        _numbers += numbers;
        _saved?.Add(open.Ordinal, step, rollout, Response);
    }

    public IReadOnlyList<MetricRow> Finish()
    {
        while (_order.TryDequeue(out int step)) Close(step);
        return [.. _rows.Values];
    }

    private void Close(int step)
    {
        if (!_open.Remove(step, out (StepCollector Collector, int Ordinal) open)) return;
        _closed.Add(step);
        _rows[step] = _row.Of(open.Collector);
        _numbers -= open.Collector.Groups.Sum(g => 4L * g.Rollouts + 2L * g.Grams.Count);
        _saved?.Close(step, open.Ordinal);
    }
}
