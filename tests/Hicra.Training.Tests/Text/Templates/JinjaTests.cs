using System.Text.Json;
using Hicra.Testing;
using Hicra.Training.Tests.Text.Subwords;
using Hicra.Training.Text.Templates;

namespace Hicra.Training.Tests.Text.Templates;

public class JinjaTests
{
    [Theory]
    [InlineData("qwen3")]
    [InlineData("llama3_1")]
    [InlineData("constructs")]
    public void Fifty_conversations_are_written_as_by_Hugging_Faces_jinja(string name)
    {
        string kept = Repository.Golden($"templates/{name}.jinja");
        string source = File.Exists(kept) ? File.ReadAllText(kept) : JsonDocument.Parse(File.ReadAllText(Path.Combine(PublicModels.Folder(name), "tokenizer_config.json"))).RootElement.GetProperty("chat_template").GetString()!;
        JinjaTemplate template = JinjaTemplate.Parse(name, source);
        int count = 0;
        foreach (string line in File.ReadLines(Repository.Golden("templates/conversations.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("template").GetString() != name) continue;
            string text = template.Render((Dictionary<string, object?>)Value(document.RootElement.GetProperty("context"))!);
            Assert.Equal(document.RootElement.GetProperty("text").GetString(), text);
            count++;
        }
        Assert.Equal(50, count);
    }

    [Theory]
    [InlineData("{{ 1 + 2 * 3 - -1 }}|{{ 7 // 2 }}|{{ -7 % 3 }}|{{ 7 / 2 }}|{{ 'a' ~ 1 ~ none ~ true }}", "8|3|2|3.5|a1NoneTrue")]
    [InlineData("{{ 1.0 }} {{ 0.1 + 0.2 }} {{ 123456789.125 }} {{ 10000000.0 * 10000000000.0 }} {{ 0.00001 * 1 }} {{ -0.5 }}", "1.0 0.30000000000000004 123456789.125 1e+17 1e-05 -0.5")]
    [InlineData("{{ 'abc'[0] }}{{ 'abc'[-1] }}{{ '😀b'[::-1] }}{{ [1,2,3][1:]|length }}{{ ('a','b')|join('-') }}{{ 'x'[5] }}", "acb😀2a-b")]
    [InlineData("{% for k, v in {'a': 1, 'b': [2]}.items() %}{{ k }}={{ v|tojson }};{% endfor %}", "a=1;b=[2];")]
    [InlineData("{% for x in [] %}x{% else %}none{% endfor %}{% for x in range(3) if x != 1 %}{{ loop.index }}{{ x }}{% endfor %}", "none1022")]
    [InlineData("{% set x = 1 %}{% for y in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 3 %}{% endif %}{{ x }}", "213")]
    [InlineData("{% set x %}a{{ 1 }}{% endset %}{{ x|upper }}", "A1")]
    [InlineData("{{ missing }}{{ missing is defined }}{{ missing|default('d') }}{{ ''|default('e', true) }}{{ none is none }}{{ 3 is not string }}", "FalsedeTrueTrue")]
    [InlineData("{{ 'a' if false }}{{ 'b' if true else 'c' }}{{ not true or 'z' }}{{ 'b' in 'abc' and 2 not in [1] }}", "bzTrue")]
    [InlineData("a\n  {% if true %}\n  b\n  {% endif %}\nc\n", "a\n  b\nc")]
    [InlineData("a  {%- if true -%}  b  {%- endif -%}  c", "abc")]
    [InlineData("a  {{- ' b ' -}}  c {# no #}\nd", "a b c d")]
    [InlineData("{{ [{'a': 1, 'b': 'x'}, {'a': 2}] | selectattr('b', 'defined') | map(attribute='a') | first }}{{ [{'r': 'u'}, {'r': 'a'}] | rejectattr('r', 'equalto', 'u') | list | length }}", "11")]
    [InlineData("{{ {'a': [1, {}], 'b': []}|tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")]
    public void Pythons_ways_hold(string source, string expected) => Assert.Equal(expected, Render(source));

    [Theory]
    [InlineData("{% macro f() %}{% endmacro %}", "'macro'")]
    [InlineData("{% include 'x' %}", "'include'")]
    [InlineData("{{ x | sort }}", "'sort'")]
    [InlineData("{{ x is odd }}", "'odd'")]
    [InlineData("{{ 'a'.zfill(3) }}", "zfill")]
    [InlineData("{{ strftime_now('%d') }}", "strftime_now")]
    [InlineData("a\n\n{{ x.y.z }}", "line 3")]
    [InlineData("{{ 'a' + 1 }}", "+ between a text and a number")]
    [InlineData("{% if true %}", "endif")]
    [InlineData("{% endfor %}", "endfor")]
    [InlineData("{{ 'a }}", "closing '")]
    [InlineData("{{ 1", "}}")]
    [InlineData("{# x", "#}")]
    [InlineData("{{ 2 ** 3 }}", "**")]
    [InlineData("{{ [1, 2] }}", "list")]
    [InlineData("{{ 'a'.split('') }}", "separator")]
    [InlineData("{{ 'a'|trim('x', 'y') }}", "at most")]
    [InlineData("{{ raise_exception('no\nsystem') }}", "refuses the conversation: no system")]
    [InlineData("{{ range(10000000) }}", "range")]
    [InlineData("{{ 'a' * 10000000 }}", "*")]
    [InlineData("{% set a.b = 1 %}", "namespace")]
    public void What_is_not_known_is_named_with_its_line(string source, string named)
    {
        string message = Assert.Throws<HicraException>(() => Render(source)).Message;
        Assert.StartsWith("t.jinja, line ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [SlowFact]
    public void What_would_go_on_for_too_long_is_named_with_its_line() =>
        What_is_not_known_is_named_with_its_line("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "too long");

    [Fact]
    public void Deep_nesting_is_refused_before_it_breaks_the_process()
    {
        foreach (string deep in new[] { new string('(', 100_000), new string('[', 100_000), string.Concat(Enumerable.Repeat("not ", 100_000)), string.Concat(Enumerable.Repeat("- ", 100_000)) })
            Assert.Contains("nested", Assert.Throws<HicraException>(() => Render("{{ " + deep + " }}")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Assert.Throws<HicraException>(() => Render(string.Concat(Enumerable.Repeat("{% if 1 %}", 100_000)))).Message, StringComparison.Ordinal);
    }

    private static string Render(string source) => JinjaTemplate.Parse("t.jinja", source).Render(new Dictionary<string, object?> { ["x"] = new List<object?>() });

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(x => x.Name, x => Value(x.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : (object)element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
