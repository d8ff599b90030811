using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>A column while its values come in; cells that nobody sets are missing.</summary>
internal interface IColumnBuilder
{
    /// <summary>Whether any cell has a value.</summary>
    bool HasValues { get; }

    /// <summary>The column.</summary>
    /// <param name="rows">Its length; what is missing at its end is filled up.</param>
    DataFrameColumn Build(long rows);
}
