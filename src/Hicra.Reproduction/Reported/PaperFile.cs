using System.Globalization;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Reported;

/// <summary>The paper's numbers as the kit ships them, in <c>data/paper</c>.</summary>
internal static class PaperFile
{
    /// <summary>The rows of a table without quotes: cells in order, the headings left out.</summary>
    /// <exception cref="HicraException">The file is missing.</exception>
    public static IEnumerable<string[]> Rows(string name) => Lines(name).Skip(1).Select(line => line.Split(','));

    /// <summary>The lines of a file.</summary>
    /// <exception cref="HicraException">The file is missing.</exception>
    public static IReadOnlyList<string> Lines(string name)
    {
        string path = ShippedData.Path("paper", name);
        if (!File.Exists(path)) throw new HicraException($"{path}: the paper's numbers are missing; install again");
        return [.. File.ReadLines(path).Where(line => line.Length > 0)];
    }

    /// <summary>A number of such a file.</summary>
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
