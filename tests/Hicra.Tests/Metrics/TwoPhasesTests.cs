using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

public class TwoPhasesTests
{
    // Points, border as a share of them, noise as a share of what changes, seed of the noise.
    private static Arbitrary<(int Points, double Border, double Noise, int Seed)> Shapes { get; } =
        (from points in Gen.Choose(60, 700) from border in Gen.Choose(15, 60) from noise in Gen.Choose(0, 10) from seed in Gen.Choose(0, 1_000_000) select (points, border / 100.0, noise / 100.0, seed)).ToArbitrary();

    [Fact]
    public void A_border_is_found_where_execution_settles_and_strategies_begin() => Check.One(Sampled.Inputs(), Prop.ForAll(Shapes, shape =>
    {
        int border = (int)(shape.Points * shape.Border);
        TwoPhases found = TwoPhases.Find(Made(shape, i => 0.5 - 0.3 * Math.Min(1, (double)i / border), 0.3), Made(shape, i => 2.5 + 0.5 * Math.Max(0, i - border) / (shape.Points - border), 0.5, stream: 1));
        return (found.Finding == PhaseFinding.Found && Math.Abs(found.Index!.Value - border) <= Math.Max(4, shape.Points / 12)).Label($"{found}, made at {border}");
    }));

    [Fact]
    public void An_exponential_decay_settles_too() => Check.One(Sampled.Inputs(), Prop.ForAll(Shapes, shape =>
    {
        TwoPhases found = TwoPhases.Find(Made(shape, i => 0.1 + 0.4 * Math.Exp(-8.0 * i / shape.Points), 0.4), Made(shape, i => 1 + (double)i / shape.Points, 1, stream: 1));
        return (found.Finding == PhaseFinding.Found && found.Index < shape.Points / 2).Label(found.ToString());
    }));

    [Fact]
    public void Nothing_is_found_on_flat_series() => Check.One(Sampled.Inputs(), Prop.ForAll(Shapes, shape =>
        (TwoPhases.Find(Made(shape, _ => 0.5, 0.3), Made(shape, i => 2.5 + 0.5 * i / shape.Points, 0.5, stream: 1)) is { Finding: PhaseFinding.ExecutionDoesNotFall, Index: null })));

    [Fact]
    public void Nothing_is_found_on_a_steady_fall_or_rise() => Check.One(Sampled.Inputs(), Prop.ForAll(Shapes, shape =>
    {
        double[] strategy = Made(shape, i => 2.5 + 0.5 * i / shape.Points, 0.5, stream: 1);
        TwoPhases fall = TwoPhases.Find(Made(shape, i => 0.5 - 0.3 * i / shape.Points, 0.3), strategy), rise = TwoPhases.Find(Made(shape, i => 0.2 + 0.3 * i / shape.Points, 0.3), strategy);
        TwoPhases late = TwoPhases.Find(Made(shape, i => 0.5 - 0.3 * Math.Max(0, i - shape.Points / 2.0) / shape.Points, 0.15), strategy);
        return (fall.Finding == PhaseFinding.ExecutionDoesNotSettle && rise.Finding == PhaseFinding.ExecutionDoesNotFall && late.Finding == PhaseFinding.ExecutionDoesNotSettle).Label($"{fall} {rise} {late}");
    }));

    [Fact]
    public void Without_a_rise_of_strategies_there_is_no_second_phase() => Check.One(Sampled.Inputs(), Prop.ForAll(Shapes, shape =>
    {
        double[] execution = Made(shape, i => 0.5 - 0.3 * Math.Min(1, i / (shape.Points * shape.Border)), 0.3);
        return TwoPhases.Find(execution, Made(shape, _ => 2.5, 0.5, stream: 1)).Finding == PhaseFinding.StrategyDoesNotRise
            && TwoPhases.Find(execution, Made(shape, i => 2.5 - 0.5 * i / shape.Points, 0.5, stream: 1)).Finding == PhaseFinding.StrategyDoesNotRise;
    }));

    // The paper says that the first phase is short or absent in Qwen3-4B-Instruct and the vision models (section 2.2, appendix).
    [Theory]
    [InlineData("Qwen3-4B-Base", 25, 60)]
    [InlineData("Qwen2.5-7B-Base", 40, 110)]
    [InlineData("Llama-3.1-8B-Instruct", 35, 65)]
    [InlineData("Qwen3-4B-Instruct", null, null)]
    [InlineData("Qwen2.5-VL-7B-Instruct", null, null)]
    [InlineData("MiMO-VL-Instruct", null, null)]
    public void On_the_papers_own_curves_it_agrees_with_the_paper(string model, int? from, int? to)
    {
        (double Step, double Value)[] execution = Reported(model, "token_entropy_execution"), strategy = Reported(model, "sg_entropy_ratio");
        int steps = (int)execution[^1].Step;
        TwoPhases found = TwoPhases.Find([.. Enumerable.Range(0, steps).Select(i => At(execution, i))], [.. Enumerable.Range(0, steps).Select(i => At(strategy, i))]);
        Assert.Equal(from is not null, found.Finding == PhaseFinding.Found);
        if (from is int low) Assert.InRange(found.Index!.Value, low, to!.Value);
    }

    [Fact]
    public void Ugly_input_is_answered()
    {
        Assert.Equal(PhaseFinding.TooShort, TwoPhases.Find([], []).Finding);
        Assert.Equal(PhaseFinding.TooShort, TwoPhases.Find(new double[19], new double[19]).Finding);
        Assert.Equal(PhaseFinding.ExecutionDoesNotFall, TwoPhases.Find(new double[50], new double[50]).Finding);
        Assert.Throws<ArgumentException>(() => TwoPhases.Find(new double[30], new double[29]));
    }

    private static double[] Made((int Points, double Border, double Noise, int Seed) shape, Func<int, double> value, double change, int stream = 0)
    {
        CounterRandom random = CounterRandom.FromSeed(shape.Seed).Derive(stream);
        return [.. Enumerable.Range(0, shape.Points).Select(i => value(i) + shape.Noise * change * random.Normal(i).First)];
    }

    private static (double Step, double Value)[] Reported(string model, string series) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "data", "paper", "fig3-fig13-dynamics.csv")).Select(line => line.Split(',')).Where(c => c[0] == model && c[1] == series)
            .Select(c => (double.Parse(c[2], CultureInfo.InvariantCulture), double.Parse(c[3], CultureInfo.InvariantCulture))),
    ];

    private static double At((double Step, double Value)[] curve, double step)
    {
        int next = Array.FindIndex(curve, p => p.Step >= step);
        if (next <= 0) return next == 0 ? curve[0].Value : curve[^1].Value;
        (double from, double low) = curve[next - 1];
        (double to, double high) = curve[next];
        return low + (high - low) * (step - from) / (to - from);
    }
}
