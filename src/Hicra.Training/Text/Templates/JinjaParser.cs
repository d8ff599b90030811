namespace Hicra.Training.Text.Templates;

/// <summary>Puts a template's statements together. What Jinja has and chat templates do not use is refused by name.</summary>
internal sealed class JinjaParser(string name, IReadOnlyList<JinjaToken> tokens)
{
    // Deeper nesting is an attack on the stack.
    private const int Deepest = 100;

    private readonly JinjaExpressionParser _expressions = new(name, tokens);
    private int _depth;

    /// <summary>The whole template.</summary>
    /// <exception cref="HicraException">It is broken, or has a construct that is not known.</exception>
    public IReadOnlyList<JinjaStatement> Template()
    {
        IReadOnlyList<JinjaStatement> body = Body();
        return _expressions.Current.Kind == JinjaTokenKind.End ? body : throw _expressions.Bad($"'{Word()}' closes nothing");
    }

    // Statements until a word that belongs to an outer one.
    private List<JinjaStatement> Body()
    {
        if (++_depth > Deepest) throw _expressions.Bad("statements are nested too deeply");
        List<JinjaStatement> body = [];
        while (_expressions.Current.Kind != JinjaTokenKind.End && !(_expressions.Current.Kind == JinjaTokenKind.BlockBegin && (Word() is "elif" or "else" || Word().StartsWith("end", StringComparison.Ordinal))))
            body.Add(Statement());
        _depth--;
        return body;
    }

    private string Word() => _expressions.Current.Kind == JinjaTokenKind.BlockBegin ? _expressions.Next.Text : _expressions.Current.Text;

    private JinjaStatement Statement()
    {
        JinjaToken token = _expressions.Take();
        switch (token.Kind)
        {
            case JinjaTokenKind.Text: return new JinjaText(token.Line, token.Text);
            case JinjaTokenKind.PrintBegin:
                JinjaExpression value = _expressions.Tuple();
                _expressions.Expect(JinjaTokenKind.PrintEnd);
                return new JinjaPrint(token.Line, value);
            default:
                JinjaToken word = _expressions.Take();
                return word.Text switch
                {
                    "set" => Set(word.Line),
                    "if" => If(word.Line),
                    "for" => For(word.Line),
                    _ => throw _expressions.Bad($"the statement '{word.Text}' is not known", word.Line),
                };
        }
    }

    private JinjaStatement Set(int line)
    {
        string target = _expressions.Name();
        string? member = null;
        if (_expressions.TakeIf(".")) member = _expressions.Name();
        if (member is null && _expressions.Current.Kind == JinjaTokenKind.BlockEnd)
        {
            _expressions.Take();
            var block = new JinjaSetBlock(line, target, Body());
            Close("endset");
            return block;
        }
        if (!_expressions.TakeIf("=")) throw _expressions.Bad($"set {target}: '=' is missing");
        JinjaExpression value = _expressions.Tuple();
        _expressions.Expect(JinjaTokenKind.BlockEnd);
        return new JinjaSet(line, target, member, value);
    }

    private JinjaIf If(int line)
    {
        List<(JinjaExpression?, IReadOnlyList<JinjaStatement>)> branches = [];
        JinjaExpression? condition = _expressions.Expression();
        while (true)
        {
            _expressions.Expect(JinjaTokenKind.BlockEnd);
            branches.Add((condition, Body()));
            if (condition is not null && Word() is "elif" or "else")
            {
                _expressions.Take();
                condition = _expressions.Take().Text == "elif" ? _expressions.Expression() : null;
                continue;
            }
            Close("endif");
            return new JinjaIf(line, branches);
        }
    }

    private JinjaFor For(int line)
    {
        List<string> names = [_expressions.Name()];
        while (_expressions.TakeIf(",")) names.Add(_expressions.Name());
        if (!_expressions.Current.IsWord("in")) throw _expressions.Bad("for: 'in' is missing");
        _expressions.Take();
        JinjaExpression items = _expressions.Or();
        JinjaExpression? condition = null;
        if (_expressions.Current.IsWord("if"))
        {
            _expressions.Take();
            condition = _expressions.Or();
        }
        _expressions.Expect(JinjaTokenKind.BlockEnd);
        IReadOnlyList<JinjaStatement> body = Body(), otherwise = [];
        if (Word() == "else")
        {
            _expressions.Take();
            _expressions.Take();
            _expressions.Expect(JinjaTokenKind.BlockEnd);
            otherwise = Body();
        }
        Close("endfor");
        return new JinjaFor(line, names, items, condition, body, otherwise);
    }

    private void Close(string word)
    {
        if (_expressions.Current.Kind != JinjaTokenKind.BlockBegin || Word() != word) throw _expressions.Bad($"{word} is missing before '{Word()}'");
        _expressions.Take();
        _expressions.Take();
        _expressions.Expect(JinjaTokenKind.BlockEnd);
    }
}
