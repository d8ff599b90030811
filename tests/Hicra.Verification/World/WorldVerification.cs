using Hicra.Training.Worlds;
using Hicra.Verification.Reports;

namespace Hicra.Verification.World;

/// <summary>
/// Compares the verdicts of a world of the kit (reward, kind, attempts, sound attempts, executed forms, gram spans) with reference
/// values. They are exact, so the tolerance is 0 and every differing value is a mismatch.
/// </summary>
public static class WorldVerification
{
    /// <summary>Judges every text of a file in the format of the reference program's <c>batch.json</c> and compares the verdicts.</summary>
    /// <exception cref="HicraException">The file cannot be read or is not of this format; the message names file, rollout and key.</exception>
    public static VerificationReport Verify(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WorldFile file = WorldFile.Read(path);
        var tally = new Tally();
        JudgedWorld world = file.World == WorldCatalog.LongSums ? JudgedWorld.LongSums : JudgedWorld.Puzzle;
        Definition("vocabulary", file.Vocabulary, world.Vocabulary);
        Definition("strategies", file.Strategies, world.Strategies);
        Definition("grams", file.Grams, world.Grams);
        for (int i = 0; i < file.Rollouts.Count; i++) Compare(tally, $"rollout {i}", world, file.Rollouts[i]);
        return new VerificationReport($"{file.World} world against {path}", tally.Rows(), tally.Mismatches);

        void Definition(string name, IReadOnlyList<string>? expected, IReadOnlyList<string> got)
        {
            if (expected is not null) tally.CompareLists(name, name, expected, got);
        }
    }

    private static void Compare(Tally tally, string where, JudgedWorld world, WorldRollout expected)
    {
        tally.Compare("text and ids", where, "the same words", Disagreement(world.Vocabulary, expected.Text, expected.Ids) ?? "the same words");
        WorldJudgement got = world.Judge(expected.Problem, expected.Ids);
        tally.Compare("reward", where, expected.Reward, got.Verdict.Reward);
        tally.Compare("kind", where, expected.Kind, KindName(got.Verdict.Kind));
        tally.Compare("attempts", where, expected.Attempts, got.Attempts);
        tally.Compare("sound attempts", where, expected.Sound, got.Sound);
        tally.CompareLists("executed forms", where, expected.Forms, [.. got.Forms.Select(form => (double)form)]);
        tally.CompareLists("gram spans", where, expected.Grams, [.. world.GramSpans(expected.Ids).Select(span => new WorldSpan(span.Start, span.Length, span.Gram))]);
        foreach ((string name, double value) in expected.Counts) tally.Compare(name.Replace('_', ' '), where, value, got.Counts[name]);
    }

    private static string KindName(ErrorKind kind) => kind switch
    {
        ErrorKind.Right => "right",
        ErrorKind.Plan => "plan",
        _ => "other",
    };

    /// <summary>Where the text and the ids say different words; null if nowhere. Foreign words agree with foreign ids.</summary>
    private static string? Disagreement(IReadOnlyList<string> vocabulary, string text, int[] ids)
    {
        string[] words = text.Length == 0 ? [] : text.Split(' ');
        if (words.Length != ids.Length) return $"{words.Length} words in the text, {ids.Length} ids";
        for (int i = 0; i < ids.Length; i++)
        {
            string? id = (uint)ids[i] < (uint)vocabulary.Count ? vocabulary[ids[i]] : null, word = vocabulary.Contains(words[i]) ? words[i] : null;
            if (word != id) return $"word {i} '{words[i]}' in the text, '{id ?? "none"}' in the ids";
        }
        return null;
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
