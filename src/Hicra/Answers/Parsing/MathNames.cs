using System.Collections.Frozen;

namespace Hicra.Answers.Parsing;

/// <summary>What commands, words and characters of mathematics are called.</summary>
internal static class MathNames
{
    /// <summary>Functions of one argument that can be computed, by all their names.</summary>
    public static readonly FrozenDictionary<string, string> Functions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sin"] = "sin", ["cos"] = "cos", ["tan"] = "tan", ["tg"] = "tan", ["cot"] = "cot", ["ctg"] = "cot", ["sec"] = "sec", ["csc"] = "csc", ["cosec"] = "csc",
        ["arcsin"] = "arcsin", ["arccos"] = "arccos", ["arctan"] = "arctan", ["arccot"] = "arccot", ["arcsec"] = "arcsec", ["arccsc"] = "arccsc", ["asin"] = "arcsin", ["acos"] = "arccos", ["atan"] = "arctan",
        ["sinh"] = "sinh", ["cosh"] = "cosh", ["tanh"] = "tanh", ["coth"] = "coth", ["exp"] = "exp", ["ln"] = "ln", ["log"] = "log", ["lg"] = "lg",
        ["Re"] = "re", ["Im"] = "im", ["arg"] = "arg", ["sgn"] = "sgn", ["sign"] = "sgn",
        ["gcd"] = "gcd", ["lcm"] = "lcm", ["max"] = "max", ["min"] = "min", ["det"] = "det", ["dim"] = "dim", ["deg"] = "deg", ["ker"] = "ker", ["Pr"] = "Pr", ["tr"] = "tr", ["sup"] = "sup", ["inf"] = "infimum",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words that stand for a command where they are written out.</summary>
    public static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sqrt"] = "sqrt", ["pi"] = "pi", ["Pi"] = "pi", ["PI"] = "pi", ["infinity"] = "infty", ["infty"] = "infty", ["oo"] = "infty", ["Infinity"] = "infty", ["union"] = "cup", ["abs"] = "abs",
        ["theta"] = "theta", ["alpha"] = "alpha", ["beta"] = "beta", ["gamma"] = "gamma", ["lambda"] = "lambda", ["omega"] = "omega", ["sigma"] = "sigma", ["mu"] = "mu", ["rho"] = "rho", ["phi"] = "phi", ["tau"] = "tau", ["delta"] = "delta",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Letters with a command, and the names under which they are compared.</summary>
    public static readonly FrozenDictionary<string, string> Letters = Map(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron rho sigma tau upsilon phi chi psi omega " +
        "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega hbar ell Hbar aleph wp partial nabla mho odot oplus star",
        ("varepsilon", "epsilon"), ("vartheta", "theta"), ("varphi", "phi"), ("varrho", "rho"), ("varsigma", "sigma"), ("varpi", "pi'"), ("imath", "i"), ("jmath", "j"));

    /// <summary>Signs with a command.</summary>
    public static readonly FrozenDictionary<string, (TokenKind Kind, string Text)> Signs = new Dictionary<string, (TokenKind, string)>(StringComparer.Ordinal)
    {
        ["cdot"] = (TokenKind.Times, "*"), ["times"] = (TokenKind.Times, "*"), ["ast"] = (TokenKind.Times, "*"), ["bullet"] = (TokenKind.Times, "*"), ["div"] = (TokenKind.Divide, "/"),
        ["pm"] = (TokenKind.Plus, "±"), ["mp"] = (TokenKind.Plus, "∓"),
        ["lt"] = (TokenKind.Relation, "<"), ["gt"] = (TokenKind.Relation, ">"), ["le"] = (TokenKind.Relation, "≤"), ["leq"] = (TokenKind.Relation, "≤"), ["leqslant"] = (TokenKind.Relation, "≤"), ["leqq"] = (TokenKind.Relation, "≤"),
        ["ge"] = (TokenKind.Relation, "≥"), ["geq"] = (TokenKind.Relation, "≥"), ["geqslant"] = (TokenKind.Relation, "≥"), ["geqq"] = (TokenKind.Relation, "≥"), ["ne"] = (TokenKind.Relation, "≠"), ["neq"] = (TokenKind.Relation, "≠"),
        ["approx"] = (TokenKind.Relation, "≈"), ["simeq"] = (TokenKind.Relation, "≈"), ["sim"] = (TokenKind.Relation, "≈"), ["cong"] = (TokenKind.Relation, "≈"), ["doteq"] = (TokenKind.Relation, "≈"), ["equiv"] = (TokenKind.Relation, "="), ["in"] = (TokenKind.Relation, "∈"), ["isin"] = (TokenKind.Relation, "∈"), ["coloneqq"] = (TokenKind.Relation, "="),
        ["cup"] = (TokenKind.SetOperator, "∪"), ["bigcup"] = (TokenKind.SetOperator, "∪"), ["cap"] = (TokenKind.SetOperator, "∩"), ["setminus"] = (TokenKind.SetOperator, "∖"), ["backslash"] = (TokenKind.SetOperator, "∖"), ["smallsetminus"] = (TokenKind.SetOperator, "∖"),
        ["lor"] = (TokenKind.Connective, ","), ["vee"] = (TokenKind.Connective, ","), ["land"] = (TokenKind.Connective, ","), ["wedge"] = (TokenKind.Connective, ","),
        ["mid"] = (TokenKind.Bar, "mid"), ["vert"] = (TokenKind.Bar, "|"), ["lvert"] = (TokenKind.Bar, "|"), ["rvert"] = (TokenKind.Bar, "|"), ["Vert"] = (TokenKind.Bar, "‖"), ["lVert"] = (TokenKind.Bar, "‖"), ["rVert"] = (TokenKind.Bar, "‖"),
        ["langle"] = (TokenKind.Open, "⟨"), ["rangle"] = (TokenKind.Close, "⟩"), ["lfloor"] = (TokenKind.Open, "⌊"), ["rfloor"] = (TokenKind.Close, "⌋"), ["lceil"] = (TokenKind.Open, "⌈"), ["rceil"] = (TokenKind.Close, "⌉"),
        ["lbrace"] = (TokenKind.Open, "\\{"), ["rbrace"] = (TokenKind.Close, "\\}"), ["lbrack"] = (TokenKind.Open, "["), ["rbrack"] = (TokenKind.Close, "]"), ["lparen"] = (TokenKind.Open, "("), ["rparen"] = (TokenKind.Close, ")"),
        ["to"] = (TokenKind.Relation, "→"), ["rightarrow"] = (TokenKind.Relation, "→"), ["prime"] = (TokenKind.Prime, "'"), ["circ"] = (TokenKind.Degree, "°"), ["degree"] = (TokenKind.Degree, "°"), ["colon"] = (TokenKind.Colon, ":"), ["ratio"] = (TokenKind.Colon, ":"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Commands that only space or style.</summary>
    public static readonly FrozenSet<string> Silent = Set(
        "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle scriptstyle limits nolimits quad qquad enspace thinspace medspace thickspace negthinspace hfill hspace " +
        "boxed fbox framebox rm bf it sf tt large Large small normalsize noindent par newline nonumber notag phantom mathstrut strut hline ensuremath bigskip smallskip medskip allowbreak nobreak therefore because implies Rightarrow Longrightarrow");

    /// <summary>Commands whose group is words.</summary>
    public static readonly FrozenSet<string> Texts = Set("text textbf textit textrm textnormal textsf texttt textsc emph mbox hbox textup textmd");

    /// <summary>Commands whose group is set in another face.</summary>
    public static readonly FrozenSet<string> Faces = Set("mathrm operatorname mathit mathsf mathtt mathnormal mathop");

    /// <summary>Faces of vectors and sets, which letters keep where they would else be something else.</summary>
    public static readonly FrozenSet<string> Heavy = Set("mathbf boldsymbol bm pmb mathcal mathfrak mathscr vec hat widehat overrightarrow");

    public static readonly FrozenDictionary<char, string> Characters = new Dictionary<char, string>
    {
        ['π'] = "pi", ['∞'] = "infty", ['√'] = "sqrt", ['≤'] = "le", ['⩽'] = "le", ['≥'] = "ge", ['⩾'] = "ge", ['≠'] = "ne", ['≈'] = "approx", ['×'] = "times", ['·'] = "cdot", ['⋅'] = "cdot", ['÷'] = "div", ['±'] = "pm", ['∓'] = "mp",
        ['∪'] = "cup", ['∩'] = "cap", ['∖'] = "setminus", ['∈'] = "in", ['°'] = "circ", ['º'] = "circ", ['∘'] = "circ", ['′'] = "prime", ['’'] = "prime", ['⟨'] = "langle", ['⟩'] = "rangle", ['⌊'] = "lfloor", ['⌋'] = "rfloor", ['⌈'] = "lceil", ['⌉'] = "rceil", ['∅'] = "emptyset", ['ℝ'] = "Reals", ['ℤ'] = "Integers", ['ℕ'] = "Naturals", ['ℚ'] = "Rationals", ['ℂ'] = "Complexes", ['∣'] = "mid", ['∶'] = "colon", ['∨'] = "lor", ['∧'] = "land",
        ['α'] = "alpha", ['β'] = "beta", ['γ'] = "gamma", ['δ'] = "delta", ['ε'] = "epsilon", ['ζ'] = "zeta", ['η'] = "eta", ['θ'] = "theta", ['ϑ'] = "theta", ['κ'] = "kappa", ['λ'] = "lambda", ['μ'] = "mu", ['ν'] = "nu", ['ξ'] = "xi", ['ρ'] = "rho", ['σ'] = "sigma", ['τ'] = "tau", ['φ'] = "phi", ['ϕ'] = "phi", ['χ'] = "chi", ['ψ'] = "psi", ['ω'] = "omega", ['Δ'] = "Delta", ['Γ'] = "Gamma", ['Θ'] = "Theta", ['Λ'] = "Lambda", ['Σ'] = "Sigma", ['Φ'] = "Phi", ['Ψ'] = "Psi", ['Ω'] = "Omega", ['ℏ'] = "hbar",
    }.ToFrozenDictionary();

    /// <summary>Digits that stand high.</summary>
    public const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹", Subscripts = "₀₁₂₃₄₅₆₇₈₉";

    /// <summary>Whether a name is one of a command of mathematics, so that <c>\\name</c> is a backslash too many and no new row.</summary>
    public static bool IsCommand(ReadOnlySpan<char> name) => IsIn(Silent, name) || IsIn(Texts, name) || IsIn(Faces, name) || IsIn(Heavy, name) || IsIn(Structures, name) || Signs.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name) || Letters.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name) || Functions.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    private static readonly FrozenSet<string> Structures = Set("frac dfrac tfrac cfrac sqrt infty pi begin end binom sum int prod lim overline bar mathbb emptyset varnothing");

    private static bool IsIn(FrozenSet<string> set, ReadOnlySpan<char> name) => set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Map(string names, params (string From, string To)[] others) =>
        names.Split(' ').Select(name => (From: name, To: name)).Concat(others).ToFrozenDictionary(pair => pair.From, pair => pair.To, StringComparer.Ordinal);
}
