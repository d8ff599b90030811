using System.Globalization;
using Hicra.Strategy;

namespace Hicra.Training.Learning;

/// <summary>Where the grams that define planning tokens come from: the text of <see cref="TrainingOptions.Grams"/>, understood.</summary>
/// <param name="Every">Steps between two minings; 0 for a fixed library.</param>
/// <param name="Library">The name or file of a fixed library; null for the world's own and for one that is mined.</param>
public readonly record struct GramSource(int Every, string? Library)
{
    /// <summary>The world's own grams.</summary>
    public const string World = "world";

    /// <summary>What stands before the number of steps.</summary>
    public const string Online = "online";

    /// <summary>Whether the library is mined from the run's own rollouts.</summary>
    public bool IsOnline => Every > 0;

    /// <summary>Reads <c>world</c>, <c>online:N</c>, <c>paper</c> or a file's name.</summary>
    /// <exception cref="HicraException">There is no number of steps behind <c>online</c>, or no name at all.</exception>
    public static GramSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == World) return new(0, null);
        string[] parts = text.Split(':');
        if (parts[0] == Online)
        {
            return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int every) && every > 0
                ? new(every, null) : throw new HicraException($"--grams is '{text}'; give the steps between two minings, for example online:50");
        }
        return text.Length > 0 ? new(0, text) : throw new HicraException("--grams is empty; give world, paper, the file of a gram library, or online:50");
    }

    /// <summary>The fixed library that is named; null for the world's own and for one that is mined.</summary>
    /// <exception cref="HicraException">The file cannot be read or is no gram library.</exception>
    public StrategicGramLibrary? Load() => Library switch
    {
        null => null,
        "paper" => StrategicGramLibrary.Paper,
        string file => GramLibraryFile.Load(file),
    };
}
