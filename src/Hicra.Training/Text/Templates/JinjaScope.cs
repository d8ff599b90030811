namespace Hicra.Training.Text.Templates;

/// <summary>Names and their values; a loop's own hide those around it and end with it.</summary>
internal sealed class JinjaScope
{
    // A template that goes on longer is not one of a conversation.
    private const int MostSteps = 5_000_000;

    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly JinjaScope? _outer;
    private readonly JinjaScope _root;
    private int _steps;

    /// <summary>The outermost scope of a template.</summary>
    public JinjaScope(string template) => (Template, _root) = (template, this);

    /// <summary>A scope within another.</summary>
    public JinjaScope(JinjaScope outer) => (Template, _outer, _root) = (outer.Template, outer, outer._root);

    /// <summary>What errors call the template.</summary>
    public string Template { get; }

    /// <summary>The value of a name; <see cref="JinjaUndefined"/> where it has none.</summary>
    public object? Get(string name)
    {
        for (JinjaScope? scope = this; scope is not null; scope = scope._outer)
            if (scope._values.TryGetValue(name, out object? value)) return value;
        return new JinjaUndefined(name);
    }

    /// <summary>Gives a name a value here.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>Counts a step, so that no template goes on for ever.</summary>
    public void Step(int line)
    {
        if (++_root._steps > MostSteps) throw JinjaError.At(Template, line, "the template goes on for too long");
    }
}
