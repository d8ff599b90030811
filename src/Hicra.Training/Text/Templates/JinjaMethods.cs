namespace Hicra.Training.Text.Templates;

/// <summary>Members, items and methods of values.</summary>
internal static class JinjaMethods
{
    private static readonly Dictionary<string, Func<string, JinjaGiven, object?>> OfText = new(StringComparer.Ordinal)
    {
        ["startswith"] = (text, given) => text.StartsWith(Part(given, "prefix"), StringComparison.Ordinal),
        ["endswith"] = (text, given) => text.EndsWith(Part(given, "suffix"), StringComparison.Ordinal),
        ["strip"] = (text, given) => JinjaValue.Strip(text, given.AtMost(1).Text(0, "chars"), left: true, right: true),
        ["lstrip"] = (text, given) => JinjaValue.Strip(text, given.AtMost(1).Text(0, "chars"), left: true, right: false),
        ["rstrip"] = (text, given) => JinjaValue.Strip(text, given.AtMost(1).Text(0, "chars"), left: false, right: true),
        ["split"] = Split,
        ["upper"] = (text, given) => Plain(text, given).ToUpperInvariant(),
        ["lower"] = (text, given) => Plain(text, given).ToLowerInvariant(),
        ["replace"] = (text, given) => Part(given.AtMost(2), "old") is { Length: > 0 } old ? text.Replace(old, given.Text(1, "new") ?? throw given.Bad("replace: the new text is missing"), StringComparison.Ordinal) : throw given.Bad("replace: the old text is empty"),
    };

    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, object?>, JinjaGiven, object?>> OfDictionary = new(StringComparer.Ordinal)
    {
        ["items"] = (map, given) => Pairs(map),
        ["keys"] = (map, given) => map.Keys.Cast<object?>().ToList(),
        ["values"] = (map, given) => map.Values.ToList(),
        ["get"] = (map, given) => given.AtMost(2).Text(0, "key") is { } key && map.TryGetValue(key, out object? value) ? value : given.At(1, "default"),
    };

    /// <summary>A dictionary as pairs of key and value.</summary>
    public static List<object?> Pairs(IReadOnlyDictionary<string, object?> map) => [.. map.Select(entry => (object?)new List<object?> { entry.Key, entry.Value })];

    /// <summary><c>value.name</c>: a dictionary's or namespace's value, or a method.</summary>
    public static object? Member(object? value, string name, JinjaScope scope, int line)
    {
        switch (value)
        {
            case JinjaNamespace space: return space.Values.TryGetValue(name, out object? inner) ? inner : new JinjaUndefined(name);
            case IReadOnlyDictionary<string, object?> map:
                if (OfDictionary.TryGetValue(name, out Func<IReadOnlyDictionary<string, object?>, JinjaGiven, object?>? method)) return new JinjaFunction(given => method(map, given));
                return map.TryGetValue(name, out object? entry) ? entry : new JinjaUndefined(name);
            case string text when OfText.TryGetValue(name, out Func<string, JinjaGiven, object?>? of): return new JinjaFunction(given => of(text, given));
            case JinjaUndefined undefined: throw JinjaError.At(scope.Template, line, $"{undefined.Name}.{name}: {undefined.Name} is undefined");
            // Python has more methods; a template that calls one is told its name.
            default: return new JinjaUndefined(name);
        }
    }

    /// <summary><c>value[index]</c>.</summary>
    public static object? Item(object? value, object? index, JinjaScope scope, int line)
    {
        switch (value, index)
        {
            case (IReadOnlyDictionary<string, object?> map, string key): return map.TryGetValue(key, out object? entry) ? entry : new JinjaUndefined(key);
            case (IReadOnlyList<object?> list, long at): return At(list, at);
            case (string text, long at): return At(JinjaValue.Characters(text), at);
            case (JinjaUndefined undefined, _): throw JinjaError.At(scope.Template, line, $"{undefined.Name}[]: {undefined.Name} is undefined");
            case (_, string name): return Member(value, name, scope, line);
            default: return new JinjaUndefined("an item");
        }
    }

    /// <summary><c>value[first:end:step]</c>, as Python counts.</summary>
    public static object? Slice(object? value, long? first, long? end, long? step, JinjaScope scope, int line)
    {
        bool text = value is string;
        IReadOnlyList<object?> list = value switch
        {
            string characters => JinjaValue.Characters(characters),
            IReadOnlyList<object?> items => items,
            _ => throw JinjaError.At(scope.Template, line, "a value without parts is sliced"),
        };
        long by = step ?? 1;
        if (by == 0) throw JinjaError.At(scope.Template, line, "the step of a slice is 0");
        long from = Bound(first, by > 0 ? 0 : list.Count - 1), to = Bound(end, by > 0 ? list.Count : -1);
        List<object?> part = [];
        for (long i = from; by > 0 ? i < to : i > to; i += by) part.Add(list[(int)i]);
        return text ? string.Concat(part) : part;

        long Bound(long? bound, long missing) => bound is not long number ? missing
            : Math.Clamp(number < 0 ? number + list.Count : number, by > 0 ? 0 : -1, by > 0 ? list.Count : list.Count - 1);
    }

    private static object? At(IReadOnlyList<object?> list, long at)
    {
        if (at < 0) at += list.Count;
        return at >= 0 && at < list.Count ? list[(int)at] : new JinjaUndefined("an item beyond the list");
    }

    private static string Part(JinjaGiven given, string name) => given.Text(0, name) ?? throw given.Bad($"{name} is missing");

    private static string Plain(string text, JinjaGiven given)
    {
        given.AtMost(0);
        return text;
    }

    private static List<object?> Split(string text, JinjaGiven given)
    {
        string? separator = given.AtMost(2, "sep", "maxsplit").Text(0, "sep");
        if (separator == "") throw given.Bad("split: the separator is empty");
        int parts = given.Number(1, "maxsplit") is long most and >= 0 and < int.MaxValue ? (int)most + 1 : int.MaxValue;
        return [.. separator is null ? text.Split((char[]?)null, parts, StringSplitOptions.RemoveEmptyEntries) : text.Split(separator, parts)];
    }
}
