using System.Globalization;
using System.Text;

namespace Hicra.Training.Text.Templates;

/// <summary>JSON as Python's <c>json.dumps(value, ensure_ascii=False)</c> writes it.</summary>
internal static class JinjaJson
{
    private const int Deepest = 100;

    /// <summary>Writes a value.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="indent">Blanks a level; null for one line.</param>
    /// <param name="given">The call, for errors.</param>
    public static string Write(object? value, int? indent, JinjaGiven given)
    {
        var text = new StringBuilder();
        Append(text, value, indent, 0, given);
        return text.ToString();
    }

    /// <summary>A number as Python's <c>repr</c> writes it.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        // The shortest digits that read back as the number, with one digit before the point.
        string[] parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        for (int digits = 0; digits < 17; digits++)
        {
            string shorter = value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) != value) continue;
            parts = shorter.Split('E');
            break;
        }
        int exponent = int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is >= 16 or < -4) return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        // Digits behind the point: those of the shortest form, moved by the exponent.
        int places = Math.Max(0, Math.Max(0, parts[0].TrimStart('-').Length - 2) - exponent);
        string fixedPoint = value.ToString("F" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return fixedPoint.Contains('.', StringComparison.Ordinal) ? fixedPoint : fixedPoint + ".0";
    }

    private static void Append(StringBuilder text, object? value, int? indent, int depth, JinjaGiven given)
    {
        if (depth > Deepest) throw given.Bad("tojson: a value is nested too deeply");
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case long number: text.Append(number); break;
            case double number: text.Append(Number(number)); break;
            case string content: Quote(text, content); break;
            case IReadOnlyList<object?> list:
                Parts(text, '[', ']', list, item => Append(text, item, indent, depth + 1, given), indent, depth);
                break;
            case IReadOnlyDictionary<string, object?> map:
                Parts(text, '{', '}', [.. map], entry =>
                {
                    Quote(text, entry.Key);
                    text.Append(": ");
                    Append(text, entry.Value, indent, depth + 1, given);
                }, indent, depth);
                break;
            default: throw given.Bad("tojson: a value is undefined or a function");
        }
    }

    private static void Parts<T>(StringBuilder text, char open, char close, IReadOnlyList<T> parts, Action<T> write, int? indent, int depth)
    {
        text.Append(open);
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0) text.Append(indent is null ? ", " : ",");
            Line(depth + 1);
            write(parts[i]);
        }
        if (parts.Count > 0) Line(depth);
        text.Append(close);

        void Line(int level)
        {
            if (indent is int blanks) text.Append('\n').Append(' ', blanks * level);
        }
    }

    private static void Quote(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (char c in content)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
