using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>A column of numbers or truth values, filled in the memory that the column then owns: setting cells of a finished column costs ten times as much.</summary>
/// <typeparam name="T">The cells' type.</typeparam>
/// <param name="name">The column's name.</param>
/// <param name="expected">How many rows there will be, where that is known: then memory is taken once.</param>
internal sealed class NumberBuilder<T>(string name, int expected = 0) : IColumnBuilder where T : unmanaged
{
    private static readonly int Size = Unsafe.SizeOf<T>();

    private byte[] _cells = [], _present = [];
    private long _room;
    private int _values;

    /// <inheritdoc/>
    public bool HasValues => _values > 0;

    /// <summary>Sets a cell in a row behind all that are set; null leaves it missing.</summary>
    public void Set(long row, T? value)
    {
        if (value is T given) Put(row, given);
    }

    /// <summary>Sets a cell in a row behind all that are set.</summary>
    public void Put(long row, T value)
    {
        if (row >= _room) Reserve(row + 1);
        MemoryMarshal.Cast<byte, T>(_cells.AsSpan())[(int)row] = value;
        _present[row >> 3] |= (byte)(1 << (int)(row & 7));
        _values++;
    }

    /// <inheritdoc/>
    public DataFrameColumn Build(long rows)
    {
        Reserve(rows);
        int length = (int)rows, missing = length - _values;
        Memory<byte> cells = _cells.AsMemory(0, length * Size), present = _present.AsMemory(0, (length + 7) / 8);
        if (typeof(T) == typeof(double)) return new DoubleDataFrameColumn(name, cells, present, length, missing);
        if (typeof(T) == typeof(int)) return new Int32DataFrameColumn(name, cells, present, length, missing);
        if (typeof(T) == typeof(long)) return new Int64DataFrameColumn(name, cells, present, length, missing);
        if (typeof(T) == typeof(bool)) return new BooleanDataFrameColumn(name, cells, present, length, missing);
        return new PrimitiveDataFrameColumn<T>(name, cells, present, length, missing);
    }

    private void Reserve(long rows)
    {
        if (rows * Size > Array.MaxLength) throw new HicraException($"a frame of {rows} rows is too long; take fewer");
        if (rows * Size > _cells.Length) Array.Resize(ref _cells, (int)Math.Min(Array.MaxLength, Math.Max((long)Math.Max(64, expected) * Size, Math.Max(rows * Size, 2L * _cells.Length))));
        if (rows > 8L * _present.Length) Array.Resize(ref _present, (_cells.Length / Size + 7) / 8);
        _room = Math.Min(_cells.Length / Size, 8L * _present.Length);
    }
}
