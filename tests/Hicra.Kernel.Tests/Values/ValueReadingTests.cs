using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Values;

namespace Hicra.Kernel.Tests.Values;

/// <summary>How values are read: once, within bounds, and with what they throw.</summary>
public sealed class ValueReadingTests
{
    [Fact]
    public void What_a_member_throws_stands_in_its_place()
    {
        Assert.Equal("Faulty { Good = 1, Bad = threw InvalidOperationException: no <b>value</b> }", Show.Text(new Faulty()));
        Assert.Contains("no &lt;b&gt;value&lt;/b&gt;", Show.Html(new Faulty()), StringComparison.Ordinal);
        Assert.Contains("threw InvalidOperationException", Show.Text(new[] { new Faulty() }), StringComparison.Ordinal);
        Assert.Equal("{ Q = threw DivideByZeroException: Attempted to divide by zero. }", Show.Text(new { Q = new[] { 0 }.Select(x => 1 / x) }));
    }

    [Fact]
    public void What_the_value_itself_throws_is_thrown_on()
    {
        Assert.Throws<DivideByZeroException>(() => Show.Text(new[] { 0 }.Select(x => 1 / x)));
        Assert.Throws<InvalidOperationException>(() => Show.Text(new TextThrows()));
        Assert.Throws<InvalidOperationException>(() => Show.Text(new[] { new TextThrows() }));
    }

    [Fact]
    public void Once_the_cell_is_told_to_stop_everything_is_thrown_on()
    {
        var formatter = new ValueFormatter(new Hicra.Kernel.Tests.Session.NoFormatter(), () => true, CancellationToken.None);
        Assert.Throws<InvalidOperationException>(() => formatter.Format(new Faulty()));
    }

    [Fact]
    public void Half_finished_and_odd_types_are_shown()
    {
        Assert.Equal("Half [ 1, 2 ]", Show.Text(new Half()));
        Assert.Equal("Odd { Span = ReadOnlySpan<char>, Reference = 4, Pointer = int* }", Show.Text(new Odd()));
        Assert.StartsWith("MemoryStream\n", Show.Text(new MemoryStream()), StringComparison.Ordinal);
        var self = new List<object>();
        self.Add(self);
        Assert.Equal("List<object>(1) [ List<object> (shown above) ]", Show.Text(self));
    }

    [Fact]
    public void A_sequence_runs_once_for_all_its_representations_and_no_further_than_is_shown()
    {
        int runs = 0, items = 0;
        IEnumerable<Machine> Query()
        {
            runs++;
            while (true) yield return new("m", items++);
        }
        MimeBundle bundle = Show.Bundle(Query());
        Assert.Equal((1, 21), (runs, items));
        Assert.Contains("text/html", bundle.Types);
        Show.Bundle(new { Inner = Query(), Again = 1 });
        Assert.Equal(2, runs);
    }

    [Fact]
    public void Asynchronous_sequences_are_awaited()
    {
        async IAsyncEnumerable<int> Late()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
        Assert.Equal("IAsyncEnumerable<int> [ 0, 1, 2 ]", Show.Text(Late()));
    }

    [Fact]
    public void Looking_at_a_variable_runs_nothing_of_the_reader_s()
    {
        int runs = 0;
        IEnumerable<int> Query()
        {
            runs++;
            yield return 1;
        }
        Assert.Equal("IEnumerable<int>", ValueLine.Quiet(Query(), 60));
        Assert.Equal("TextThrows", ValueLine.Quiet(new TextThrows(), 60));
        Assert.Equal("Faulty", ValueLine.Quiet(new Faulty(), 60));
        Assert.Equal("Half", ValueLine.Quiet(new Half(), 60));
        Assert.Equal(0, runs);
        // What is only held can be seen.
        Assert.Equal("Machine { Name = \"press\", Hours = 12 }", ValueLine.Quiet(new Machine("press", 12), 60));
        Assert.Equal("List<Machine>(1) [ Machine { Name = \"a\"…", ValueLine.Quiet(new List<Machine> { new("a", 1) }, 40));
        Assert.Equal("Dictionary<string, int>(1) { \"a\": 1 }", ValueLine.Quiet(new Dictionary<string, int> { ["a"] = 1 }, 60));
        Assert.Equal("{ A = 1 }", ValueLine.Quiet(new { A = 1 }, 60));
    }

    [Fact]
    public void The_kit_s_own_views_win_also_within_lists_and_members()
    {
        var kit = new HicraFormatter();
        var check = new ClaimCheck("claims hold", ClaimVerdict.Holds, []);
        string own = kit.Format(check)!.PlainText;
        Assert.Equal(own, Show.Bundle(check, kit).PlainText);
        Assert.Equal($"List<object>(2)\n\n{own}\n\n1", Show.Bundle(new List<object> { check, 1 }, kit).PlainText);
        Assert.Contains("claims hold", Show.Bundle(new { Check = check }, kit).Html, StringComparison.Ordinal);
        int runs = 0;
        IEnumerable<ClaimCheck> Query()
        {
            runs++;
            yield return check;
            yield return check;
        }
        Assert.Equal(kit.Format(new[] { check, check })!.Html, Show.Bundle(Query(), kit).Html);
        Assert.Equal(1, runs);
    }

    [Fact]
    public void A_wide_and_deep_graph_ends()
    {
        object Tree(int levels) => levels == 0 ? 1 : Enumerable.Range(0, 10).Select(i => Tree(levels - 1)).ToList();
        MimeBundle bundle = Show.Bundle(Tree(5));
        Assert.True(bundle.PlainText.Length + bundle.Html!.Length < 1_000_000, $"{bundle.PlainText.Length}, {bundle.Html.Length}");
    }

    [Fact]
    public void Any_nest_of_values_is_shown_once_within_bounds_and_escaped() => Prop.ForAll(Values(3).ToArbitrary(), value =>
    {
        Counted.Runs = [];
        MimeBundle bundle = Show.Bundle(value);
        Assert.All(Counted.Runs.Values, count => Assert.Equal(1, count));
        Assert.True(bundle.PlainText.Length < 300_000);
        if (bundle.Html is not { } html) return;
        Assert.DoesNotContain("<evil>", html, StringComparison.Ordinal);
        // What is opened is closed.
        foreach (string tag in new[] { "div", "table", "tr", "td", "details", "span", "pre" })
            Assert.Equal(Regex.Count(html, $"<{tag}[ >]"), Regex.Count(html, $"</{tag}>"));
    }).QuickCheckThrowOnFailure();

    private static Gen<object?> Values(int depth)
    {
        Gen<object?> leaf = Gen.Elements<object?>(null, "", "<evil>", "a\nb\u0000\ud800", 1, -2.5, double.NaN, 'c', DayOfWeek.Friday, DateTime.UnixEpoch, new Faulty(), new Node(), typeof(int[]), new Half(), Money(), DBNull.Value, new StringBuilder("<evil>"), new Exception("<evil>"));
        if (depth == 0) return leaf;
        Gen<object?[]> parts = Values(depth - 1).ArrayOf();
        return Gen.OneOf(leaf, parts.Select(p => (object?)p), parts.Select(p => (object?)p.ToList()), parts.Select(p => (object?)new Counted(p).Items()), parts.Select(p => (object?)new Counted(p).LateItems()),
            parts.Select(p => (object?)p.Select((v, i) => ($"<evil>{i}", v)).ToDictionary()), Values(depth - 1).Select(v => (object?)new { A = v, B = "<evil>" }), Values(depth - 1).Select(v => (object?)(v, 1)));
    }

    private static object Money() => new Money(1);

    private sealed class Counted(object?[] items)
    {
        public static Dictionary<Counted, int> Runs { get; set; } = [];

        public IEnumerable<object?> Items()
        {
            Runs[this] = Runs.GetValueOrDefault(this) + 1;
            foreach (object? item in items) yield return item;
        }

        public async IAsyncEnumerable<object?> LateItems()
        {
            Runs[this] = Runs.GetValueOrDefault(this) + 1;
            foreach (object? item in items)
            {
                await Task.Yield();
                yield return item;
            }
        }
    }
}
