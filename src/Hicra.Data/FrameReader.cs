using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>Cells of a frame by name and row, whatever numeric type the frame's maker chose.</summary>
/// <param name="frame">The frame.</param>
/// <param name="what">What it should hold, for error messages: <c>a frame of metrics</c>.</param>
internal sealed class FrameReader(DataFrame frame, string what)
{
    private readonly Dictionary<string, DataFrameColumn> _columns = frame.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Rows.</summary>
    public long Rows => frame.Rows.Count;

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Fails where columns are missing.</summary>
    /// <exception cref="HicraException">One is.</exception>
    public void Require(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            if (Has(column)) continue;
            string hint = NameSuggestion.Nearest(column, _columns.Keys) is { } nearest ? $"'{nearest}' is there" : _columns.Count == 0 ? "it has no columns" : $"it has {string.Join(", ", _columns.Keys.Take(8))}{(_columns.Count > 8 ? ", …" : "")}";
            throw new HicraException($"{what} has a column '{column}'; {hint}");
        }
    }

    /// <summary>A text; null where it or its column is missing.</summary>
    public string? Text(string column, long row) => _columns.TryGetValue(column, out DataFrameColumn? cells) ? cells[row] switch { null => null, string text => text, object other => Convert.ToString(other, CultureInfo.InvariantCulture) } : null;

    /// <summary>A number; null where it or its column is missing.</summary>
    /// <exception cref="HicraException">The cell holds no number.</exception>
    public double? Number(string column, long row) => _columns.TryGetValue(column, out DataFrameColumn? cells) ? Number(cells, row) : null;

    /// <summary>A whole number; null where it or its column is missing.</summary>
    /// <exception cref="HicraException">The cell holds none.</exception>
    public long? Whole(string column, long row)
    {
        if (!_columns.TryGetValue(column, out DataFrameColumn? cells)) return null;
        switch (cells)
        {
            case PrimitiveDataFrameColumn<int> ints: return ints[row];
            case PrimitiveDataFrameColumn<long> longs: return longs[row];
        }
        if (Number(cells, row) is not double number) return null;
        if (number != Math.Floor(number) || Math.Abs(number) > 1L << 53) throw Unfit(column, row, "a whole number");
        return (long)number;
    }

    /// <summary>A whole number of 32 bits; null where it or its column is missing.</summary>
    /// <exception cref="HicraException">The cell holds none.</exception>
    public int? Index(string column, long row) => Whole(column, row) is not long number ? null : number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Unfit(column, row, "a number of 32 bits");

    /// <summary>A truth value; null where it or its column is missing.</summary>
    /// <exception cref="HicraException">The cell holds none.</exception>
    public bool? Truth(string column, long row) => !_columns.TryGetValue(column, out DataFrameColumn? cells) ? null : cells[row] switch
    {
        null => null,
        bool truth => truth,
        string text when bool.TryParse(text, out bool truth) => truth,
        _ => throw Unfit(column, row, "true or false"),
    };

    /// <summary>A value by its name, in any case; null where it or its column is missing, or the cell is empty.</summary>
    /// <exception cref="HicraException">There is no value of that name.</exception>
    public T? Choice<T>(string column, long row)
        where T : struct, Enum
    {
        if (Text(column, row) is not { Length: > 0 } text) return null;
        return Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : throw NameSuggestion.Unknown(column, text, Enum.GetNames<T>());
    }

    /// <summary>A list that a cell holds as JSON; null where it or its column is missing.</summary>
    /// <exception cref="HicraException">The cell holds something else.</exception>
    public T[]? List<T>(string column, long row)
    {
        if (Text(column, row) is not { } text) return null;
        try { return JsonSerializer.Deserialize<T[]>(text); }
        catch (JsonException) { throw Unfit(column, row, "a list as JSON, like [1,2]"); }
    }

    /// <summary>The numeric columns, in the frame's order; truth values are none.</summary>
    public IEnumerable<DataFrameColumn> Numbers => frame.Columns.Where(c => FrameColumn.IsNumeric(c.DataType));

    /// <summary>A cell of a numeric column.</summary>
    public double? Number(DataFrameColumn cells, long row)
    {
        switch (cells)
        {
            case PrimitiveDataFrameColumn<double> doubles: return doubles[row];
            case PrimitiveDataFrameColumn<float> floats: return floats[row];
            case PrimitiveDataFrameColumn<int> ints: return ints[row];
            case PrimitiveDataFrameColumn<long> longs: return longs[row];
        }
        object? cell = cells[row];
        if (cell is null) return null;
        if (FrameColumn.IsNumeric(cell.GetType())) return Convert.ToDouble(cell, CultureInfo.InvariantCulture);
        // A file that was read as text.
        if (cell is string text) return text.Length == 0 ? null : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Unfit(cells.Name, row, "a number");
        throw Unfit(cells.Name, row, "a number");
    }

    private HicraException Unfit(string column, long row, string expected) =>
        new(FormattableString.Invariant($"{what}: the column '{column}' holds '{_columns[column][row]}' in row {row}, where {expected} is expected"));
}
