namespace Hicra.Strategy.Mining;

/// <summary>
/// Reads texts as runs of words, with a break wherever a gram must not go on: punctuation, empty lines, numbers (digits
/// and spelt), symbols (single letters but <c>a</c> and <c>i</c>, which are words), LaTeX, code, tags, and words of more
/// than <see cref="LongestWord"/> characters. Words are those of <see cref="GramText"/>, so what is mined is matched.
/// Words are numbered as they come. Not for several threads at once.
/// </summary>
internal sealed class ProseReader
{
    /// <summary>The word number that stands for a break.</summary>
    public const int Break = -1;

    /// <summary>The longest run of characters that counts as a word.</summary>
    public const int LongestWord = 64;

    private readonly MiningSettings _settings;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<NumberRole> _roles = []; // [words]
    private readonly char[] _folded = new char[LongestWord];

    public ProseReader(MiningSettings settings)
    {
        _settings = settings;
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>[words] the words met so far.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Appends the words of a text; between two runs, and after the last, stands one break.</summary>
    public void Read(ReadOnlySpan<char> text, List<int> into)
    {
        var masks = new TextMasks(text, _settings.MaskLatex, _settings.MaskCode);
        int first = into.Count;
        NumberRole before = NumberRole.None; // of the word just before, across blanks only
        bool loneOne = false; // the last word is a "one" that the next word may make a number
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (GramText.IsWordCharacter(c))
            {
                int end = GramText.End(text, i);
                NumberRole role = Take(text[i..end], before, ref loneOne, into, first);
                before = role;
                i = end;
                continue;
            }
            if (char.IsWhiteSpace(c))
            {
                int end = i + 1, lines = c == '\n' ? 1 : 0;
                for (; end < text.Length && char.IsWhiteSpace(text[end]); end++) lines += text[end] == '\n' ? 1 : 0;
                if (lines > 1) (before, loneOne) = (End(into, first), false);
                i = end;
                continue;
            }
            (before, loneOne) = (End(into, first), false);
            int masked = TextMasks.MayStart(c) ? masks.End(i) : i;
            i = Math.Max(masked, i + 1);
        }
        End(into, first);
    }

    private NumberRole Take(ReadOnlySpan<char> word, NumberRole before, ref bool loneOne, List<int> into, int first)
    {
        int number = word.Length <= LongestWord ? Number(word) : Break;
        NumberRole role = number == Break ? (word.ContainsAnyInRange('0', '9') ? NumberRole.Number : NumberRole.None) : _roles[number];
        bool besideNumber = before is NumberRole.Number or NumberRole.Operator;
        if (loneOne && role is NumberRole.Number or NumberRole.Operator)
        {
            into.RemoveAt(into.Count - 1);
            End(into, first);
        }
        loneOne = role == NumberRole.One && !besideNumber;
        if (role == NumberRole.One && besideNumber) role = NumberRole.Number;
        if (number == Break || role == NumberRole.Number) End(into, first);
        else into.Add(number);
        return role;
    }

    /// <summary>The number of a word, or a break where it is a symbol or has digits.</summary>
    private int Number(ReadOnlySpan<char> word)
    {
        Span<char> folded = _folded.AsSpan(0, word.Length);
        word.CopyTo(folded);
        GramText.Fold(folded);
        if (_lookup.TryGetValue(folded, out int number)) return number;
        bool isSymbol = folded is [< '\u2E80' and not ('a' or 'i')];
        if (isSymbol || folded.ContainsAnyInRange('0', '9')) return Break;
        string text = folded.ToString();
        _numbers.Add(text, Words.Count);
        Words.Add(text);
        _roles.Add(_settings.MaskNumerals ? SpeltNumerals.RoleOf(text) : NumberRole.None);
        return Words.Count - 1;
    }

    private static NumberRole End(List<int> into, int first)
    {
        if (into.Count > first && into[^1] != Break) into.Add(Break);
        return NumberRole.None;
    }
}
