using System.Text;
using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Powers, what stands behind a factor, groups and commands.</summary>
internal sealed partial class Parser
{
    private Node Power()
    {
        if (++_depth > MaxDepth) throw Fail();
        Node node = Postfix(Primary());
        _depth--;
        return node;
    }

    private Node Postfix(Node node)
    {
        while (true)
        {
            switch (Next.Kind)
            {
                case TokenKind.Factorial: _at++; node = new FunctionNode("factorial", [node]); break;
                case TokenKind.Percent: _at++; node = new QuantityNode(node, "%"); break;
                case TokenKind.Degree: _at++; node = Degrees(node); break;
                case TokenKind.Prime when node is NumberNode: node = new QuantityNode(node, Primes()); break;
                case TokenKind.Prime when node is FunctionNode or SymbolNode: _at++; node = node is SymbolNode symbol ? Applied(symbol.Name + "'") : node; break;
                case TokenKind.Underscore when node is not (NumberNode or SymbolNode): _at++; Argument(whole: true); break;
                case TokenKind.Caret: _at++; node = Raised(node); break;
                default: return node;
            }
        }
    }

    private Node Raised(Node node)
    {
        bool group = Is(TokenKind.Open, "{");
        int inner = _at + (group ? 1 : 0);
        TokenKind kind = _tokens[inner].Kind;
        if (kind is TokenKind.Degree or TokenKind.Prime)
        {
            _at = inner;
            if (kind == TokenKind.Degree) { _at++; node = Degrees(node); }
            else
            {
                string primes = Primes();
                node = node is SymbolNode symbol ? Applied(symbol.Name + primes) : node is NumberNode ? new QuantityNode(node, primes) : node;
            }
            if (group && !Take(TokenKind.Close)) throw Fail();
            return node;
        }
        if (Next.Kind == TokenKind.Text || (group && kind == TokenKind.Text)) // 3^{\text{rd}}
        {
            if (group) _at++;
            string ending = Take().Text;
            if (group && !Take(TokenKind.Close)) throw Fail();
            return ending is "st" or "nd" or "rd" or "th" ? node : throw Fail();
        }
        if (Next.Kind == TokenKind.Times) { _at++; return node is SymbolNode starred ? new SymbolNode(starred.Name + "*") : node; }
        Node exponent = Next.Kind is TokenKind.Minus or TokenKind.Plus ? Signed() : Argument(whole: true);
        // 2^3^2 is 2^(3^2), which LaTeX does not have and plain text does.
        if (Take(TokenKind.Caret)) { if (++_depth > MaxDepth) throw Fail(); exponent = Raised(exponent); _depth--; }
        return node is QuantityNode quantity ? quantity with { Value = new PowerNode(quantity.Value, exponent) } : new PowerNode(node, exponent);
    }

    private string Primes()
    {
        var primes = new StringBuilder();
        while (Take(TokenKind.Prime)) primes.Append('\'');
        return primes.ToString();
    }

    private QuantityNode Degrees(Node node)
    {
        string unit = "°";
        if (Next is { Kind: TokenKind.Text or TokenKind.Letters, Text: "C" or "F" or "K" } scale) { _at++; unit += scale.Text; }
        return node is QuantityNode { Unit: "°" } quantity ? quantity : new QuantityNode(node, unit);
    }

    // A braced group, or one sign: of a number its first digit unless it is wanted whole, of letters the first.
    private Node Argument(bool whole)
    {
        Token next = Next;
        if (Is(TokenKind.Open, "{") || (whole && Is(TokenKind.Open, "("))) return Primary();
        if (next.Kind == TokenKind.Number && !whole && next.Text.Length > 1 && char.IsAsciiDigit(next.Text[0]) && char.IsAsciiDigit(next.Text[1]))
        {
            _tokens[_at] = Digits(next.Text[1..], spaceBefore: false);
            return Digits(next.Text[..1], spaceBefore: false).Number!;
        }
        if (next.Kind == TokenKind.Letters && next.Text.Length > 1)
        {
            _tokens[_at] = next with { Text = next.Text[1..], SpaceBefore = false };
            return Letter(next.Text[..1]);
        }
        if (next.Kind is TokenKind.Number or TokenKind.Letters or TokenKind.Symbol or TokenKind.Command or TokenKind.Bar or TokenKind.Text)
        {
            if (next.Kind == TokenKind.Letters) { _at++; return Letter(next.Text); }
            return Primary();
        }
        throw Fail();
    }

    private static Token Digits(string digits, bool spaceBefore)
    {
        int at = 0;
        bool ambiguous = false;
        return NumberReader.Read(digits, ref at, default, ref ambiguous) is { } number && at == digits.Length ? new Token(TokenKind.Number, digits, spaceBefore, number) : throw Fail();
    }

    private Node Primary()
    {
        Token token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number: return Is(TokenKind.Underscore, "_") ? InBase(token) : Repeating(token.Number!);
            case TokenKind.Letters: return Letters(token);
            case TokenKind.Symbol: return Applied(token.Text);
            case TokenKind.Open: return Group(token.Text);
            case TokenKind.Bar: return Absolute(token.Text);
            case TokenKind.Begin: return Environment(token.Text);
            case TokenKind.Command: return Command(token.Text);
            case TokenKind.Text:
                if (token.Text is "$" or "€" or "£" or "¥" or "₹") return new QuantityNode(Power(), token.Text);
                if (BeginsFactor(Next) && !IsWord(_at)) return Power(); // words before a value
                if (Next.Kind is TokenKind.Minus or TokenKind.Plus && token.Text.Contains(' ', StringComparison.Ordinal)) return Signed();
                _at--;
                return new TextNode(Words());
            default: throw Fail();
        }
    }

    private NumberNode Repeating(NumberNode number)
    {
        if (number.Decimals is not { } decimals || !Is(TokenKind.Command, "overline")) return number;
        _at++;
        if (!Is(TokenKind.Open, "{") || _tokens[_at + 1] is not { Kind: TokenKind.Number, Number.Decimals: null } digits || _tokens[_at + 2].Kind != TokenKind.Close) throw Fail();
        _at += 3;
        // 0.1\overline{6}: the block repeats behind the digits that stand.
        int length = digits.Text.Length;
        if (Rational.Power(Rational.Whole(10), length) is not { } power || Rational.Of(digits.Number!.Value.Numerator, power.Numerator - 1) is not { } block || Rational.Power(Rational.Whole(10), -decimals) is not { } shift
            || Rational.Multiply(block, shift) is not { } tail || Rational.Add(number.Value, tail) is not { } value) throw Fail();
        return new NumberNode(value);
    }

    private BaseNode InBase(Token number)
    {
        _at++;
        return new BaseNode(number.Number!.Value.ToString(), Spell(Argument(whole: true)));
    }

    private static string Spell(Node node) => node switch { NumberNode number => number.Value.ToString(), SymbolNode symbol => symbol.Name, TextNode text => text.Text, ConstantNode constant => constant.Constant.ToString(), _ => node.ToString() };

    private Node Group(string open)
    {
        int start = _at;
        Node inner = Items(TokenKind.Close, open);
        if (Next.Kind == TokenKind.Bar && open is "{" or "\\{" || (Next.Kind == TokenKind.Colon && open == "\\{")) { _at++; inner = Items(TokenKind.Close, open); } // {x | x > 0} is its condition
        if (Next.Kind != TokenKind.Close || !Closes(open)) throw Fail();
        string close = Take().Text;
        if (open == "⌊") return new FunctionNode("floor", [inner]);
        if (open == "⌈") return new FunctionNode("ceil", [inner]);
        bool isList = inner is ListNode { IsBare: true };
        IReadOnlyList<Node> items = isList ? ((ListNode)inner).Items : [inner];
        char left = open == "\\{" ? '{' : open == "⟨" ? '(' : open[0], right = close is "\\}" ? '}' : close == "⟩" ? ')' : close[0];
        if (open == "{") return isList ? items.Count == 0 ? throw Fail() : new ListNode(items, '{', '}') : inner;
        if (open == "\\{") return inner is RelationNode ? inner : new ListNode(items, '{', '}');
        if (start == _at - 1) throw Fail(); // nothing between brackets
        return isList ? new ListNode(items, left, right) : left == '[' && right == ']' || left == '(' && right == ')' ? inner : throw Fail();
    }

    private FunctionNode Absolute(string bar)
    {
        _bars++;
        Node inner = Sum();
        _bars--;
        if (Next.Kind != TokenKind.Bar) throw Fail();
        _at++;
        return new FunctionNode(bar == "‖" ? "norm" : "abs", [inner]);
    }

    private Node Environment(string name)
    {
        if (name is not ("pmatrix" or "bmatrix" or "matrix" or "vmatrix" or "Bmatrix" or "Vmatrix" or "array" or "smallmatrix"))
        {
            // An environment that only arranges, as aligned: its content.
            if (name is not ("align" or "aligned" or "equation" or "gather" or "gathered" or "split" or "math")) throw Fail();
            Node content = Items(TokenKind.EndOf, "");
            return Take(TokenKind.EndOf) ? content : throw Fail();
        }
        if (name == "array" && Is(TokenKind.Open, "{")) { while (Next.Kind is not (TokenKind.Close or TokenKind.End)) _at++; _at++; }
        var rows = new List<IReadOnlyList<Node>>();
        var row = new List<Node>();
        while (!Take(TokenKind.EndOf))
        {
            if (Take(TokenKind.Ampersand)) continue;
            if (Take(TokenKind.NewRow)) { if (row.Count > 0) rows.Add(row); row = []; continue; }
            if (Next.Kind == TokenKind.End || rows.Count > 100 || row.Count > 100) throw Fail();
            row.Add(Relation());
            if (Next.Kind is not (TokenKind.Ampersand or TokenKind.NewRow or TokenKind.EndOf)) throw Fail();
        }
        if (row.Count > 0) rows.Add(row);
        if (rows.Count == 0 || rows.Any(r => r.Count != rows[0].Count)) throw Fail();
        var matrix = new MatrixNode(rows);
        return name is "vmatrix" ? new FunctionNode("determinant", [matrix]) : matrix;
    }
}
