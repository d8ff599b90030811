using Hicra.Strategy;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Verification.Reports;

namespace Hicra.Verification.World;

/// <summary>
/// Compares the puzzle world's verdicts (reward, kind, attempts, sound attempts, executed forms, gram spans) with reference
/// values. They are exact, so the tolerance is 0 and every differing value is a mismatch.
/// </summary>
public static class WorldVerification
{
    private static readonly GramMatcher Grams = new([.. PuzzleGrams.Texts.Select(PuzzleVocabulary.Encode)]);

    /// <summary>Judges every text of a file in the format of the reference program's <c>batch.json</c> and compares the verdicts.</summary>
    /// <exception cref="HicraException">The file cannot be read or is not of this format; the message names file, rollout and key.</exception>
    public static VerificationReport Verify(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WorldFile file = WorldFile.Read(path);
        var tally = new Tally();
        Definition("vocabulary", file.Vocabulary, PuzzleVocabulary.Words);
        Definition("strategies", file.Strategies, [.. PuzzleStrategy.All.Select(strategy => strategy.Name)]);
        Definition("grams", file.Grams, PuzzleGrams.Texts);
        for (int i = 0; i < file.Rollouts.Count; i++) Compare(tally, $"rollout {i}", file.Rollouts[i]);
        return new VerificationReport($"puzzle world against {path}", tally.Rows(), tally.Mismatches);

        void Definition(string name, IReadOnlyList<string>? expected, IReadOnlyList<string> got)
        {
            if (expected is not null) tally.CompareLists(name, name, expected, got);
        }
    }

    private static void Compare(Tally tally, string where, WorldRollout expected)
    {
        tally.Compare("text and ids", where, "the same words", Disagreement(expected.Text, expected.Ids) ?? "the same words");
        PuzzleVerdict got = PuzzleVerifier.Judge(expected.Problem, expected.Ids);
        tally.Compare("reward", where, expected.Reward, got.Reward);
        tally.Compare("kind", where, expected.Kind, KindName(got.Kind));
        tally.Compare("attempts", where, expected.Attempts, got.Attempts);
        tally.Compare("sound attempts", where, expected.Sound, got.SoundAttempts);
        tally.CompareLists("executed forms", where, expected.Forms, [.. got.Forms.Select(form => (double)form)]);
        tally.CompareLists("gram spans", where, expected.Grams, GramSpans(expected.Ids));
    }

    private static string KindName(ErrorKind kind) => kind switch
    {
        ErrorKind.Right => "right",
        ErrorKind.Plan => "plan",
        _ => "other",
    };

    /// <summary>Where the text and the ids say different words; null if nowhere. Foreign words agree with foreign ids.</summary>
    private static string? Disagreement(string text, int[] ids)
    {
        int[] words = PuzzleVocabulary.EncodeLenient(text);
        if (words.Length != ids.Length) return $"{words.Length} words in the text, {ids.Length} ids";
        for (int i = 0; i < ids.Length; i++)
        {
            int id = (uint)ids[i] < (uint)PuzzleVocabulary.Words.Count ? ids[i] : PuzzleVocabulary.Foreign;
            if (words[i] != id) return $"word {i} '{text.Split(' ')[i]}' in the text, '{PuzzleVocabulary.Decode([ids[i]])}' in the ids";
        }
        return null;
    }

    /// <summary>The grams of a response: from its start, leftmost and longest first, without overlap.</summary>
    private static IReadOnlyList<WorldSpan> GramSpans(ReadOnlySpan<int> ids)
    {
        var spans = new List<GramSpan>();
        Grams.LeftmostLongest(ids, spans);
        return [.. spans.Select(span => new WorldSpan(span.Start, span.Length, span.Gram))];
    }

    /// <summary>Counts compared and differing values per measure.</summary>
    private sealed class Tally
    {
        private readonly List<string> _names = [];
        private readonly Dictionary<string, (int Values, int Wrong, string Where)> _counts = [];

        public List<string> Mismatches { get; } = [];

        public IReadOnlyList<VerificationRow> Rows() =>
            [.. _names.Select(name => new VerificationRow(name, _counts[name].Wrong, Tolerance: 0, _counts[name].Where, _counts[name].Values))];

        public void Compare<T>(string name, string where, T expected, T got)
        {
            if (EqualityComparer<T>.Default.Equals(expected, got)) Count(name, 1);
            else Mismatch(name, where, $"expected {expected}, got {got}");
        }

        public void CompareLists<T>(string name, string where, IReadOnlyList<T> expected, IReadOnlyList<T> got)
        {
            Count(name, 0); // a row stands even where all lists are empty
            for (int i = 0; i < Math.Min(expected.Count, got.Count); i++) Compare(name, $"{where}, entry {i}", expected[i], got[i]);
            for (int i = got.Count; i < expected.Count; i++) Mismatch(name, $"{where}, entry {i}", $"expected {expected[i]}, got none");
            for (int i = expected.Count; i < got.Count; i++) Mismatch(name, $"{where}, entry {i}", $"expected none, got {got[i]}");
        }

        private void Mismatch(string name, string where, string difference)
        {
            Mismatches.Add($"{where}: {name}: {difference}");
            Count(name, 1, where);
        }

        private void Count(string name, int values, string? wrongAt = null)
        {
            if (!_counts.TryGetValue(name, out (int Values, int Wrong, string Where) count))
            {
                _names.Add(name);
                count.Where = "";
            }
            _counts[name] = (count.Values + values, count.Wrong + (wrongAt is null ? 0 : 1), count.Where.Length > 0 ? count.Where : wrongAt ?? "");
        }
    }
}
