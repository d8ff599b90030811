using System.Text;
using System.Text.Json;
using Hicra.Objective;
using Hicra.Training.Learning;
using Hicra.Training.Policies;

namespace Hicra.Training.Tests.Learning;

public class TrainingSettingsTests
{
    /// <summary>Options with every setting off its default, so that one that is forgotten somewhere shows.</summary>
    private static readonly TrainingOptions Unusual = new()
    {
        Grams = "online:7", Method = "placebo", Alpha = 1.25, AnyAlpha = true, AlphaTo = 0.5, AlphaSteps = 7, AlphaTarget = 2.5, Estimator = "opo", EntropyCoefficient = 0.03,
        Objective = new() { Loss = PolicyLoss.Cispo, Aggregation = LossAggregation.SeqMeanTokenSumNorm, ClipLow = 0.1, ClipHigh = 0.4, DualClip = 3, Kl = KlEstimator.Abs, KlCoefficient = 0.25 },
        Optimizer = new() { LearningRate = 1e-5, WeightDecay = 0.125, MaxGradientNorm = 2, Beta1 = 0.7, Beta2 = 0.99, Epsilon = 1e-5 }, Steps = 11, Seed = long.MinValue, Prompts = 3, GroupSize = 5, MaxNewTokens = 17,
        Temperature = 0.7, Filter = new TokenFilter { TopP = 0.9, TopK = 7, MinP = 0.05 }, Minibatches = 4, ResampleRounds = 2, Overlong = Overlong.Soft, OverlongBuffer = 9, OverlongPenalty = 0.3, ValidationProblems = 8, ValidationSamples = 6, ValidationEvery = 13,
    };

    [Fact]
    public void Every_setting_survives_the_file_to_the_bit()
    {
        TrainingOptions back = Read(Write(Unusual));
        Assert.Equal(Unusual, back);
        Assert.Equal(TrainingSettings.All.Count, TrainingSettings.Differences(Unusual, new TrainingOptions()).Count);
        Assert.Equal(new TrainingOptions(), Read(Write(new TrainingOptions())));
    }

    [Fact]
    public void Text_and_value_are_inverse_for_every_setting()
    {
        TrainingOptions made = new();
        foreach (TrainingSetting setting in TrainingSettings.All) made = setting.Set(made, setting.Get(Unusual)!);
        Assert.Equal(Unusual, made);
    }

    [Theory]
    [InlineData("steps", "many")]
    [InlineData("steps", "1.5")]
    [InlineData("steps", "99999999999")]
    [InlineData("alpha", "NaN")]
    [InlineData("alpha", "1,5")]
    [InlineData("any-alpha", "perhaps")]
    [InlineData("loss", "gpso")]
    public void A_text_that_is_no_value_is_an_error_that_names_the_setting(string name, string text)
    {
        TrainingSetting setting = TrainingSettings.All.First(s => s.Name == name);
        Assert.Contains(name, Assert.Throws<HicraException>(() => setting.Set(new TrainingOptions(), text)).Message);
    }

    [Fact]
    public void An_unknown_member_of_a_file_is_an_error() =>
        Assert.Contains("stpes", Assert.Throws<HicraException>(() => Read("""{"stpes": 3}""")).Message);

    public static TheoryData<string, TrainingOptions> OutOfRange => new()
    {
        { "steps", new() { Steps = -1 } },
        { "prompts", new() { Prompts = 0 } },
        { "group", new() { GroupSize = 0 } },
        { "minibatches", new() { Minibatches = 0 } },
        { "minibatches", new() { Minibatches = 257 } },
        { "temperature", new() { Temperature = 0 } },
        { "lr", new() { Optimizer = new() { LearningRate = double.NaN } } },
        { "beta1", new() { Optimizer = new() { Beta1 = 1 } } },
        { "beta2", new() { Optimizer = new() { Beta2 = double.NaN } } },
        { "epsilon", new() { Optimizer = new() { Epsilon = 0 } } },
        { "alpha", new() { Alpha = 1.5 } },
        { "alpha-to", new() { AlphaTo = -0.5 } },
        { "alpha-target", new() { AlphaTo = 0.3, AlphaTarget = 2 } },
        { "val-every", new() { ValidationEvery = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_value_out_of_range_is_refused_by_name(string name, TrainingOptions options) =>
        Assert.Contains(name, Assert.Throws<HicraException>(options.Validate).Message);

    private static string Write(TrainingOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            TrainingSettings.Write(json, options);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static TrainingOptions Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return TrainingSettings.Read(document.RootElement, "a file");
    }
}
