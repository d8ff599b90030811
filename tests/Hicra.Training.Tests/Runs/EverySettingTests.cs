using System.Reflection;
using Hicra.Objective;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

/// <summary>Whatever a training can be told, a run that dies goes on with it: found by reflection, so that a new option cannot be forgotten.</summary>
public sealed class EverySettingTests : IDisposable
{
    /// <summary>Values that their type alone does not tell.</summary>
    private static readonly Dictionary<string, object> Chosen = new()
    {
        ["Method"] = "placebo", ["Grams"] = "online:2", ["Estimator"] = "opo", ["Alpha"] = 0.6, ["AlphaTo"] = 0.7, ["AlphaTarget"] = 2.0, ["EntropyCoefficient"] = 0.03, ["Steps"] = 5,
        ["Temperature"] = 0.7, ["Objective.DualClip"] = 3.0, ["Optimizer.MaxGradientNorm"] = double.PositiveInfinity, ["Filter.TopK"] = 3, ["Objective.Aggregation"] = LossAggregation.SeqMeanTokenSumNorm,
    };

    /// <summary>What the trainer takes from elsewhere: refused, so that it cannot be lost.</summary>
    private static readonly Dictionary<string, object> Refused = new() { ["Objective.EntropyCoefficient"] = 0.1, ["Objective.MaxLength"] = 20 };

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    public static TheoryData<string> Names => [.. Leaves(typeof(TrainingOptions), "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_off_its_default_is_refused_or_saved_with_the_run(string name)
    {
        TrainingOptions options = Off(name);
        Assert.NotEqual(Value(new TrainingOptions(), name), Value(options, name));
        if (Refused.ContainsKey(name))
        {
            Assert.Throws<HicraException>(options.Validate);
            return;
        }
        string file = _temporary.File("config.json");
        Config(options).Write(file);
        Assert.Equal(Value(options, name), Value(RunConfig.Read(file).Training, name));
    }

    [SlowTheory]
    [MemberData(nameof(Names))]
    public void A_run_off_one_default_dies_and_goes_on_to_the_same_bits(string name)
    {
        if (Refused.ContainsKey(name)) return;
        TrainingOptions options = Off(name);
        string whole = _temporary.File("whole"), died = _temporary.File("died");
        using (TrainingRun run = TrainingRun.Create(whole, Config(options), Small.Environment())) Assert.True(run.Continue());
        using (TrainingRun run = TrainingRun.Create(died, Config(options), Small.Environment()))
            Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 3) throw new TimeoutException(); })));
        using (TrainingRun run = TrainingRun.Resume(died, Small.Environment()))
        {
            Assert.Equal(2, run.ResumedFrom);
            Assert.Equal(Value(options, name), Value(run.Config.Training, name));
            Assert.True(run.Continue());
        }
        Assert.Equal(Rows(whole), Rows(died));
    }

    [Fact]
    public void What_two_settings_differ_in_is_what_was_changed()
    {
        foreach (string name in Leaves(typeof(TrainingOptions), "").Where(n => !Refused.ContainsKey(n)))
            Assert.Single(TrainingSettings.Differences(new TrainingOptions(), With(new TrainingOptions(), name.Split('.'), Chosen.GetValueOrDefault(name))));
    }

    private static TrainingOptions Off(string name) => With(Base(name), name.Split('.'), Chosen.GetValueOrDefault(name) ?? Refused.GetValueOrDefault(name));

    // Enough else that the setting has something to do.
    private static TrainingOptions Base(string name)
    {
        TrainingOptions options = Small.Options with { Method = "hicra", Steps = 4, Prompts = 4, GroupSize = 4, MaxNewTokens = 24, ValidationProblems = 3, ValidationSamples = 2, ValidationEvery = 3, OverlongBuffer = 8, Optimizer = new() { LearningRate = 3e-3 } };
        return name switch
        {
            "AlphaSteps" => options with { AlphaTo = 0.8 },
            "OverlongBuffer" or "OverlongPenalty" => options with { Overlong = Overlong.Soft },
            "Objective.Kl" => options with { Objective = new() { KlCoefficient = 0.1 } },
            _ => options,
        };
    }

    private static IEnumerable<string> Leaves(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null)
        .SelectMany(p => p.PropertyType == typeof(PolicyObjectiveOptions) || p.PropertyType == typeof(AdamWOptions) || p.PropertyType == typeof(TokenFilter) ? Leaves(p.PropertyType, prefix + p.Name + ".") : [prefix + p.Name]);

    private static T With<T>(T record, string[] path, object? value) where T : class
    {
        object copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        PropertyInfo property = record.GetType().GetProperty(path[0])!;
        object? old = property.GetValue(record);
        property.SetValue(copy, path.Length > 1 ? With(old!, path[1..], value) : value ?? Other(old!));
        return (T)copy;
    }

    // A value beside the one that is there, whatever the base has.
    private static object Other(object value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        long number => number - 77,
        double number => number == 0 ? 0.125 : number * 0.75,
        Enum choice => Enum.GetValues(choice.GetType()).Cast<object>().First(v => !v.Equals(choice)),
        _ => throw new NotSupportedException($"Say in {nameof(Chosen)} what a {value.GetType()} may be besides {value}."),
    };

    private static object? Value(object record, string name) => name.Split('.').Aggregate((object?)record, (at, part) => at!.GetType().GetProperty(part)!.GetValue(at));

    private static RunConfig Config(TrainingOptions options) => Small.Config(options) with { CheckpointEvery = 2 };

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));
}
