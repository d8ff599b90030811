namespace Hicra.Training.Text.Templates;

/// <summary>A part of a template that has a value.</summary>
/// <param name="Line">Where it stands.</param>
internal abstract record JinjaExpression(int Line)
{
    public abstract object? Evaluate(JinjaScope scope);
}

/// <summary>A value as it is written.</summary>
internal sealed record JinjaLiteral(int Line, object? Value) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => Value;
}

/// <summary>A name.</summary>
internal sealed record JinjaName(int Line, string Name) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => scope.Get(Name);
}

/// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
internal sealed record JinjaList(int Line, IReadOnlyList<JinjaExpression> Items) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => Items.Select(item => item.Evaluate(scope)).ToList();
}

/// <summary><c>{'a': b}</c>.</summary>
internal sealed record JinjaDictionary(int Line, IReadOnlyList<(JinjaExpression Key, JinjaExpression Value)> Entries) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((JinjaExpression key, JinjaExpression value) in Entries)
            values[key.Evaluate(scope) as string ?? throw JinjaError.At(scope.Template, Line, "a key is no text")] = value.Evaluate(scope);
        return values;
    }
}

/// <summary><c>value.name</c>.</summary>
internal sealed record JinjaMember(int Line, JinjaExpression Of, string Name) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaMethods.Member(Of.Evaluate(scope), Name, scope, Line);
}

/// <summary><c>value[index]</c>.</summary>
internal sealed record JinjaIndex(int Line, JinjaExpression Of, JinjaExpression Index) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaMethods.Item(Of.Evaluate(scope), Index.Evaluate(scope), scope, Line);
}

/// <summary><c>value[first:end:step]</c>; each may be null.</summary>
internal sealed record JinjaSlice(int Line, JinjaExpression Of, JinjaExpression? First, JinjaExpression? End, JinjaExpression? Step) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaMethods.Slice(Of.Evaluate(scope), Number(First, scope), Number(End, scope), Number(Step, scope), scope, Line);

    private long? Number(JinjaExpression? bound, JinjaScope scope) => bound?.Evaluate(scope) switch
    {
        null => null,
        long number => number,
        _ => throw JinjaError.At(scope.Template, Line, "a bound of a slice is no whole number"),
    };
}

/// <summary><c>function(arguments)</c>.</summary>
internal sealed record JinjaCall(int Line, JinjaExpression Function, JinjaArguments Arguments) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => Function.Evaluate(scope) switch
    {
        JinjaFunction function => function.Call(Arguments.Evaluate(scope, Line)),
        JinjaUndefined undefined => throw JinjaError.At(scope.Template, Line, $"{undefined.Name}() is not known"),
        _ => throw JinjaError.At(scope.Template, Line, "a value that is no function is called"),
    };
}

/// <summary><c>value | filter(arguments)</c>.</summary>
internal sealed record JinjaFilter(int Line, JinjaExpression Of, string Name, JinjaArguments Arguments) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaFilters.Apply(Name, Of.Evaluate(scope), Arguments.Evaluate(scope, Line));
}

/// <summary><c>value is test</c>.</summary>
internal sealed record JinjaTest(int Line, JinjaExpression Of, string Name, JinjaArguments Arguments) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaFilters.Test(Name, Of.Evaluate(scope), Arguments.Evaluate(scope, Line));
}

/// <summary><c>not</c>, <c>-</c> and <c>+</c> before a value.</summary>
internal sealed record JinjaUnary(int Line, string Operator, JinjaExpression Of) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => (Operator, Of.Evaluate(scope)) switch
    {
        ("not", var value) => !JinjaValue.IsTrue(value),
        ("-", long number) => -number,
        ("-", double number) => -number,
        ("+", var number and (long or double)) => number,
        _ => throw JinjaError.At(scope.Template, Line, $"{Operator} before a value that is no number"),
    };
}

/// <summary>Two values and an operator between them.</summary>
internal sealed record JinjaBinary(int Line, string Operator, JinjaExpression Left, JinjaExpression Right) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        object? left = Left.Evaluate(scope);
        return Operator switch
        {
            "and" => JinjaValue.IsTrue(left) ? Right.Evaluate(scope) : left,
            "or" => JinjaValue.IsTrue(left) ? left : Right.Evaluate(scope),
            _ => JinjaOperators.Apply(Operator, left, Right.Evaluate(scope), scope, Line),
        };
    }
}

/// <summary><c>value if condition else other</c>.</summary>
internal sealed record JinjaChoice(int Line, JinjaExpression Condition, JinjaExpression Then, JinjaExpression? Otherwise) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) =>
        JinjaValue.IsTrue(Condition.Evaluate(scope)) ? Then.Evaluate(scope) : Otherwise is null ? new JinjaUndefined("a choice without else") : Otherwise.Evaluate(scope);
}

/// <summary>What stands between a call's brackets.</summary>
internal sealed record JinjaArguments(IReadOnlyList<JinjaExpression> Values, IReadOnlyList<(string Name, JinjaExpression Value)> Named)
{
    public static JinjaArguments None { get; } = new([], []);

    public JinjaGiven Evaluate(JinjaScope scope, int line) =>
        new([.. Values.Select(value => value.Evaluate(scope))], Named.ToDictionary(x => x.Name, x => x.Value.Evaluate(scope)), scope, line);
}
