namespace Hicra.Training.Learning;

/// <summary>One metric of the log, for people: tables, plots, tooltips, help and the glossary say it in these words.</summary>
/// <param name="Name">The name in <c>metrics.jsonl</c>; a star stands for a part that differs between runs.</param>
/// <param name="Label">What tables and axes call it.</param>
/// <param name="Unit">The unit: <c>nats</c>, <c>tokens</c>, <c>s</c>; <c>%</c> for a share, which is logged as a fraction; empty for a plain number.</param>
/// <param name="Sentence">What it is, in one sentence.</param>
/// <param name="Low">The least value there can be; null for no bound.</param>
/// <param name="High">The largest value there can be; null for no bound.</param>
public sealed record Metric(string Name, string Label, string Unit, string Sentence, double? Low = null, double? High = null)
{
    /// <summary>Whether the value is a fraction of 1, which people read as a percentage.</summary>
    public bool IsShare => Unit == "%";

    /// <summary>The label with its unit, for headings: <c>response length (tokens)</c>.</summary>
    public string Heading => Unit.Length == 0 || IsShare ? Label : $"{Label} ({Unit})";

    /// <summary>Whether a name of a log is this metric's.</summary>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = Name.Split('*');
        if (parts.Length == 1) return name == Name;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        foreach (string part in parts[1..])
        {
            // A star stands for one character at least.
            if (at >= name.Length) return false;
            int found = part.Length == 0 ? name.Length : name.IndexOf(part, at + 1, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }
        return at == name.Length;
    }
}
