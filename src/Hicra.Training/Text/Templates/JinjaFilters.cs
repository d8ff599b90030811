namespace Hicra.Training.Text.Templates;

/// <summary>The filters and tests that chat templates use.</summary>
internal static class JinjaFilters
{
    private static readonly Dictionary<string, Func<object?, JinjaGiven, object?>> Filters = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, given) => JinjaValue.Strip(Text(value, given), given.AtMost(1, "chars").Text(0, "chars"), left: true, right: true),
        ["length"] = (value, given) => Length(value, given),
        ["count"] = (value, given) => Length(value, given),
        ["upper"] = (value, given) => Text(value, given).ToUpperInvariant(),
        ["lower"] = (value, given) => Text(value, given).ToLowerInvariant(),
        ["first"] = (value, given) => List(value, given) is [var first, ..] ? first : new JinjaUndefined("first"),
        ["last"] = (value, given) => List(value, given) is [.., var last] ? last : new JinjaUndefined("last"),
        ["join"] = (value, given) => string.Join(given.AtMost(1, "d").Text(0, "d") ?? "", List(value, given).Select(item => Text(item, given))),
        ["replace"] = (value, given) => Text(value, given).Replace(given.AtMost(2).Text(0, "old") ?? throw given.Bad("replace: the old text is missing"), given.Text(1, "new") ?? throw given.Bad("replace: the new text is missing"), StringComparison.Ordinal),
        ["default"] = Default,
        ["d"] = Default,
        ["string"] = (value, given) => Text(value, given),
        ["safe"] = (value, given) => Text(value, given),
        ["int"] = (value, given) => value is long number ? number : JinjaValue.Number(value) is double other ? (long)other : long.TryParse(value as string, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long parsed) ? parsed : given.Number(0, "default") ?? 0,
        ["list"] = (value, given) => List(value, given),
        ["items"] = (value, given) => value is IReadOnlyDictionary<string, object?> map ? JinjaMethods.Pairs(map) : throw given.Bad("items: the value is no dictionary"),
        ["tojson"] = (value, given) => JinjaJson.Write(value, given.AtMost(0, "indent", "ensure_ascii").Number(1, "indent") is long indent ? (int)Math.Clamp(indent, 0, 16) : null, given),
        ["map"] = (value, given) => given.AtMost(0, "attribute").Text(1, "attribute") is { } name ? List(value, given).Select(item => JinjaMethods.Item(item, name, given.Scope, given.Line)).ToList() : throw given.Bad("map: only map(attribute=…) is known"),
        ["selectattr"] = (value, given) => Select(value, given, wanted: true),
        ["rejectattr"] = (value, given) => Select(value, given, wanted: false),
    };

    private static readonly Dictionary<string, Func<object?, JinjaGiven, bool>> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, given) => value is not JinjaUndefined,
        ["undefined"] = (value, given) => value is JinjaUndefined,
        ["none"] = (value, given) => value is null,
        ["string"] = (value, given) => value is string,
        ["mapping"] = (value, given) => value is IReadOnlyDictionary<string, object?>,
        ["iterable"] = (value, given) => value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> or JinjaUndefined,
        ["sequence"] = (value, given) => value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> or JinjaUndefined,
        ["number"] = (value, given) => JinjaValue.Number(value) is not null,
        ["integer"] = (value, given) => value is long,
        ["float"] = (value, given) => value is double,
        ["boolean"] = (value, given) => value is bool,
        ["true"] = (value, given) => value is true,
        ["false"] = (value, given) => value is false,
        ["callable"] = (value, given) => value is JinjaFunction,
        ["equalto"] = (value, given) => JinjaValue.Equal(value, given.Values[0]),
        ["eq"] = (value, given) => JinjaValue.Equal(value, given.Values[0]),
        ["ne"] = (value, given) => !JinjaValue.Equal(value, given.Values[0]),
        ["in"] = (value, given) => JinjaOperators.Apply("in", value, given.Values[0], given.Scope, given.Line) is true,
    };

    /// <summary>Whether a test compares with a value.</summary>
    public static bool TakesValue(string test) => test is "equalto" or "eq" or "ne" or "in";

    /// <summary>A filter's name, if it is known.</summary>
    public static string Known(string name, JinjaExpressionParser parser) => Filters.ContainsKey(name) ? name : throw parser.Bad($"the filter '{name}' is not known");

    /// <summary>A test's name, if it is known.</summary>
    public static string KnownTest(string name, JinjaExpressionParser parser) => Tests.ContainsKey(name) ? name : throw parser.Bad($"the test '{name}' is not known");

    /// <summary>Applies a filter.</summary>
    public static object? Apply(string name, object? value, JinjaGiven given) => Filters[name](value, given);

    /// <summary>Asks a test.</summary>
    public static bool Test(string name, object? value, JinjaGiven given)
    {
        if (given.Values.Count != (TakesValue(name) ? 1 : 0) || given.Named.Count > 0) throw given.Bad($"the test '{name}' is given {given.Values.Count + given.Named.Count} values");
        return Tests[name](value, given);
    }

    private static long Length(object? value, JinjaGiven given) => value switch
    {
        string text => (long)JinjaValue.Characters(text).Count,
        IReadOnlyDictionary<string, object?> map => (long)map.Count,
        _ => (long)List(value, given).Count,
    };

    // With true as its second value, what is false is replaced too.
    private static object? Default(object? value, JinjaGiven given) =>
        value is JinjaUndefined || JinjaValue.IsTrue(given.AtMost(2, "default_value", "boolean").At(1, "boolean")) && !JinjaValue.IsTrue(value) ? given.At(0, "default_value") ?? "" : value;

    private static List<object?> Select(object? value, JinjaGiven given, bool wanted)
    {
        string name = given.AtMost(3).Text(0, "attribute") ?? throw given.Bad("the member's name is missing");
        string? test = given.Text(1, "test");
        if (test is not null && !Tests.ContainsKey(test) && test != "==") throw given.Bad($"the test '{test}' is not known");
        var compared = given with { Values = [.. given.Values.Skip(2)], Named = new Dictionary<string, object?>() };
        return [.. List(value, given).Where(item =>
        {
            object? member = JinjaMethods.Item(item, name, given.Scope, given.Line);
            return (test is null ? JinjaValue.IsTrue(member) : Test(test == "==" ? "eq" : test, member, compared)) == wanted;
        })];
    }

    private static List<object?> List(object? value, JinjaGiven given) => [.. JinjaValue.Items(value, given.Scope, given.Line)];

    private static string Text(object? value, JinjaGiven given) => JinjaValue.Text(value, given.Scope, given.Line);
}
