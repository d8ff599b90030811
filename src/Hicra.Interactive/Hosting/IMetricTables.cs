using Hicra.Training.Learning;

namespace Hicra.Interactive.Hosting;

/// <summary>Reads metrics of runs out of tables that the reader made; a library of tables brings its own.</summary>
public interface IMetricTables
{
    /// <summary>The runs that a table holds, with their rows in order; a name is empty where the table gives none. Null where the value is no such table.</summary>
    /// <exception cref="HicraException">It is one, and holds no metrics.</exception>
    IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)>? Read(object value);
}
