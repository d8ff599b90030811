using System.Globalization;
using System.Text.Json.Nodes;
using Hicra.Credit;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

/// <summary>What a rule remembers is in the checkpoint, whichever rule it is.</summary>
public sealed class CreditStateRunTests(CreditStateRunTests.Whole whole) : IClassFixture<CreditStateRunTests.Whole>, IDisposable
{
    private static readonly TrainingOptions Options = Small.Options with { Steps = 11, Method = "novelty", ValidationEvery = 5 };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_rule_of_the_users_own_goes_on_where_it_was_killed(int rows)
    {
        string died = _temporary.File("died");
        Die(died, Options, rows);
        using (TrainingRun run = TrainingRun.Resume(died, Environment())) Assert.True(run.Continue());
        Assert.Equal(Rows(whole.Path), Rows(died));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_fork_of_it_is_its_parent_bit_for_bit_at_a_checkpoint_and_between_two(int step)
    {
        string child = _temporary.File("child");
        Train(child, Options, new ForkOrigin(whole.Path, step));
        Assert.Equal(Rows(whole.Path)[step..], Rows(child));
    }

    [Fact]
    public void What_it_remembers_matters_and_stays_its_own()
    {
        string died = _temporary.File("died"), other = _temporary.File("other");
        Die(died, Options, 6);
        string file = Path.Combine(new RunFolder(died).CheckpointOf(4), "state.json");
        JsonNode state = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(["steps", "means", "seen"], state["credit"]!.AsObject().Select(m => m.Key));
        state.AsObject().Remove("credit");
        File.WriteAllText(file, state.ToJsonString());
        using (TrainingRun run = TrainingRun.Resume(died, Environment())) run.Continue();
        Assert.NotEqual(Rows(whole.Path), Rows(died));
        // A branch under another rule leaves the state alone.
        Train(other, Options with { Method = "hicra" }, new ForkOrigin(whole.Path, 4));
        Assert.DoesNotContain("\"credit\"", File.ReadAllText(Path.Combine(new RunFolder(other).CheckpointOf(11), "state.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("placebo", true)]
    [InlineData("placebo", false)]
    [InlineData("hicra", true)]
    public void Checkpoints_of_earlier_versions_resume_to_the_same_numbers(string method, bool adaptive)
    {
        TrainingOptions options = Options with { Method = method, AlphaTarget = adaptive ? 5 : null };
        string straight = _temporary.File("straight"), died = _temporary.File("died");
        Train(straight, options);
        Die(died, options, 7);
        string file = Path.Combine(new RunFolder(died).CheckpointOf(4), "state.json");
        JsonObject state = JsonNode.Parse(File.ReadAllText(file))!.AsObject(), credit = state["credit"]!.AsObject();
        // As they wrote it: the two states by name in the root, sequences as lists in the very first ones.
        state.Remove("credit");
        if (credit["placebo"] is JsonArray grams) state["placebo"] = new JsonArray([.. grams.Select(g => new JsonArray([.. ((string)g!).Split(' ').Select(x => (JsonNode)int.Parse(x, CultureInfo.InvariantCulture))]))]);
        if (adaptive) state["alpha"] = new JsonObject { ["step"] = (int)(double)credit["alpha_step"]!, ["alpha"] = (double)credit["alpha"]!, ["integral"] = (double)credit["alpha_integral"]! };
        File.WriteAllText(file, state.ToJsonString());
        using (TrainingRun run = TrainingRun.Resume(died, Environment())) Assert.True(run.Continue());
        Assert.Equal(Rows(straight), Rows(died));
    }

    [Theory]
    [InlineData("{\"steps\": {}}")]
    [InlineData("{\"steps\": \"many\"}")]
    [InlineData("{\"Steps\": 1}")]
    [InlineData("{\"seen\": [\"1 99999999999\"]}")]
    [InlineData("7")]
    public void A_damaged_state_is_named(string credit)
    {
        string died = _temporary.File("died");
        Die(died, Options, 6);
        string file = Path.Combine(new RunFolder(died).CheckpointOf(4), "state.json");
        JsonNode state = JsonNode.Parse(File.ReadAllText(file))!;
        state["credit"] = JsonNode.Parse(credit);
        File.WriteAllText(file, state.ToJsonString());
        string message = Assert.Throws<HicraException>(() => TrainingRun.Resume(died, Environment())).Message;
        Assert.Contains("step-000004: the checkpoint is damaged", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    // A method of one's own is one entry of a catalogue.
    private static RunEnvironment Environment() => Small.Environment() with
    {
        Credits = CreditCatalog.BuiltIn.With(new CreditMethod { Name = "novelty", Description = "more credit to what was not said before", Create = _ => new Novelty() }),
    };

    private static void Train(string path, TrainingOptions options, ForkOrigin? fork = null)
    {
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options) with { Fork = fork }, Environment());
        Assert.True(run.Continue());
    }

    private static void Die(string path, TrainingOptions options, int rows)
    {
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options), Environment());
        Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == rows - 1) throw new TimeoutException(); })));
    }

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));

    /// <summary>One run that nothing stops, which the tests compare with and fork.</summary>
    public sealed class Whole : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Whole() => Train(Path, Options);

        /// <summary>Its folder; not to be written into.</summary>
        public string Path => _folder.File("whole");

        public void Dispose() => _folder.Dispose();
    }

    /// <summary>Remembers all three kinds of state, and gives credit by all of them: a count, running means by position, and pairs of tokens that were said.</summary>
    private sealed class Novelty : IStatefulCredit
    {
        private readonly double[] _means = new double[8];
        private readonly List<int[]> _seen = [];
        private int _steps;

        public string Name => "novelty";

        public void Prepare(TokenContext context, CounterRandom random)
        {
            _steps++;
            for (int i = 0; i < _means.Length; i++) _means[i] = 0.9 * _means[i] + 0.1 * random.Uniform(i) * context.Rewards.Average();
            for (int t = 0; t + 1 < 40; t++)
            {
                int[] pair = [context.TokenIds[t], context.TokenIds[t + 1]];
                if (!_seen.Any(s => s.AsSpan().SequenceEqual(pair))) _seen.Add(pair);
            }
        }

        public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
        {
            for (int i = 0; i < context.RolloutCount; i++)
                for (int t = context.Offsets[i]; t < context.Offsets[i + 1]; t++)
                {
                    bool known = t > 0 && _seen.Any(s => s[0] == context.TokenIds[t - 1] && s[1] == context.TokenIds[t]);
                    advantages[t] = context.RolloutAdvantages[i] * (known ? 1 : 1 + 1.0 / _steps) + _means[t % _means.Length];
                }
        }

        public CreditState Capture() => _steps == 0 ? CreditState.Empty : CreditState.Empty.With("steps", _steps).With("means", _means).With("seen", _seen);

        public void Restore(CreditState state)
        {
            _seen.Clear();
            Array.Clear(_means);
            _steps = state.TryGet("steps", out double steps) ? (int)steps : 0;
            if (state.TryGet("means", out IReadOnlyList<double>? means)) means.ToArray().CopyTo(_means, 0);
            if (state.TryGet("seen", out IReadOnlyList<int[]>? seen)) _seen.AddRange(seen);
        }
    }
}
