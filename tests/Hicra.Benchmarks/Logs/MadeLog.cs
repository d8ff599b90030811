using System.Globalization;
using System.Text.Json;
using Hicra.Rollouts;
using Hicra.Training.Runs;
using Parquet.Serialization;

namespace Hicra.Benchmarks.Logs;

/// <summary>A log as large as is wanted: real solutions in steps of 256 prompts with 8 rollouts each, a file a step.</summary>
internal static class MadeLog
{
    private const int Prompts = 256, Samples = 8;

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="bytes">The size of all files, about.</param>
    /// <param name="parquet">Whether as TRL's tables of completions; else as verl's rollout dumps.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, long bytes, bool parquet)
    {
        Directory.CreateDirectory(folder);
        Rollout[] solutions = [.. RolloutFiles.Read([ShippedData.Path("traces", "qwen2.5-math-cot-100.jsonl.gz")])];
        for (long step = 1, written = 0; written < bytes; step++)
        {
            Completion[] rows = [.. Enumerable.Range(0, Prompts * Samples).Select(i => Row(solutions[i % solutions.Length], step, i))];
            string file = Path.Combine(folder, parquet ? FormattableString.Invariant($"completions_{step:D5}.parquet") : step.ToString(CultureInfo.InvariantCulture) + ".jsonl");
            if (parquet) ParquetSerializer.SerializeAsync(rows, file).GetAwaiter().GetResult();
            else File.WriteAllLines(file, rows.Select(r => JsonSerializer.Serialize(new { input = r.prompt, output = r.completion, score = r.reward, r.step })));
            written += new FileInfo(file).Length;
        }
        return folder;
    }

    // No text twice, so that nothing is quicker for being alike.
    private static Completion Row(Rollout solution, long step, int i)
    {
        long n = (step - 1) * Prompts * Samples + i;
        return new() { step = step, prompt = $"{solution.Prompt} [{i / Samples}]", completion = $"{solution.Response} ({n})", reward = n * 7919 % 13 < 5 ? 1 : 0 };
    }

    // The names are TRL's.
    private sealed class Completion
    {
        public long step { get; set; }
        public string? prompt { get; set; }
        public string? completion { get; set; }
        public double reward { get; set; }
    }
}
