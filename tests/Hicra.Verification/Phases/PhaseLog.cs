using System.Globalization;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Verification.Phases;

/// <summary>The measures of a run by which the two phases are judged.</summary>
/// <param name="Name">The run's folder or file: <c>METHOD_PAIR</c>, for example <c>grpo_base101-seed0</c>; runs of a pair share base and seed.</param>
/// <param name="Rows">A row a step.</param>
internal sealed record PhaseLog(string Name, IReadOnlyList<MetricRow> Rows)
{
    /// <summary>What is kept of a run; the first six are those of the criteria.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "hicra/entropy/execution", Validation, "hicra/strategies", "response_length/mean", "hicra/planning_share", "hicra/plan_hits",
        "hicra/accuracy", "hicra/plan_fits", "hicra/persistence", "hicra/attempts", "hicra/column_slips", "hicra/copy_errors", "hicra/semantic_entropy", "hicra/semantic_entropy_strategies",
        "hicra/executed_entropy", "hicra/truncated", "val-aux/long-strategies/acc/mean@4", "val-aux/long-numbers/acc/mean@4",
    ];

    /// <summary>Accuracy on the validation problems.</summary>
    public const string Validation = "val-core/long/acc/mean@4";

    /// <summary>What trained it.</summary>
    public string Method => Name.Split('_')[0];

    /// <summary>Its base model and seed, by which methods are paired.</summary>
    public string Pair => Name.Contains('_', StringComparison.Ordinal) ? Name[(Name.IndexOf('_', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>The values of a metric where it is known, with their steps.</summary>
    public IReadOnlyList<(int Step, double Value)> Series(string metric) => [.. Rows.Where(row => row[metric] is not null).Select(row => (row.Step, row[metric]!.Value))];

    /// <summary>Run folders and tables below folders, in the order of their names.</summary>
    /// <exception cref="HicraException">A folder holds neither, or a table is not as <see cref="Write"/> makes it.</exception>
    public static IReadOnlyList<PhaseLog> Find(IReadOnlyList<string> folders)
    {
        var logs = new List<PhaseLog>();
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder)) throw new HicraException($"{folder}: no such folder; give run folders, or one of tables");
            PhaseLog[] found =
            [
                .. Directory.EnumerateFiles(folder, "metrics.jsonl", SearchOption.AllDirectories).Select(file => new PhaseLog(Path.GetFileName(Path.GetDirectoryName(file))!, MetricsLog.Read(file))),
                .. Directory.EnumerateFiles(folder, "*.csv", SearchOption.AllDirectories).Select(Read),
            ];
            if (found.Length == 0) throw new HicraException($"{folder}: holds no run and no table; give run folders, or one of tables");
            logs.AddRange(found);
        }
        return [.. logs.OrderBy(log => log.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes the measures as a table, six digits each.</summary>
    public void Write(string folder) => File.WriteAllLines(Path.Combine(folder, Name + ".csv"),
    [
        string.Join(',', ["step", .. Columns]),
        .. Rows.Select(row => string.Join(',', [row.Step.ToString(CultureInfo.InvariantCulture), .. Columns.Select(column => row[column]?.ToString("G6", CultureInfo.InvariantCulture) ?? "")])),
    ]);

    private static PhaseLog Read(string file)
    {
        string[][] lines = [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => line.Split(','))];
        if (lines.Length < 2 || lines[0][0] != "step") throw new HicraException($"{file}: must begin with a line of columns, step first; give tables that phases --write made");
        return new PhaseLog(Path.GetFileNameWithoutExtension(file), [.. lines.Skip(1).Select((cells, i) => Row(file, i + 2, lines[0], cells))]);
    }

    private static MetricRow Row(string file, int line, string[] columns, string[] cells)
    {
        if (cells.Length != columns.Length || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int step)) throw Bad();
        var row = new MetricRow(step);
        for (int i = 1; i < cells.Length; i++)
        {
            if (cells[i].Length == 0) continue;
            row.Set(columns[i], double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Bad());
        }
        return row;

        HicraException Bad() => new($"{file}, line {line}: not {columns.Length} numbers; give tables that phases --write made");
    }
}
