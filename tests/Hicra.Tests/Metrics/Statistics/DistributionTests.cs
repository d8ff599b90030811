using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics.Statistics;

public class DistributionTests
{
    [Theory] // Printed tables of the t distribution, to more digits
    [InlineData(0.975, 1, 12.70620473617471)]
    [InlineData(0.975, 2, 4.302652729749464)]
    [InlineData(0.975, 5, 2.570581835636314)]
    [InlineData(0.975, 6, 2.446911851144969)]
    [InlineData(0.975, 10, 2.228138851964939)]
    [InlineData(0.975, 30, 2.042272456301238)]
    [InlineData(0.995, 10, 3.169272672616951)]
    [InlineData(0.95, 7, 1.894578605061305)]
    [InlineData(0.975, double.PositiveInfinity, 1.959963984540054)]
    [InlineData(0.025, 6, -2.446911851144969)]
    public void Student_quantiles_are_those_of_the_tables(double p, double freedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(p, freedom), 10);

    [Fact]
    public void Student_cdf_has_its_closed_forms_for_one_and_two_degrees() =>
        Prop.ForAll(Gen.Choose(-10_000, 10_000).Select(i => i / 100.0).ToArbitrary(), t =>
            Math.Abs(StudentT.Cdf(t, 1) - (0.5 + Math.Atan(t) / Math.PI)) < 1e-13
            && Math.Abs(StudentT.Cdf(t, 2) - (0.5 + t / (2 * Math.Sqrt(2 + t * t)))) < 1e-13).Check(Sampled.Inputs());

    [Fact]
    public void Student_cdf_undoes_the_quantile() =>
        Prop.ForAll((from p in Gen.Choose(1, 999) from v in Gen.Choose(1, 500) select (P: p / 1000.0, V: v / 3.0)).ToArbitrary(), x =>
            Math.Abs(StudentT.Cdf(StudentT.Quantile(x.P, x.V), x.V) - x.P) < 1e-12).Check(Sampled.Inputs());

    [Fact]
    public void Student_of_many_degrees_is_nearly_normal() =>
        Assert.Equal(Normal.Cdf(1.5), StudentT.Cdf(1.5, 1e7), 7);

    [Fact]
    public void Infinite_values_and_probabilities()
    {
        Assert.Equal([0, 1], new[] { double.NegativeInfinity, double.PositiveInfinity }.Select(t => StudentT.Cdf(t, 3)));
        Assert.Equal([double.NegativeInfinity, 0, double.PositiveInfinity], new[] { 0, 0.5, 1 }.Select(p => StudentT.Quantile(p, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Cdf(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(1.1, 3));
    }

    [Theory] // Abramowitz and Stegun, table 26.1
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(2.5, 0.993790334674224)]
    [InlineData(-3.5, 2.3262907903552504e-4)]
    [InlineData(-5, 2.866515718791939e-7)]
    [InlineData(-10, 7.61985302416053e-24)]
    public void Normal_probabilities_are_those_of_the_tables(double x, double expected) =>
        Assert.Equal(1, Normal.Cdf(x) / expected, 12);

    [Fact]
    public void Normal_methods_agree_where_they_meet() => Assert.Equal(1, Normal.Cdf(-3.0000001) / Normal.Cdf(-3), 6);

    [Fact]
    public void Noncentral_cdf_equals_its_integral() =>
        Prop.ForAll((from t in Gen.Choose(0, 60) from v in Gen.Choose(1, 40) from d in Gen.Choose(-60, 60) select (T: t / 10.0, V: v, D: d / 10.0)).ToArbitrary(), x =>
            Math.Abs(StudentT.NoncentralCdf(x.T, x.V, x.D) - Integral(x.T, x.V, x.D)) < 1e-7).Check(Sampled.Inputs());

    [Fact]
    public void Noncentral_without_shift_is_student() => Assert.Equal(StudentT.Cdf(1.7, 9), StudentT.NoncentralCdf(1.7, 9, 0), 13);

    // P((Z + d) / u ≤ t) over the density of u = √(χ²/v), by Simpson's rule.
    private static double Integral(double t, int v, double d)
    {
        const int n = 4000;
        const double end = 8, h = end / n;
        double weights = 0, sum = 0;
        for (int i = 0; i <= n; i++)
        {
            double u = i * h, simpson = i is 0 or n ? 1 : i % 2 == 1 ? 4 : 2;
            double density = simpson * (u == 0 ? (v == 1 ? 1 : 0) : Math.Exp((v - 1) * Math.Log(u) - v * u * u / 2 + v / 2.0));
            if (u == 0 && v == 1) density = simpson * Math.Exp(0.5);
            weights += density;
            sum += density * Normal.Cdf(t * u - d);
        }
        return sum / weights;
    }
}
