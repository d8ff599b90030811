using System.Globalization;

namespace Hicra.Training.Text.Templates;

/// <summary>Reads expressions, with Jinja's precedence.</summary>
internal sealed class JinjaExpressionParser(string name, IReadOnlyList<JinjaToken> tokens)
{
    private const int Deepest = 100;

    private static readonly string[] Comparisons = ["==", "!=", "<", ">", "<=", ">="];
    private int _at, _depth;

    /// <summary>The token that comes next.</summary>
    public JinjaToken Current => tokens[_at];

    /// <summary>The one behind it.</summary>
    public JinjaToken Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Takes the next token.</summary>
    public JinjaToken Take() => _at + 1 < tokens.Count ? tokens[_at++] : tokens[_at];

    /// <summary>Takes a symbol if it is the next token.</summary>
    public bool TakeIf(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        Take();
        return true;
    }

    /// <summary>Takes a token of a kind.</summary>
    public void Expect(JinjaTokenKind kind)
    {
        if (Current.Kind != kind) throw Bad($"'{Current.Text}' is not expected here");
        Take();
    }

    /// <summary>Takes a name.</summary>
    public string Name() => Current.Kind == JinjaTokenKind.Name ? Take().Text : throw Bad($"'{Current.Text}' stands where a name must");

    /// <summary>An error at the next token.</summary>
    public HicraException Bad(string what, int? line = null) => JinjaError.At(name, line ?? Current.Line, what);

    /// <summary>An expression, or several with commas as a list.</summary>
    public JinjaExpression Tuple()
    {
        JinjaExpression first = Expression();
        if (!Current.Is(",")) return first;
        List<JinjaExpression> items = [first];
        while (TakeIf(",")) items.Add(Expression());
        return new JinjaList(first.Line, items);
    }

    /// <summary>An expression.</summary>
    public JinjaExpression Expression()
    {
        if (++_depth > Deepest) throw Bad("an expression is nested too deeply");
        JinjaExpression value = Or();
        while (Current.IsWord("if"))
        {
            int line = Take().Line;
            JinjaExpression condition = Or();
            JinjaExpression? otherwise = null;
            if (Current.IsWord("else"))
            {
                Take();
                otherwise = Expression();
            }
            value = new JinjaChoice(line, condition, value, otherwise);
        }
        _depth--;
        return value;
    }

    /// <summary>An expression without a choice.</summary>
    public JinjaExpression Or() => Words("or", () => Words("and", Not));

    private JinjaExpression Words(string word, Func<JinjaExpression> operand)
    {
        JinjaExpression left = operand();
        while (Current.IsWord(word)) left = new JinjaBinary(Take().Line, word, left, operand());
        return left;
    }

    private JinjaExpression Not()
    {
        if (!Current.IsWord("not")) return Comparison();
        if (++_depth > Deepest) throw Bad("an expression is nested too deeply");
        int line = Take().Line;
        JinjaExpression of = Not();
        _depth--;
        return new JinjaUnary(line, "not", of);
    }

    private JinjaExpression Comparison()
    {
        JinjaExpression left = Sum();
        while (true)
        {
            if (Current.Kind == JinjaTokenKind.Symbol && Comparisons.Contains(Current.Text)) left = new JinjaBinary(Current.Line, Take().Text, left, Sum());
            else if (Current.IsWord("in")) left = new JinjaBinary(Take().Line, "in", left, Sum());
            else if (Current.IsWord("not") && Next.IsWord("in"))
            {
                Take();
                int line = Take().Line;
                left = new JinjaUnary(line, "not", new JinjaBinary(line, "in", left, Sum()));
            }
            else return left;
        }
    }

    private JinjaExpression Sum() => Symbols(["+", "-"], () => Symbols(["~"], () => Symbols(["*", "/", "//", "%"], Signed)));

    private JinjaExpression Symbols(string[] symbols, Func<JinjaExpression> operand)
    {
        JinjaExpression left = operand();
        while (Current.Kind == JinjaTokenKind.Symbol && symbols.Contains(Current.Text)) left = new JinjaBinary(Current.Line, Take().Text, left, operand());
        return left;
    }

    private JinjaExpression Signed()
    {
        if (Current.Is("-") || Current.Is("+"))
        {
            if (++_depth > Deepest) throw Bad("an expression is nested too deeply");
            JinjaToken sign = Take();
            JinjaExpression of = Signed();
            _depth--;
            return new JinjaUnary(sign.Line, sign.Text, of);
        }
        return Behind(Primary());
    }

    // Members, indices, calls, filters and tests behind a value.
    private JinjaExpression Behind(JinjaExpression value)
    {
        while (true)
        {
            int line = Current.Line;
            if (TakeIf(".")) value = new JinjaMember(line, value, Name());
            else if (TakeIf("[")) value = Index(value, line);
            else if (Current.Is("(")) value = new JinjaCall(line, value, Arguments());
            else if (TakeIf("|"))
            {
                string filter = JinjaFilters.Known(Name(), this);
                value = new JinjaFilter(line, value, filter, Current.Is("(") ? Arguments() : JinjaArguments.None);
            }
            else if (Current.IsWord("is")) value = Test(value);
            else return value;
        }
    }

    private JinjaExpression Test(JinjaExpression value)
    {
        int line = Take().Line;
        bool not = Current.IsWord("not");
        if (not) Take();
        string test = JinjaFilters.KnownTest(Name(), this);
        JinjaArguments arguments = JinjaArguments.None;
        if (Current.Is("(")) arguments = Arguments();
        else if (JinjaFilters.TakesValue(test)) arguments = new JinjaArguments([Primary()], []);
        JinjaExpression result = new JinjaTest(line, value, test, arguments);
        return not ? new JinjaUnary(line, "not", result) : result;
    }

    private JinjaExpression Index(JinjaExpression value, int line)
    {
        JinjaExpression? first = Current.Is(":") ? null : Expression();
        if (first is not null && TakeIf("]")) return new JinjaIndex(line, value, first);
        if (!TakeIf(":")) throw Bad("']' is missing");
        JinjaExpression? end = Current.Is(":") || Current.Is("]") ? null : Expression(), step = null;
        if (TakeIf(":") && !Current.Is("]")) step = Expression();
        return TakeIf("]") ? new JinjaSlice(line, value, first, end, step) : throw Bad("']' is missing");
    }

    private JinjaArguments Arguments()
    {
        Take();
        List<JinjaExpression> values = [];
        List<(string, JinjaExpression)> named = [];
        while (!TakeIf(")"))
        {
            if (values.Count + named.Count > 0 && !TakeIf(",")) throw Bad("',' or ')' is missing");
            if (TakeIf(")")) break;
            if (Current.Kind == JinjaTokenKind.Name && Next.Is("="))
            {
                string argument = Take().Text;
                Take();
                if (named.Any(x => x.Item1 == argument)) throw Bad($"{argument} is given twice");
                named.Add((argument, Expression()));
            }
            else values.Add(Expression());
        }
        return new JinjaArguments(values, named);
    }

    private JinjaExpression Primary()
    {
        JinjaToken token = Take();
        switch (token.Kind)
        {
            case JinjaTokenKind.String:
                string text = token.Text;
                while (Current.Kind == JinjaTokenKind.String) text += Take().Text;
                return new JinjaLiteral(token.Line, text);
            case JinjaTokenKind.Number:
                if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole)) return new JinjaLiteral(token.Line, whole);
                return double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? new JinjaLiteral(token.Line, number) : throw Bad($"{token.Text} is no number", token.Line);
            case JinjaTokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new JinjaLiteral(token.Line, true),
                    "false" or "False" => new JinjaLiteral(token.Line, false),
                    "none" or "None" => new JinjaLiteral(token.Line, null),
                    "and" or "or" or "not" or "in" or "is" or "if" or "else" => throw Bad($"'{token.Text}' stands where a value must", token.Line),
                    _ => new JinjaName(token.Line, token.Text),
                };
            case JinjaTokenKind.Symbol when token.Text == "(":
                JinjaExpression inner = Current.Is(")") ? new JinjaList(token.Line, []) : Tuple();
                return TakeIf(")") ? inner : throw Bad("')' is missing");
            case JinjaTokenKind.Symbol when token.Text == "[":
                return new JinjaList(token.Line, [.. Until("]", Expression)]);
            case JinjaTokenKind.Symbol when token.Text == "{":
                return new JinjaDictionary(token.Line, [.. Until("}", () =>
                {
                    JinjaExpression key = Expression();
                    return TakeIf(":") ? (key, Expression()) : throw Bad("':' is missing");
                })]);
            default: throw Bad($"'{token.Text}' stands where a value must", token.Line);
        }
    }

    private List<T> Until<T>(string closing, Func<T> item)
    {
        List<T> items = [];
        while (!TakeIf(closing))
        {
            if (items.Count > 0 && !TakeIf(",")) throw Bad($"',' or '{closing}' is missing");
            if (TakeIf(closing)) break;
            items.Add(item());
        }
        return items;
    }
}
