using Hicra.Notebook.Tests.Architecture;

namespace Hicra.Notebook.Tests.Cultures;

/// <summary>The kit's own text is the same on every machine: nothing in the sources leaves that to a culture.</summary>
[Collection(KitSources.Collection)]
public sealed class SourceTests
{
    [Fact]
    public void Nothing_is_written_or_ordered_by_the_culture_of_the_machine()
    {
        Assert.True(KitSources.Files.Length > 200);
        string[] found = KitSources.Cultures;
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("""string S(double x) => $"at {x:F1}";""")]
    [InlineData("""string S(float? x) => "at " + x;""")]
    [InlineData("""string S(int x) => $"{x:N0}";""")]
    [InlineData("""string S(double[] x) => string.Join(", ", x);""")]
    [InlineData("""void S(System.Text.StringBuilder b, double x) => b.Append(x);""")]
    [InlineData("""void S(double x) => Console.WriteLine(x);""")]
    [InlineData("""string S(DateTime x, bool y) => FormattableString.Invariant($"{(y ? $"{x}" : "")}");""")]
    [InlineData("""object S(string[] x) => x.OrderBy(y => y);""")]
    [InlineData("""object S(string[] x) => x.Order().First();""")]
    [InlineData("""object S(string[] x) => x.OrderByDescending(y => y.Length).ThenBy(y => (y, 1));""")]
    [InlineData("""object S(string[] x) => x.Max()!;""")]
    [InlineData("""void S(List<string> x) => x.Sort();""")]
    [InlineData("""void S(string[] x) => Array.Sort(x);""")]
    [InlineData("""object S() => new SortedDictionary<string, int>();""")]
    [InlineData("""SortedSet<string> S() => new();""")]
    [InlineData("""object S() => Comparer<string>.Default;""")]
    [InlineData("""int S(string x) => x.CompareTo("a");""")]
    public void What_a_culture_decides_is_found(string member) => Assert.Single(CultureFindings.In(("a.cs", $"class A {{ {member} }}")));

    [Theory]
    [InlineData("""string S(double x) => FormattableString.Invariant($"at {x:F1}");""")]
    [InlineData("""string S(double x) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at {x:F1}");""")]
    [InlineData("""void S(System.Text.StringBuilder b, double x) => b.Append(System.Globalization.CultureInfo.InvariantCulture, $"at {x}");""")]
    [InlineData("""string S(int x) => $"at {x}";""")]
    [InlineData("""object S(string[] x) => x.OrderBy(y => y, StringComparer.Ordinal).ThenBy(y => y.Length);""")]
    [InlineData("""void S(List<string> x) => x.Sort(StringComparer.Ordinal);""")]
    [InlineData("""object S() => new SortedDictionary<string, int>(StringComparer.Ordinal);""")]
    [InlineData("""object S(double[] x) => x.Max();""")]
    [InlineData("""object S(string[] x) => x.Max(y => y.Length);""")]
    [InlineData("""string S(int x) => $"{x:D2}";""")]
    public void What_no_culture_decides_is_not(string member) => Assert.Empty(CultureFindings.In(("a.cs", $"class A {{ {member} }}")));
}
