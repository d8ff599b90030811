using System.Globalization;

namespace Hicra.Training.Text.Templates;

/// <summary>What a name without a value has: it prints nothing, is false, and has no members.</summary>
/// <param name="Name">The name, for errors.</param>
internal sealed record JinjaUndefined(string Name);

/// <summary>What <c>namespace()</c> makes: values that a loop may change.</summary>
/// <param name="Values">By name.</param>
internal sealed record JinjaNamespace(Dictionary<string, object?> Values);

/// <summary>A function or a value's method.</summary>
/// <param name="Call">Takes what is given.</param>
internal sealed record JinjaFunction(Func<JinjaGiven, object?> Call);

/// <summary>Python's ways with values.</summary>
internal static class JinjaValue
{
    /// <summary>Whether a condition holds.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or JinjaUndefined => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        IReadOnlyList<object?> list => list.Count > 0,
        IReadOnlyDictionary<string, object?> map => map.Count > 0,
        _ => true,
    };

    /// <summary>What is printed.</summary>
    public static string Text(object? value, JinjaScope scope, int line) => value switch
    {
        null => "None",
        JinjaUndefined => "",
        bool flag => flag ? "True" : "False",
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => JinjaJson.Number(number),
        _ => throw JinjaError.At(scope.Template, line, "a list, dictionary or function is printed"),
    };

    /// <summary>What a loop goes through.</summary>
    public static IEnumerable<object?> Items(object? value, JinjaScope scope, int line) => value switch
    {
        IReadOnlyList<object?> list => list,
        IReadOnlyDictionary<string, object?> map => map.Keys,
        string text => text.EnumerateRunes().Select(rune => (object?)rune.ToString()),
        JinjaUndefined => [],
        _ => throw JinjaError.At(scope.Template, line, "a value without parts is gone through"),
    };

    /// <summary>A text's characters.</summary>
    public static List<string> Characters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];

    /// <summary>Whether two values are equal.</summary>
    public static bool Equal(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Equal(pair.First, pair.Second)),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => a.Count == b.Count && a.All(x => b.TryGetValue(x.Key, out object? other) && Equal(x.Value, other)),
        (JinjaUndefined, JinjaUndefined) => true,
        _ => Number(left) is double x && Number(right) is double y && x == y,
    };

    /// <summary>A number, truth values too; null for others.</summary>
    public static double? Number(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        double number => number,
        _ => null,
    };

    /// <summary>Takes characters off both ends, as Python's <c>strip</c>; without <paramref name="characters"/> blanks.</summary>
    public static string Strip(string text, string? characters, bool left, bool right)
    {
        int begin = 0, end = text.Length;
        bool Taken(char c) => characters is null ? char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F' : characters.Contains(c, StringComparison.Ordinal);
        while (left && begin < end && Taken(text[begin])) begin++;
        while (right && end > begin && Taken(text[end - 1])) end--;
        return text[begin..end];
    }
}
