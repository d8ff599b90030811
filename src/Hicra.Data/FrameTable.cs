using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>A column of a frame as it is shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its cells.</param>
/// <param name="Missing">How many cells are missing.</param>
/// <param name="Cell">A cell by its row; null where it is missing.</param>
internal sealed record FrameColumn(string Name, Type Type, long Missing, Func<long, object?> Cell)
{
    /// <summary>Whether cells are numbers, which stand to the right.</summary>
    public bool IsNumber { get; } = IsNumeric(Type);

    /// <summary>Whether values of a type are numbers.</summary>
    public static bool IsNumeric(Type type) => System.Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>The type in a word.</summary>
    public string TypeName => System.Type.GetTypeCode(Type) switch
    {
        TypeCode.Double => "double",
        TypeCode.Single => "float",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.Boolean => "bool",
        TypeCode.String => "string",
        TypeCode.Byte => "byte",
        TypeCode.Decimal => "decimal",
        _ => Type.Name,
    };
}

/// <summary>A frame as it is shown: of this library, or of a copy of it that a reader loaded, whose types are other ones.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record FrameTable(IReadOnlyList<FrameColumn> Columns, long Rows)
{
    private const string FullName = "Microsoft.Data.Analysis.DataFrame";

    /// <summary>Whether a value is a frame, by its type's name: nothing is loaded to find out.</summary>
    public static bool IsFrame(object value)
    {
        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            if (type.FullName == FullName) return true;
        return false;
    }

    /// <summary>The table of a frame; null for any other value.</summary>
    public static FrameTable? Of(object value) => !IsFrame(value) ? null : OfThis(value) ?? OfCopy(value);

    // In a method of its own, so that the library is loaded for frames alone.
    private static FrameTable? OfThis(object value) => value is DataFrame frame ? new([.. frame.Columns.Select(c => new FrameColumn(c.Name, c.DataType, c.NullCount, row => c[row]))], frame.Rows.Count) : null;

    private static FrameTable OfCopy(object frame)
    {
        object[] columns = [.. ((IEnumerable)Read(frame, "Columns")!).Cast<object>()];
        return new([.. columns.Select(Column)], columns.Length == 0 ? 0 : Convert.ToInt64(Read(columns[0], "Length"), CultureInfo.InvariantCulture));
    }

    private static FrameColumn Column(object column)
    {
        MethodInfo cell = column.GetType().GetMethods().First(m => m.Name == "get_Item" && m.GetParameters() is [{ ParameterType: var at }] && at == typeof(long));
        return new FrameColumn((string?)Read(column, "Name") ?? "", (Type)Read(column, "DataType")!, Convert.ToInt64(Read(column, "NullCount"), CultureInfo.InvariantCulture), row => cell.Invoke(column, [row]));
    }

    // A derived column may hide what its base has.
    private static object? Read(object value, string property) => value.GetType().GetProperties().First(p => p.Name == property && p.GetIndexParameters().Length == 0).GetValue(value);
}
