namespace Hicra.Training.Text.Templates;

/// <summary>The values that a call gives.</summary>
/// <param name="Values">In order.</param>
/// <param name="Named">By name.</param>
/// <param name="Scope">Where it is called.</param>
/// <param name="Line">In which line.</param>
internal sealed record JinjaGiven(IReadOnlyList<object?> Values, IReadOnlyDictionary<string, object?> Named, JinjaScope Scope, int Line)
{
    /// <summary>A value by place or name; null where it is not given.</summary>
    public object? At(int place, string name) => place < Values.Count ? Values[place] : Named.GetValueOrDefault(name);

    /// <summary>A text by place or name; null where it is not given.</summary>
    public string? Text(int place, string name) => At(place, name) switch
    {
        null => null,
        string text => text,
        _ => throw Bad($"{name} is no text"),
    };

    /// <summary>A whole number by place or name; null where it is not given.</summary>
    public long? Number(int place, string name) => At(place, name) switch
    {
        null => null,
        long number => number,
        _ => throw Bad($"{name} is no whole number"),
    };

    /// <summary>Refuses more than is known.</summary>
    public JinjaGiven AtMost(int count, params ReadOnlySpan<string> names)
    {
        if (Values.Count > count) throw Bad($"{Values.Count} values are given where at most {count} are known");
        foreach (string name in Named.Keys)
            if (!names.Contains(name)) throw Bad($"the argument '{name}' is not known");
        return this;
    }

    /// <summary>An error of this call.</summary>
    public HicraException Bad(string what) => JinjaError.At(Scope.Template, Line, what);
}
