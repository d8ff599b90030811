using System.Globalization;

namespace Hicra.Training.Text.Unicode;

/// <summary>What canonical composition needs to know of characters, read from the embedded <c>canonical.txt</c>.</summary>
internal sealed class CanonicalTables
{
    // Hangul syllables are computed (The Unicode Standard, section 3.12).
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28;

    private readonly Dictionary<int, (int First, int Second)> _parts = [];
    private readonly Dictionary<(int First, int Second), int> _whole = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly HashSet<int> _seconds = [];

    private CanonicalTables(TextReader reader)
    {
        bool classes = false;
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            if (line == "classes")
            {
                classes = true;
                continue;
            }
            bool whole = line[0] != '!';
            int[] numbers = [.. line.TrimStart('!').Split(' ').Select(number => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            if (classes)
            {
                for (int code = numbers[0]; code <= numbers[1]; code++) _classes.Add(code, (byte)numbers[2]);
                continue;
            }
            (int first, int second) = (numbers[1], numbers.Length > 2 ? numbers[2] : 0);
            _parts.Add(numbers[0], (first, second));
            if (!whole) continue;
            _whole.Add((first, second), numbers[0]);
            _seconds.Add(second);
        }
    }

    /// <summary>The tables; read once.</summary>
    public static CanonicalTables Instance => Loaded.Tables;

    /// <summary>The canonical combining class; 0 for a starter.</summary>
    public byte Class(int code) => _classes.GetValueOrDefault(code);

    /// <summary>Whether no character before this one can combine with it or be reordered with it.</summary>
    public bool Begins(int code)
    {
        while (_parts.TryGetValue(code, out (int First, int Second) parts)) code = parts.First;
        return Class(code) == 0 && !_seconds.Contains(code) && code is not (>= VowelBase and < VowelBase + Vowels or > TrailBase and < TrailBase + Trails);
    }

    /// <summary>Whether a character that stands alone is its own composed form.</summary>
    public bool IsComposed(int code) => !_parts.TryGetValue(code, out (int First, int Second) parts) || _whole.GetValueOrDefault(parts) == code;

    /// <summary>Appends the full canonical decomposition of a character.</summary>
    public void Decompose(int code, List<int> into)
    {
        int syllable = code - HangulBase;
        if ((uint)syllable < Leads * Vowels * Trails)
        {
            into.Add(LeadBase + syllable / (Vowels * Trails));
            into.Add(VowelBase + syllable % (Vowels * Trails) / Trails);
            if (syllable % Trails != 0) into.Add(TrailBase + syllable % Trails);
        }
        else if (_parts.TryGetValue(code, out (int First, int Second) parts))
        {
            Decompose(parts.First, into);
            if (parts.Second != 0) into.Add(parts.Second);
        }
        else into.Add(code);
    }

    /// <summary>The character that two characters make; null where they make none.</summary>
    public int? Compose(int first, int second)
    {
        int lead = first - LeadBase, vowel = second - VowelBase, syllable = first - HangulBase, trail = second - TrailBase;
        if ((uint)lead < Leads && (uint)vowel < Vowels) return HangulBase + (lead * Vowels + vowel) * Trails;
        if ((uint)syllable < Leads * Vowels * Trails && syllable % Trails == 0 && trail is > 0 and < Trails) return first + trail;
        return _whole.TryGetValue((first, second), out int whole) ? whole : null;
    }

    private static class Loaded
    {
        public static readonly CanonicalTables Tables = Read();

        private static CanonicalTables Read()
        {
            using var reader = new StreamReader(typeof(CanonicalTables).Assembly.GetManifestResourceStream("Hicra.Training.Text.Unicode.canonical.txt")!);
            return new CanonicalTables(reader);
        }
    }
}
