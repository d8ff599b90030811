using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>A column of texts.</summary>
internal sealed class TextBuilder(string name) : IColumnBuilder
{
    private readonly List<string?> _cells = [];

    /// <inheritdoc/>
    public bool HasValues { get; private set; }

    /// <summary>Sets a cell in a row behind all that are set; null leaves it missing.</summary>
    public void Set(long row, string? value)
    {
        if (value is null) return;
        Fill(row);
        _cells.Add(value);
        HasValues = true;
    }

    /// <inheritdoc/>
    public DataFrameColumn Build(long rows)
    {
        Fill(rows);
        return new StringDataFrameColumn(name, _cells!);
    }

    private void Fill(long rows)
    {
        while (_cells.Count < rows) _cells.Add(null);
    }
}
