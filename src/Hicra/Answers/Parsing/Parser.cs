using System.Text;
using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>
/// Makes a tree of an answer's signs, by recursive descent: lists of relations of sets of sums of products of powers. What it
/// does not understand is no tree, and compared as it is written; nothing is ever evaluated as code.
/// </summary>
internal sealed partial class Parser
{
    private const int MaxDepth = 60;

    private readonly List<Token> _tokens;
    private int _at, _depth, _bars;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Next => _tokens[_at];

    /// <summary>The tree of signs that end with <see cref="TokenKind.End"/>; null where they make none.</summary>
    public static Node? Parse(List<Token> tokens)
    {
        // Looking ahead never looks behind the end.
        var parser = new Parser([.. tokens, tokens[^1], tokens[^1], tokens[^1]]);
        try
        {
            Node node = parser.Items(TokenKind.End, "");
            return parser.Next.Kind == TokenKind.End ? node : null;
        }
        catch (NoAnswerException)
        {
            return null;
        }
    }

    private Token Take() => Next.Kind == TokenKind.End ? throw Fail() : _tokens[_at++];

    private bool Take(TokenKind kind)
    {
        if (Next.Kind != kind) return false;
        _at++;
        return true;
    }

    private bool Is(TokenKind kind, string text) => Next.Kind == kind && Next.Text == text;

    private static NoAnswerException Fail() => new();

    // Items up to a closing bracket or the end, which stays.
    private Node Items(TokenKind end, string close)
    {
        if (++_depth > MaxDepth) throw Fail();
        int bars = _bars;
        _bars = 0;
        var groups = new List<List<Node>> { new() };
        bool comma = false, semicolon = false;
        while (true)
        {
            while (Next.Kind is TokenKind.Comma or TokenKind.Semicolon or TokenKind.Connective) Separate();
            if (Next.Kind == TokenKind.End || (Next.Kind == end && (close.Length == 0 || end != TokenKind.Close || Closes(close)))) break;
            if (Next.Kind is TokenKind.Ampersand or TokenKind.NewRow or TokenKind.EndOf or TokenKind.Close) break;
            if (Next.Kind == TokenKind.Text && Next.Text.StartsWith("where", StringComparison.OrdinalIgnoreCase)) { _at = _tokens.Count - 4; break; }
            groups[^1].Add(Relation());
            if (Next.Kind is not (TokenKind.Comma or TokenKind.Semicolon or TokenKind.Connective)) break;
        }
        (_bars, _depth) = (bars, _depth - 1);
        groups.RemoveAll(group => group.Count == 0);
        Node[] items = [.. semicolon && comma && end == TokenKind.End ? groups.Select(group => group.Count == 1 ? group[0] : new ListNode(group, '(', ')')) : groups.SelectMany(group => group)];
        return items.Length == 1 ? items[0] : new ListNode(items, ListNode.None, ListNode.None);

        void Separate()
        {
            TokenKind kind = Take().Kind;
            comma |= kind == TokenKind.Comma;
            if (kind != TokenKind.Semicolon) return;
            semicolon = true;
            groups.Add([]);
        }
    }

    private bool Closes(string close) => close switch { "(" or "[" => Next.Text is ")" or "]", "{" => Next.Text == "}", "\\{" => Next.Text is "\\}" or "}", "⟨" => Next.Text == "⟩", "⌊" => Next.Text == "⌋", "⌈" => Next.Text == "⌉", _ => false };

    private Node Relation()
    {
        List<Node>? sides = null;
        List<char>? relations = null;
        Node first;
        if (Next.Kind == TokenKind.Relation && Next.Text is "=" or "≈" or "∈") { _at++; first = Sets(); } // "= 5" goes on from what stands before it
        else first = Sets();
        while (Next.Kind == TokenKind.Relation)
        {
            char relation = Take().Text[0];
            if (Next.Kind is TokenKind.End or TokenKind.Comma) break;
            (sides ??= [first]).Add(Sets());
            (relations ??= []).Add(relation);
        }
        return sides is null ? first : new RelationNode(sides, relations!);
    }

    private Node Sets()
    {
        Node left = Ratio();
        while (Next.Kind == TokenKind.SetOperator)
        {
            char sign = Take().Text[0];
            left = new SetNode(sign, left, Ratio());
        }
        return left;
    }

    private Node Ratio()
    {
        Node first = Sum();
        if (Next.Kind != TokenKind.Colon) return first;
        var parts = new List<Node> { first };
        while (Take(TokenKind.Colon))
        {
            if (Next.Kind is TokenKind.End or TokenKind.Text) break;
            parts.Add(Sum());
        }
        return parts.Count == 1 ? first : parts[^1] is QuantityNode last ? new QuantityNode(new RatioNode([.. parts.Take(parts.Count - 1), last.Value]), last.Unit) : new RatioNode(parts);
    }

    private Node Sum()
    {
        if (++_depth > MaxDepth) throw Fail();
        List<Node>? terms = null;
        Node sum = Term();
        while (Next.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            Token sign = Take();
            Node term = Term();
            (terms ??= [sum]).Add(sign.Kind == TokenKind.Minus ? Node.Negative(term) : sign.Text is "±" or "∓" ? new FunctionNode(sign.Text, [term]) : term);
        }
        _depth--;
        return terms is null ? sum : new SumNode(terms);
    }

    private Node Term()
    {
        if (Next.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            Token sign = Take();
            if (++_depth > MaxDepth) throw Fail();
            Node signed = Term();
            _depth--;
            return sign.Kind == TokenKind.Minus ? signed is QuantityNode quantity ? quantity with { Value = Node.Negative(quantity.Value) } : Node.Negative(signed) : sign.Text is "±" or "∓" ? new FunctionNode(sign.Text, [signed]) : signed;
        }
        int start = _at;
        var factors = new List<Node> { Power() };
        Node? mixed = null;
        if (factors[0] is NumberNode { Decimals: null } whole && Fraction(whole.Value.IsWhole) is { } fraction) factors[0] = mixed = new SumNode([whole, fraction]);
        while (true)
        {
            Token next = Next;
            if (next.Kind == TokenKind.Times) { _at++; factors.Add(Signed()); }
            else if (next.Kind == TokenKind.Divide)
            {
                _at++;
                if (Next.Kind == TokenKind.Text) { _at--; _at++; return new QuantityNode(Product(factors), "per " + Words()); }
                factors.Add(Node.Inverse(Signed()));
            }
            else if (next.Kind == TokenKind.Text || IsWord(start)) return new QuantityNode(Product(factors), Words());
            else if (next.Kind == TokenKind.Command && next.Text is "pmod" or "bmod" or "mod") { _at++; return new QuantityNode(Product(factors), "mod " + Spell(Argument(whole: true))); }
            else if (BeginsFactor(next))
            {
                if (next.Kind == TokenKind.Number && (factors[^1] is NumberNode || factors[^1] == mixed)) throw Fail(); // "2 3" is no product
                factors.Add(Power());
            }
            else return Product(factors);
        }
    }

    private static Node Product(List<Node> factors)
    {
        if (factors.Count == 1) return factors[0];
        // A unit of a factor is the product's.
        int unit = factors.FindLastIndex(factor => factor is QuantityNode);
        if (unit < 0) return new ProductNode(factors);
        string name = ((QuantityNode)factors[unit]).Unit;
        return new QuantityNode(new ProductNode([.. factors.Select(factor => factor is QuantityNode quantity ? quantity.Value : factor)]), name);
    }

    private bool BeginsFactor(Token token) => token.Kind switch
    {
        TokenKind.Number or TokenKind.Letters or TokenKind.Symbol or TokenKind.Open or TokenKind.Begin => true,
        TokenKind.Command => token.Text is not ("to" or "rightarrow" or "dots" or "ldots" or "cdots"),
        TokenKind.Bar => _bars == 0 && token.Text != "mid",
        _ => false,
    };

    private Node Signed()
    {
        if (Next.Kind is not (TokenKind.Minus or TokenKind.Plus)) return Power();
        Token sign = Take();
        if (++_depth > MaxDepth) throw Fail();
        Node node = Signed();
        _depth--;
        return sign.Kind == TokenKind.Minus ? Node.Negative(node) : sign.Text is "±" or "∓" ? new FunctionNode(sign.Text, [node]) : node;
    }

    // The fraction of a mixed number: 1\frac{4}{5}, 1 4/5.
    private Node? Fraction(bool whole)
    {
        if (!whole) return null;
        int at = _at;
        if (Is(TokenKind.Command, "frac"))
        {
            _at++;
            Node top = Argument(whole: false), bottom = Argument(whole: false);
            if (top is NumberNode { Decimals: null } && bottom is NumberNode { Decimals: null } && Next.Kind != TokenKind.Caret) return Node.Product(top, Node.Inverse(bottom));
        }
        else if (Next is { Kind: TokenKind.Number, SpaceBefore: true, Number.Decimals: null } && _tokens[_at + 1].Kind == TokenKind.Divide && _tokens[_at + 2] is { Kind: TokenKind.Number, Number.Decimals: null })
        {
            Node top = Take().Number!;
            _at++;
            return Node.Product(top, Node.Inverse(Take().Number!));
        }
        _at = at;
        return null;
    }

    // A word behind a value: a unit that is known, or three letters and more behind a blank.
    private bool IsWord(int start)
    {
        Token next = Next;
        if (next.Kind == TokenKind.Command && MathNames.Functions.ContainsKey(next.Text) && _tokens[_at + 1].Kind == TokenKind.End && _at > start) return true;
        if (next.Kind != TokenKind.Letters || _tokens[_at - 1].Kind is not (TokenKind.Number or TokenKind.Close or TokenKind.Percent or TokenKind.Degree or TokenKind.Symbol or TokenKind.Letters)) return false;
        if (next.Text.Length == 1) return false;
        if (_tokens[_at - 1].Kind == TokenKind.Number && Unit.IsKnown(next.Text)) return true;
        return next.SpaceBefore && next.Text.Length >= 3;
    }

    // The words up to where the value ends, with the powers that stand at them.
    private string Words()
    {
        var words = new StringBuilder();
        while (Next.Kind is TokenKind.Text or TokenKind.Letters or TokenKind.Command or TokenKind.Caret or TokenKind.Number or TokenKind.Divide or TokenKind.Minus || (Next.Kind is TokenKind.Open or TokenKind.Close && Next.Text is "{" or "}" && (Next.Text == "{" || _tokens[_at - 1].Kind == TokenKind.Number)) || (Next.Kind == TokenKind.Times && _tokens[_at + 1].Kind is TokenKind.Text or TokenKind.Letters))
        {
            Token word = Take();
            if (word.Kind == TokenKind.Number && _tokens[_at - 2].Kind is not (TokenKind.Caret or TokenKind.Open or TokenKind.Minus)) throw Fail();
            if (word.Kind == TokenKind.Number) words.Append(word.Number!.Value.ToString()).Append(' ');
            else if (word.Kind == TokenKind.Minus) words.Append('-');
            else if (word.Kind is TokenKind.Text or TokenKind.Letters or TokenKind.Command) words.Append(word.Text).Append(' ');
            else if (word.Kind == TokenKind.Divide) words.Append("/ ");
            if (words.Length > 400) throw Fail();
        }
        return words.ToString().TrimEnd();
    }
}

/// <summary>The signs make no tree. Never leaves the parser.</summary>
internal sealed class NoAnswerException : Exception;
