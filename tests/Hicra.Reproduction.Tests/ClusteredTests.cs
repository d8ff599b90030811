using FsCheck;
using FsCheck.Fluent;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Testing;

namespace Hicra.Reproduction.Tests;

/// <summary>Intervals over base models as clusters, and Holm's correction.</summary>
public sealed class ClusteredTests
{
    [Fact]
    public void Base_models_are_the_units_where_there_are_several()
    {
        // Means 1, 2, 3 of the base models: mean 2, deviation 1, error 1/√3, t(0.975, 2) = 4.303.
        Clustered value = Clustered.Of([(0, 0.5), (0, 1.5), (1, 2), (1, 2), (2, 3)])!;
        Assert.Equal((2, 3, 5), (value.Mean, value.Bases, value.Runs));
        Assert.Equal(2 - 4.302653 / Math.Sqrt(3), value.Interval!.Value.Low, 5);
        Assert.Equal(0.0371, value.PValue(0, above: true)!.Value, 4);
        Assert.Equal(0.9629, value.PValue(0, above: false)!.Value, 4);
        Assert.Equal(0.5, value.PValue(2, above: true)!.Value, 9);
    }

    [Fact]
    public void One_base_model_leaves_its_runs_as_units_and_one_run_none()
    {
        Clustered runs = Clustered.Of([(7, 1), (7, 3)])!;
        Assert.Equal((2, 1, 1), (runs.Mean, runs.Bases, runs.DegreesOfFreedom));
        Assert.Contains("one base model", runs.Over, StringComparison.Ordinal);
        Clustered single = Clustered.Of([(7, 1)])!;
        Assert.Null(single.Interval);
        Assert.Null(single.PValue(0, above: true));
        Assert.Null(Clustered.Of([]));
    }

    [Fact]
    public void Runs_without_scatter_are_certain()
    {
        Clustered equal = Clustered.Of([(0, 2), (1, 2)])!;
        Assert.Equal(0, equal.PValue(1, above: true));
        Assert.Equal(1, equal.PValue(2, above: true));
    }

    [Fact]
    public void What_is_not_finite_changes_nothing_against_leaving_it_out() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(0, 3), Gen.Choose(-20, 20)).ListOf().ToArbitrary(), Gen.Elements<double?>(double.PositiveInfinity, double.NegativeInfinity, double.NaN, null).ToArbitrary(), Gen.Choose(0, 4).ToArbitrary(), (drawn, odd, cluster) =>
        {
            (long Base, double? Value)[] values = [.. drawn.Select(v => ((long)v.Item1, (double?)v.Item2 / 4))];
            Assert.Equal(Clustered.Of(values), Clustered.Of([(cluster, odd), .. values]));
            Assert.Equal(Clustered.Of(values)?.PValue(0, above: true), Clustered.Of([.. values, (cluster, odd)])?.PValue(0, above: true));
        }).Check(Sampled.Inputs());

    [Fact]
    public void A_flat_curve_correlates_with_a_flat_one_alone()
    {
        double[] flat = [1, 1, 1], rising = [1, 2, 3];
        Assert.Equal(1, SensitivityDrawing.Correlation(flat, [2, 2, 2]));
        Assert.Equal(0, SensitivityDrawing.Correlation(flat, rising));
        Assert.Equal(0, SensitivityDrawing.Correlation(rising, flat));
        Assert.Equal(-1, SensitivityDrawing.Correlation(rising, [3, 2, 1]), 12);
    }

    [Fact]
    public void Holm_multiplies_by_what_is_left_and_never_falls() =>
        Assert.Equal([0.03, 0.06, null, 0.06, 0.02], Scoreboard.Holm([0.01, 0.04, null, 0.03, 0.005]).Select(p => p is double v ? Math.Round(v, 12) : (double?)null));
}
