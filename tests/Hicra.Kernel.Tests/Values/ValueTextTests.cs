using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Dynamic;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Hicra.Kernel.Tests.Values;

/// <summary>What values of every kind look like in a terminal.</summary>
public sealed class ValueTextTests
{
    private const string Wide = "some words that make the line too long for one line";

    public static TheoryData<string, object?> OneLine => new()
    {
        { "null", null },
        { "text", "text" },
        { "'c'", 'c' },
        { "True", true },
        { "-0.5", -0.5 },
        { "1267650600228229401496703205376", System.Numerics.BigInteger.Pow(2, 100) },
        { "Friday", DayOfWeek.Friday },
        { "2026-11-26 03:04:05", new DateTime(2026, 11, 26, 3, 4, 5) },
        { "2026-11-26 03:04:05.25Z", new DateTime(2026, 11, 26, 3, 4, 5, 250, DateTimeKind.Utc) },
        { "2026-11-26 +01:00", new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.FromHours(1)) },
        { "01:30:00", TimeSpan.FromMinutes(90) },
        { "http://a/b", new Uri("http://a/b") },
        { "object", new object() },
        { "Func<int, int>", (int x) => x },
        { "Dictionary<string, List<int?>>", typeof(Dictionary<string, List<int?>>) },
        { "int[][,]", typeof(int[][,]) },
        { "(int, string)", typeof((int, string)) },
        { "Dictionary<int, string>.KeyCollection", typeof(Dictionary<int, string>.KeyCollection) },
        { "List<T>", typeof(List<>) },
        { "double[2] [ -0.5, 1.5 ]", new[] { -0.5, 1.5 } },
        { "int[2][] [ int[1] [ 1 ], null ]", new int[]?[] { [1], null } },
        { "string[3] [ \"a\\nb\", \"\", null ]", new[] { "a\nb", "", null } },
        { "List<int>(0) [ ]", new List<int>() },
        { "IEnumerable<int>(3) [ 1, 2, 3 ]", Enumerable.Range(1, 3) },
        { "IEnumerable<int> [ 2, 4 ]", new[] { 1, 2 }.Where(i => i > 0).Select(i => 2 * i) },
        { "HashSet<string>(1) [ \"a\" ]", new HashSet<string> { "a" } },
        { "Memory<char>(2) [ 'a', 'b' ]", new Memory<char>(['a', 'b']) },
        { "double[1, 1, 2] [ 1, 2 ]", new double[1, 1, 2] { { { 1, 2 } } } },
        { "Dictionary<int, string>(1) { 3: \"x\" }", new Dictionary<int, string> { [3] = "x" } },
        { "Dictionary<int, int>(0) { }", new Dictionary<int, int>() },
        { "SortedDictionary<string, double>(2) { \"a\": 1, \"b\": 2 }", new SortedDictionary<string, double> { ["b"] = 2, ["a"] = 1 } },
        { "Hashtable(1) { \"k\": 2 }", new Hashtable { ["k"] = 2 } },
        { "OrderedDictionary(1) { \"k\": null }", new OrderedDictionary { ["k"] = null } },
        { "NameValueCollection(1) { \"a\": \"1,2\" }", new NameValueCollection { { "a", "1" }, { "a", "2" } } },
        { "ExpandoObject(1) { \"A\": 1 }", Expando() },
        { "KeyValuePair<string, int> { Key = \"a\", Value = 1 }", KeyValuePair.Create("a", 1) },
        { "(1.5, \"a\", (2, 'c'))", (1.5, "a", (2, 'c')) },
        { "(1, 2, 3, 4, 5, 6, 7, 8, 9)", (1, 2, 3, 4, 5, 6, 7, 8, 9) },
        { "{ A = 1.5, B = { C = null } }", new { A = 1.5, B = new { C = (string?)null } } },
        { "Machine { Name = \"press\", Hours = 12 }", new Machine("press", 12) },
        { "Task<int> { Status = RanToCompletion, Result = 3 }", Task.FromResult(3) },
        { "Task { Status = RanToCompletion }", Task.CompletedTask },
        { "Task<int> { Status = WaitingForActivation }", new TaskCompletionSource<int>().Task },
        { "Task<int> { Status = Faulted, Exception = FormatException: no }", Task.FromException<int>(new FormatException("no")) },
        { "Lazy<int> { IsValueCreated = False }", new Lazy<int>(() => throw new InvalidOperationException("made by being shown")) },
        { "undefined", default(JsonElement) },
        { "DBNull", DBNull.Value },
        { "Node { Self = Node (shown above), Label = \"n\" }", new Node() },
    };

    [Theory]
    [MemberData(nameof(OneLine))]
    public void A_small_value_is_one_line_under_the_reader_s_names(string expected, object? value) => Assert.Equal(expected, Show.Text(value));

    [Fact]
    public void Things_with_members_are_a_table()
    {
        const string Expected = "Machine[3]\nName   Hours\n-----  -----\npress     12\nsaw        7\nnull";
        Assert.Equal(Expected, Show.Text(new[] { new Machine("press", 12), new Machine("saw", 7), null }));
        // The columns are all that any row has.
        Assert.Equal("List<object>(2)\nName  Hours  Other\n----  -----  -----\na         1\n             x", Show.Text(new List<object> { new Machine("a", 1), new { Other = "x" } }));
        Assert.Equal("IEnumerable<Dictionary<string, int>>\n a  b\n--  -\n 1  2\n10", Show.Text(new[] { 1, 10 }.Where(i => i > 0).Select(i => i == 1 ? new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 } : new() { ["a"] = i })));
        Assert.Equal("int[2, 2]\n0  1\n-  -\n1  2\n3  4", Show.Text(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal("(int, string)[1]\nItem1  Item2\n-----  -----\n    1  a", Show.Text(new[] { (1, "a") }));
    }

    [Fact]
    public void Columns_that_no_terminal_has_room_for_are_named_below()
    {
        string text = Show.Text(new[] { new { A = Wide, B = Wide, C = Wide, D = 2 } });
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.EndsWith("\nwithout room here: C, D", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_tables_rows_and_views_show_their_columns()
    {
        using var table = new DataTable("machines");
        table.Columns.Add("name");
        table.Columns.Add("hours", typeof(int));
        Assert.Equal("machines[0]\nname  hours\n----  -----", Show.Text(table));
        table.Rows.Add("press", 12);
        table.Rows.Add(DBNull.Value, 7);
        table.AcceptChanges();
        table.Rows[1].Delete();
        Assert.Equal("machines[1]\nname   hours\n-----  -----\npress     12", Show.Text(table));
        table.AcceptChanges();
        Assert.Equal("DataView(1)\nname   hours\n-----  -----\npress     12", Show.Text(table.DefaultView));
        Assert.Equal("DataRow { name = \"press\", hours = 12 }", Show.Text(table.Rows[0]));
        using var set = new DataSet();
        set.Tables.Add(table);
        Assert.Equal("DataSet(1) [ machines[1] [ { name = \"press\", hours = 12 } ] ]", Show.Text(set));
    }

    [Fact]
    public void Json_and_xml_are_indented_and_cut_by_lines()
    {
        using JsonDocument document = JsonDocument.Parse("{\"press\": 12, \"é\": [null]}");
        Assert.Equal("{\n  \"press\": 12,\n  \"é\": [\n    null\n  ]\n}", Show.Text(document));
        Assert.Equal("{ A = { \"press\": 12, \"é\": [ null ] } }", Show.Text(new { A = document.RootElement }));
        Assert.Equal("x", Show.Text(JsonValue.Create("x")));
        string cut = Show.Text(new JsonArray([.. Enumerable.Range(0, 100_000).Select(i => (JsonNode)i)]));
        Assert.True(cut.Length < 101_000, $"{cut.Length}");
        Assert.EndsWith(",\n… and more", cut, StringComparison.Ordinal);
        JsonNode deep = new JsonArray();
        for (int i = 0; i < 10_000; i++) deep = new JsonArray(deep);
        Assert.EndsWith("\n… and more", Show.Text(deep), StringComparison.Ordinal);
        var xml = new XmlDocument();
        xml.LoadXml("<a><b>1</b></a>");
        Assert.Equal("<a><b>1</b></a>", Show.Text(xml));
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        Assert.EndsWith("18, 19, … and 980 more ]", Show.Text(Enumerable.Range(0, 1000).ToArray()), StringComparison.Ordinal);
        Assert.EndsWith("18, 19\n  … and more (not counted)", Show.Text(Endless()), StringComparison.Ordinal);
        Assert.EndsWith("\n… and 5 more", Show.Text(Enumerable.Range(0, 25).Select(i => new Machine("m", i)).ToList()), StringComparison.Ordinal);
        Assert.EndsWith("  19  19\n  … and 1,980 more", Show.Text(Enumerable.Range(0, 2000).ToDictionary(i => i)), StringComparison.Ordinal);
        Assert.EndsWith("… and 200,000 more characters", Show.Text(new string('x', 300_000)), StringComparison.Ordinal);
        Assert.EndsWith("  … and 10 more", Show.Text(new Broad()), StringComparison.Ordinal);
        Assert.Contains("Node …", Show.Text(Deep(10)), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_parts_stand_on_lines_of_their_own()
    {
        Assert.Equal($"anonymous\n  A     {Wide}\n  Long  {Wide}", Show.Text(new { A = Wide, Long = Wide }));
        Assert.Equal($"string[3]\n  \"{Wide}\",\n  \"{Wide}\", \"b\"", Show.Text(new[] { Wide, Wide, "b" }));
    }

    [Fact]
    public void What_a_type_says_of_itself_is_its_text()
    {
        Assert.Equal("3.00 EUR", Show.Text(new Money(3)));
        Assert.Equal("{ Price = 3.00 EUR }", Show.Text(new { Price = new Money(3) }));
        Assert.Equal("InvalidOperationException: outer\ncaused by ArgumentException: inner", Show.Text(new InvalidOperationException("outer", new ArgumentException("inner"))));
    }

    [Fact]
    public void A_terminal_cannot_be_steered_by_what_stands_in_a_table() =>
        Assert.DoesNotContain('\u001b', Show.Text(new[] { new Machine("\u001b[31m", 1) }) + Show.Text(new { A = "\u001b[31m" }) + Show.Text(new[] { "\u001b[31m" }));

    private static ExpandoObject Expando()
    {
        dynamic made = new ExpandoObject();
        made.A = 1;
        return made;
    }

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++) yield return i;
    }

    private static object Deep(int levels) => levels == 0 ? new Node() : new Node { Self = Deep(levels - 1) };
}
