using System.Text;

namespace Hicra.Interactive.Commands;

/// <summary>One word of a command line and where it stands; quotation marks belong to the place, not to the text.</summary>
internal readonly record struct MagicWord(string Text, int Start, int End);

/// <summary>Splits a magic line into words: blanks separate, single or double quotation marks keep together.</summary>
internal static class MagicLine
{
    public static IReadOnlyList<MagicWord> Split(string line)
    {
        var words = new List<MagicWord>();
        var text = new StringBuilder();
        int i = 0;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i])) i++;
            if (i == line.Length) return words;
            int start = i;
            char quote = '\0';
            text.Clear();
            for (; i < line.Length && (quote != '\0' || !char.IsWhiteSpace(line[i])); i++)
            {
                char c = line[i];
                if (quote == '\0' && c is '"' or '\'' && quote == '\0') quote = c;
                else if (c == quote) quote = '\0';
                else text.Append(c);
            }
            words.Add(new MagicWord(text.ToString(), start, i));
        }
    }
}
