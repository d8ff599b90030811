using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;

namespace Hicra.Verification.Masks;

/// <summary>
/// Draws spans that libraries mark in real solutions, for people to label: for each library as many occurrences as asked,
/// uniformly among all, mixed, so that a reader cannot know what marked a span.
/// </summary>
public static class MaskDraw
{
    /// <summary>The libraries' names.</summary>
    public const string Mined = "mined", Paper = "paper", Control = "control";

    private const int Context = 140; // characters on either side

    /// <summary>Draws the sample.</summary>
    /// <param name="rollouts">Solutions with problems.</param>
    /// <param name="count">Spans of each library; fewer where it marks fewer.</param>
    /// <param name="seed">Decides the control and what is drawn.</param>
    /// <param name="onlyReport">Whether only problems are drawn that are kept for the report.</param>
    /// <param name="settings">Of the miner; null for the defaults.</param>
    public static IReadOnlyList<MaskSpan> Draw(IReadOnlyList<Rollout> rollouts, int count, long seed, bool onlyReport = false, MiningSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        Solution[] solutions = [.. rollouts.Select(rollout => RolloutFiles.AsSolution(rollout))];
        StrategicGramLibrary mined = new GramMiner(settings).Mine(solutions).Library;
        CounterRandom random = CounterRandom.FromSeed(seed).Derive("masks");
        string[] right = [.. solutions.Where(s => s.Correct == true).Select(s => Words(s.Text))];
        StrategicGramLibrary control = new RandomGrams(mined, right).Draw(random.Derive("control"));
        var drawn = new List<MaskSpan>();
        foreach ((string name, StrategicGramLibrary library) in new[] { (Mined, mined), (Paper, StrategicGramLibrary.Paper), (Control, control) })
        {
            MaskSpan[] all = [.. Occurrences(name, library, solutions).Where(span => !onlyReport || !span.ForWork)];
            random.Derive("of").Derive(name).Shuffle<MaskSpan>(all);
            drawn.AddRange(all.Take(count));
        }
        MaskSpan[] mixed = [.. drawn];
        random.Derive("order").Shuffle<MaskSpan>(mixed);
        return [.. mixed.Select((span, i) => span with { Id = i + 1 })];
    }

    private static IEnumerable<MaskSpan> Occurrences(string name, StrategicGramLibrary library, Solution[] solutions)
    {
        var matcher = new PlanningMatcher(library);
        var spans = new List<GramSpan>();
        for (int i = 0; i < solutions.Length; i++)
        {
            string text = solutions[i].Text;
            spans.Clear();
            matcher.Spans(text, spans);
            foreach (GramSpan span in spans)
            {
                int from = Math.Max(0, span.Start - Context), to = Math.Min(text.Length, span.End + Context);
                yield return new(0, name, solutions[i].Problem ?? "", i, span.Start, span.Length, library.Grams[span.Gram], Line(text[from..span.Start]), Line(text[span.Start..span.End]), Line(text[span.End..to]));
            }
        }
    }

    // The control's grams are words as the matcher knows them: lower case, no punctuation inside.
    private static string Words(string text)
    {
        var words = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            if (!char.IsLetter(text[i]))
            {
                i++;
                continue;
            }
            int end = i;
            while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '\'')) end++;
            words.Add(text[i..end].ToLowerInvariant());
            i = end;
        }
        return string.Join(' ', words);
    }

    private static string Line(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", " / ", StringComparison.Ordinal);
}
