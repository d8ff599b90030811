using System.Text;

namespace Hicra.Training.Text.Templates;

/// <summary>A part of a template that writes, or changes names.</summary>
/// <param name="Line">Where it stands.</param>
internal abstract record JinjaStatement(int Line)
{
    public abstract void Run(JinjaScope scope, StringBuilder output);
}

/// <summary>Text as it stands.</summary>
internal sealed record JinjaText(int Line, string Text) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output) => output.Append(Text);
}

/// <summary><c>{{ value }}</c>.</summary>
internal sealed record JinjaPrint(int Line, JinjaExpression Value) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output)
    {
        scope.Step(Line);
        output.Append(JinjaValue.Text(Value.Evaluate(scope), scope, Line));
    }
}

/// <summary><c>{% set name = value %}</c>, or of a namespace's member.</summary>
internal sealed record JinjaSet(int Line, string Name, string? Member, JinjaExpression Value) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output)
    {
        scope.Step(Line);
        object? value = Value.Evaluate(scope);
        if (Member is null) scope.Set(Name, value);
        else if (scope.Get(Name) is JinjaNamespace space) space.Values[Member] = value;
        else throw JinjaError.At(scope.Template, Line, $"set {Name}.{Member}: {Name} is no namespace");
    }
}

/// <summary><c>{% set name %} … {% endset %}</c>.</summary>
internal sealed record JinjaSetBlock(int Line, string Name, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output)
    {
        var text = new StringBuilder();
        foreach (JinjaStatement statement in Body) statement.Run(scope, text);
        scope.Set(Name, text.ToString());
    }
}

/// <summary><c>{% if %}</c> with its <c>elif</c> and <c>else</c>; the last condition may be null.</summary>
internal sealed record JinjaIf(int Line, IReadOnlyList<(JinjaExpression? Condition, IReadOnlyList<JinjaStatement> Body)> Branches) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output)
    {
        foreach ((JinjaExpression? condition, IReadOnlyList<JinjaStatement> body) in Branches)
        {
            scope.Step(Line);
            if (condition is not null && !JinjaValue.IsTrue(condition.Evaluate(scope))) continue;
            foreach (JinjaStatement statement in body) statement.Run(scope, output);
            return;
        }
    }
}

/// <summary><c>{% for names in items if condition %} … {% else %} … {% endfor %}</c>.</summary>
internal sealed record JinjaFor(int Line, IReadOnlyList<string> Names, JinjaExpression Items, JinjaExpression? Condition, IReadOnlyList<JinjaStatement> Body, IReadOnlyList<JinjaStatement> Otherwise) : JinjaStatement(Line)
{
    public override void Run(JinjaScope scope, StringBuilder output)
    {
        List<object?> items = [];
        foreach (object? item in JinjaValue.Items(Items.Evaluate(scope), scope, Line))
        {
            scope.Step(Line);
            var own = new JinjaScope(scope);
            Bind(own, item);
            if (Condition is null || JinjaValue.IsTrue(Condition.Evaluate(own))) items.Add(item);
        }
        for (int i = 0; i < items.Count; i++)
        {
            scope.Step(Line);
            var own = new JinjaScope(scope);
            Bind(own, items[i]);
            own.Set("loop", new Dictionary<string, object?>
            {
                ["index"] = (long)i + 1, ["index0"] = (long)i, ["revindex"] = (long)items.Count - i, ["revindex0"] = (long)items.Count - i - 1,
                ["first"] = i == 0, ["last"] = i == items.Count - 1, ["length"] = (long)items.Count,
                ["previtem"] = i > 0 ? items[i - 1] : new JinjaUndefined("loop.previtem"), ["nextitem"] = i + 1 < items.Count ? items[i + 1] : new JinjaUndefined("loop.nextitem"),
            });
            foreach (JinjaStatement statement in Body) statement.Run(own, output);
        }
        if (items.Count > 0) return;
        foreach (JinjaStatement statement in Otherwise) statement.Run(scope, output);
    }

    private void Bind(JinjaScope scope, object? item)
    {
        if (Names.Count == 1)
        {
            scope.Set(Names[0], item);
            return;
        }
        if (item is not IReadOnlyList<object?> parts || parts.Count != Names.Count) throw JinjaError.At(scope.Template, Line, $"for {string.Join(", ", Names)}: an item has not {Names.Count} parts");
        for (int i = 0; i < Names.Count; i++) scope.Set(Names[i], parts[i]);
    }
}
