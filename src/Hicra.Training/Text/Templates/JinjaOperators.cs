namespace Hicra.Training.Text.Templates;

/// <summary>Operators between two values, as Python has them.</summary>
internal static class JinjaOperators
{
    private const int LongestRepeat = 100_000, LongestText = 100_000_000;

    /// <summary>Applies an operator.</summary>
    /// <exception cref="HicraException">The values do not go together.</exception>
    public static object? Apply(string symbol, object? left, object? right, JinjaScope scope, int line)
    {
        return symbol switch
        {
            "==" => JinjaValue.Equal(left, right),
            "!=" => !JinjaValue.Equal(left, right),
            "~" => JinjaValue.Text(left, scope, line) + JinjaValue.Text(right, scope, line),
            "in" => In(left, right) ?? throw Bad(),
            "<" or ">" or "<=" or ">=" => Compare(symbol, left, right) ?? throw Bad(),
            _ => Calculate(symbol, left, right) ?? throw Bad(),
        };

        HicraException Bad() => JinjaError.At(scope.Template, line, $"{symbol} between {Kind(left)} and {Kind(right)}");
    }

    private static object? Calculate(string symbol, object? left, object? right) => (symbol, left, right) switch
    {
        ("+", string a, string b) when a.Length + (long)b.Length <= LongestText => a + b,
        ("+", IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Concat(b).ToList(),
        ("*", string a, long n) when n * a.Length <= LongestRepeat => string.Concat(Enumerable.Repeat(a, (int)Math.Max(0, n))),
        ("+", long a, long b) => a + b,
        ("-", long a, long b) => a - b,
        ("*", long a, long b) => a * b,
        ("//", long a, long b) when b != 0 => (long)Math.Floor((double)a / b),
        ("%", long a, long b) when b != 0 => a - b * (long)Math.Floor((double)a / b),
        _ => JinjaValue.Number(left) is double x && JinjaValue.Number(right) is double y ? Calculate(symbol, x, y) : null,
    };

    private static object? Calculate(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" when right != 0 => left / right,
        _ => null,
    };

    private static bool? Compare(string symbol, object? left, object? right)
    {
        int order;
        if (left is string a && right is string b) order = string.CompareOrdinal(a, b);
        else if (JinjaValue.Number(left) is double x && JinjaValue.Number(right) is double y) order = x.CompareTo(y);
        else return null;
        return symbol switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
    }

    private static bool? In(object? item, object? whole) => (item, whole) switch
    {
        (string part, string text) => text.Contains(part, StringComparison.Ordinal),
        (_, IReadOnlyList<object?> list) => list.Any(x => JinjaValue.Equal(x, item)),
        (string key, IReadOnlyDictionary<string, object?> map) => map.ContainsKey(key),
        (_, JinjaUndefined) => false,
        _ => null,
    };

    private static string Kind(object? value) => value switch
    {
        null => "none",
        JinjaUndefined undefined => $"the undefined {undefined.Name}",
        string => "a text",
        bool or long or double => "a number",
        IReadOnlyList<object?> => "a list",
        IReadOnlyDictionary<string, object?> => "a dictionary",
        _ => "a function",
    };
}
