using System.Collections;
using System.Globalization;
using System.Text;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>Values that no formatter knows, as text.</summary>
/// <remarks>
/// In the invariant culture, a type's own <c>ToString</c> too: what a notebook shows of a value is the same on every machine, and
/// <c>[ 0.5, 1.5 ]</c> stays two numbers where the comma is in use. What a cell itself writes (<c>Console.WriteLine</c>, <c>ToString</c>,
/// interpolated strings, a query that runs while it is shown) follows the cell's culture.
/// </remarks>
internal static class ValueText
{
    private const int ListLimit = 20, Depth = 3;

    public static MimeBundle Format(object value) => MimeBundle.Of(Text(value));

    public static string Text(object? value) => value is string text ? text : Write(value, Depth);

    /// <summary>A value on one line of at most so many characters.</summary>
    public static string OneLine(object? value, int limit)
    {
        string text = (value is string s ? $"\"{s}\"" : Text(value)).ReplaceLineEndings(" ");
        return text.Length <= limit ? text : $"{text[..(limit - 3)]}...";
    }

    private static string Write(object? value, int depth)
    {
        switch (value)
        {
            case null: return "null";
            case string text: return $"\"{text}\"";
            case char c: return $"'{c}'";
            case IFormattable formattable: return formattable.ToString(null, CultureInfo.InvariantCulture);
            case Type type: return TypeText.Short(type);
            case IDictionary pairs: return $"{Head(value)} {{ {Join(pairs.Cast<DictionaryEntry>(), p => $"{Write(p.Key, depth - 1)}: {Write(p.Value, depth - 1)}", pairs.Count)} }}";
            case IEnumerable items when depth > 0: return $"{Head(value)} [ {Join(items.Cast<object?>(), item => Write(item, depth - 1), Count(items))} ]";
            case IEnumerable: return Head(value);
        }
        // A type with a text of its own says it; others only have their name.
        string own = Own(value);
        return own == value.GetType().ToString() ? TypeText.Short(value.GetType()) : own;
    }

    private static string Own(object value)
    {
        using KitCulture culture = KitCulture.Enter();
        return value.ToString() ?? "";
    }

    private static string Head(object value) => value switch
    {
        Array array => $"{TypeText.Short(value.GetType().GetElementType()!)}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(d => array.GetLength(d).ToString(CultureInfo.InvariantCulture)))}]",
        _ => Count(value) is { } count ? $"{TypeText.Short(value.GetType())}({count.ToString(CultureInfo.InvariantCulture)})" : "IEnumerable",
    };

    private static int? Count(object items) => items is ICollection collection ? collection.Count : null;

    private static string Join<T>(IEnumerable<T> items, Func<T, string> write, int? count)
    {
        var text = new StringBuilder();
        int shown = 0;
        foreach (T item in items)
        {
            if (shown == ListLimit)
            {
                text.Append(count is { } total ? FormattableString.Invariant($", ... {total - shown} more") : ", ...");
                break;
            }
            if (shown++ > 0) text.Append(", ");
            text.Append(write(item));
        }
        return text.ToString();
    }
}

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The type's name as generated code may use it: the nearest public type for one that is not.</summary>
    public static string Of(Type type)
    {
        while (!type.IsVisible) type = type.BaseType ?? typeof(object);
        return Write(type, t => $"global::{t.FullName ?? t.Name}");
    }

    /// <summary>The type's name without namespaces.</summary>
    public static string Short(Type type) => Write(type, t => t.Name);

    private static string Write(Type type, Func<Type, string> name)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsArray) return $"{Write(type.GetElementType()!, name)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Write(value, name)}?";
        if (type.FullName?.StartsWith("System.Runtime.CompilerServices.Closure", StringComparison.Ordinal) == true) return "object";
        if (!type.IsGenericType) return name(type).Replace('+', '.');
        Type[] arguments = type.GetGenericArguments();
        string open = name(type.GetGenericTypeDefinition()).Replace('+', '.');
        // Arguments of nested generic types belong to their outer types; each part takes as many as it names.
        var text = new StringBuilder();
        int taken = 0;
        foreach (string part in open.Split('.'))
        {
            if (text.Length > 0) text.Append('.');
            int tick = part.IndexOf('`', StringComparison.Ordinal);
            text.Append(tick < 0 ? part : part[..tick]);
            if (tick < 0) continue;
            int count = int.Parse(part.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            text.Append('<').AppendJoin(", ", arguments.Skip(taken).Take(count).Select(a => Write(a, name))).Append('>');
            taken += count;
        }
        return text.ToString();
    }
}
