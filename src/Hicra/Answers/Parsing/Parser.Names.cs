using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Letters, functions and the other commands.</summary>
internal sealed partial class Parser
{
    private const string FunctionLetters = "fghFGHPQW";

    private static readonly FunctionNode Reals = new("set:R", []) { IsApplied = true };

    private Node Letter(string letter) => letter switch
    {
        "e" => new ConstantNode(Constant.E),
        "i" when !Is(TokenKind.Underscore, "_") => new ConstantNode(Constant.I),
        _ => new SymbolNode(letter),
    };

    private Node Letters(Token token)
    {
        string run = token.Text;
        if (run.Length >= 4 || (run.Length >= 2 && _at == 1 && Next.Kind == TokenKind.End && Unit.IsKnown(run))) return LongWord(run);
        if (run.Length > 1)
        {
            Node product = Letter(run[..1]);
            for (int i = 1; i < run.Length - 1; i++) product = Node.Product(product, Letter(run[i..(i + 1)]));
            return Node.Product(product, Postfix(Last(run[^1..])));
        }
        return Last(run);
    }

    private Node Last(string letter)
    {
        if (letter is "e" && Next.Kind != TokenKind.Underscore || letter == "i" && Next.Kind is not (TokenKind.Underscore or TokenKind.Prime)) return Letter(letter);
        return Applied(letter);
    }

    // A word is one name; several words that stand alone are a text.
    private Node LongWord(string run)
    {
        if (Next.Kind is not (TokenKind.Letters or TokenKind.Text) || !Next.SpaceBefore) return Applied(run);
        _at--;
        return new TextNode(Words());
    }

    // A name with its indices and primes, and its argument if it is a function's name.
    private Node Applied(string name)
    {
        if (Next.Kind == TokenKind.Number && !Next.SpaceBefore && Next.Number!.Decimals is null && _tokens[_at - 1].Kind == TokenKind.Letters && Next.Text.Length <= 2) name += "_" + Take().Text; // x1
        while (true)
        {
            if (Take(TokenKind.Underscore)) name += "_" + Index();
            else if (Next.Kind == TokenKind.Prime) name += Primes();
            else break;
        }
        if (Next.Kind == TokenKind.Caret && _tokens[_at + 1].Kind is TokenKind.Prime || (Next.Kind == TokenKind.Caret && Is(_at + 1, "{") && _tokens[_at + 2].Kind == TokenKind.Prime))
        {
            bool group = _tokens[_at + 1].Kind == TokenKind.Open;
            _at += group ? 2 : 1;
            name += Primes();
            if (group && !Take(TokenKind.Close)) throw Fail();
        }
        if (!Is(TokenKind.Open, "(")) return new SymbolNode(name);
        int at = _at;
        bool isFunction = FunctionLetters.Contains(name[0], StringComparison.Ordinal);
        // I(0), N(n): a number or a single letter behind a name is its argument; a(b + c) is a product.
        bool single = _tokens[_at + 2].Kind == TokenKind.Close && (_tokens[_at + 1].Kind == TokenKind.Number || (_tokens[_at + 1].Kind is TokenKind.Letters or TokenKind.Symbol && char.IsUpper(name[0])));
        if (!isFunction && !single) return new SymbolNode(name);
        Node argument = Primary();
        if (_at < at) throw Fail();
        return new FunctionNode(name, argument is ListNode list ? list.Items : [argument]) { IsApplied = true };
    }

    private bool Is(int at, string text) => at < _tokens.Count && _tokens[at].Text == text;

    // The letters and digits of an index, as they are written.
    private string Index()
    {
        if (!Is(TokenKind.Open, "{"))
        {
            Token one = Take();
            if (one.Kind is TokenKind.Letters && one.Text.Length > 1) { _tokens[--_at] = one with { Text = one.Text[1..], SpaceBefore = false }; return one.Text[..1]; }
            return one.Kind is TokenKind.Number or TokenKind.Letters or TokenKind.Symbol or TokenKind.Text or TokenKind.Command or TokenKind.Times ? one.Text : throw Fail();
        }
        var index = new System.Text.StringBuilder();
        int depth = 0;
        do
        {
            Token token = Take();
            if (token.Kind == TokenKind.End || index.Length > 200) throw Fail();
            if (token.Text == "{") depth++;
            else if (token.Text == "}") depth--;
            else index.Append(token.Text);
        }
        while (depth > 0);
        return index.ToString();
    }

    private Node Command(string name)
    {
        if (MathNames.Functions.TryGetValue(name, out string? function)) return Function(function);
        switch (name)
        {
            case "pi": return new ConstantNode(Constant.Pi);
            case "infty": return new ConstantNode(Constant.Infinity);
            case "frac": { Node top = Argument(whole: false); return Node.Product(top, Node.Inverse(Argument(whole: false))); }
            case "binom": { Node n = Argument(whole: false); return new FunctionNode("binom", [n, Argument(whole: false)]); }
            case "sqrt": return Root();
            case "abs": return new FunctionNode("abs", [Argument(whole: true)]);
            case "Reals": return Next.Kind == TokenKind.Caret ? throw Fail() : Reals;
            case "Integers" or "Naturals" or "Rationals" or "Complexes" or "Set": return new TextNode(name);
            case "emptyset": return new ListNode([], '{', '}');
            case "overline" or "tilde" or "widetilde" or "underline" or "dot" or "ddot" or "dddot": return Accented(name);
            case "angle" or "measuredangle" or "triangle" or "Delta" or "odot": return new FunctionNode(name == "measuredangle" ? "angle" : name, [Argument(whole: true)]) { IsApplied = true };
            case "sum" or "prod" or "int" or "lim" or "oint" or "iint": return Operator(name);
            case "text": throw Fail();
            default: throw Fail();
        }
    }

    private FunctionNode Root()
    {
        if (!Is(TokenKind.Open, "[")) return new FunctionNode("sqrt", [Argument(whole: true)]);
        _at++;
        Node degree = Sum();
        if (!Is(TokenKind.Close, "]")) throw Fail();
        _at++;
        return new FunctionNode("root", [Argument(whole: true), degree]);
    }

    private Node Accented(string accent)
    {
        Node under = Argument(whole: false);
        if (under is SymbolNode symbol) return accent == "underline" ? Applied(symbol.Name) : Applied(symbol.Name + (accent == "overline" ? "¯" : "." + accent.Length));
        return accent is "overline" or "underline" or "tilde" or "widetilde" ? under is ProductNode ? under : new FunctionNode("bar", [under]) { IsApplied = true } : throw Fail();
    }

    private Node Function(string name)
    {
        Node? power = null, index = null;
        while (Next.Kind is TokenKind.Caret or TokenKind.Underscore)
        {
            bool raised = Take().Kind == TokenKind.Caret;
            Node script = Next.Kind == TokenKind.Minus ? Signed() : Argument(whole: true);
            if (raised) power = script;
            else index = script;
        }
        Node argument = FunctionArgument();
        if (power is NumberNode { Value: var exponent } && exponent.Equals(Rational.Negate(Rational.One)) && name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc") return new FunctionNode("arc" + name, [argument]);
        Node applied = argument is ListNode { IsOrdered: true } several ? new FunctionNode(name, several.Items) : new FunctionNode(name, index is null ? [argument] : [argument, index]);
        return power is null ? applied : new PowerNode(applied, power);
    }

    // sin(x) y is sin(x) times y; sin 2x is sin(2x); sin a cos b is sin(a) cos(b).
    private Node FunctionArgument()
    {
        if (Next.Kind == TokenKind.Open) return Postfix(Primary());
        if (Next.Kind is TokenKind.Minus) { _at++; return Node.Negative(FunctionArgument()); }
        var factors = new List<Node> { Power() };
        if (factors[0] is FunctionNode { IsApplied: false, Name: not ("sqrt" or "root") }) return factors[0];
        while (Next.Kind is TokenKind.Number or TokenKind.Letters or TokenKind.Symbol || Is(TokenKind.Command, "pi") || Is(TokenKind.Command, "frac") || Is(TokenKind.Command, "sqrt"))
        {
            if (IsWord(_at - 1) || (Next.Kind == TokenKind.Number && factors[^1] is NumberNode)) break;
            factors.Add(Power());
        }
        // "\cos \pi / 3" and "\sin x / 2" differ in what people mean; the first has no letter.
        if (Next.Kind == TokenKind.Divide && factors[^1] is ConstantNode { Constant: Constant.Pi } && _tokens[_at + 1].Kind == TokenKind.Number) { _at++; factors.Add(Node.Inverse(Power())); }
        return factors.Count == 1 ? factors[0] : Product(factors);
    }

    // Sums, products, integrals and limits: what runs, from where, to where, and over what.
    private FunctionNode Operator(string name)
    {
        Node? low = null, high = null;
        while (Next.Kind is TokenKind.Caret or TokenKind.Underscore)
        {
            bool raised = Take().Kind == TokenKind.Caret;
            Node script = Next.Kind == TokenKind.Minus ? Signed() : Argument(whole: true);
            if (raised) high = script;
            else low = script;
        }
        Node body = Term();
        Node none = NumberNode.Whole(0);
        return low is RelationNode { Sides: [SymbolNode or ConstantNode, var from], Relations: ['='] } bound ? new FunctionNode(name, [bound.Sides[0] is SymbolNode s ? s : new SymbolNode("i"), from, high ?? none, body]) : new FunctionNode(name, [new SymbolNode("?"), low ?? none, high ?? none, body]);
    }
}
