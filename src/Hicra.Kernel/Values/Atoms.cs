using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Hicra.Kernel.Values;

/// <summary>Values without parts, and .NET's types whose text is known.</summary>
internal static class Atoms
{
    public static readonly Atom Null = new("null", AtomKind.None);

    /// <summary>The value as an atom; null where it has parts, or says itself in code of its own.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="most">Characters of a text.</param>
    public static Atom? Of(object? value, int most) => value switch
    {
        null => Null,
        string text => new(ValueLimits.Cut(text, most), AtomKind.Text),
        char c => new(c.ToString(), AtomKind.Character),
        bool or Enum => new(value.ToString()!, AtomKind.Word),
        DBNull => new(nameof(DBNull), AtomKind.None),
        DateTime time => Word(Date(time, time.TimeOfDay) + Zone(time)),
        DateTimeOffset time => Word(Date(time, time.TimeOfDay) + time.ToString(" zzz", CultureInfo.InvariantCulture)),
        DateOnly day => Word(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TimeOnly time => Word(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        Type type => Word(TypeText.Short(type)),
        Delegate function => Word(TypeText.Short(function.GetType())),
        Pointer => Word("pointer"),
        JsonValue json when json.GetValueKind() is not (JsonValueKind.Object or JsonValueKind.Array) => Of(json, most),
        JsonNode json => Json(writer => json.WriteTo(writer), most),
        JsonDocument json => Json(writer => json.WriteTo(writer), most),
        JsonElement { ValueKind: JsonValueKind.Undefined } => new("undefined", AtomKind.None),
        JsonElement json => Json(json.WriteTo, most),
        XmlNode xml => new(ValueLimits.Cut(xml.OuterXml, most), AtomKind.Block),
        // Numbers of the reader's own types say themselves in the reader's code.
        IFormattable number when Framework.Has(number.GetType()) => new(number.ToString(null, CultureInfo.InvariantCulture), IsNumber(number) ? AtomKind.Number : AtomKind.Word),
        _ => null,
    };

    /// <summary>What reading threw, in a line.</summary>
    public static Atom Failure(Exception error) => new(ValueLimits.Cut(ErrorText.Head(error), ValueLimits.InnerText), AtomKind.Failure);

    private static Atom Of(JsonValue json, int most) => json.GetValueKind() switch
    {
        JsonValueKind.String => new(ValueLimits.Cut(json.ToString(), most), AtomKind.Text),
        JsonValueKind.Number => new(ValueLimits.Cut(json.ToJsonString(), most), AtomKind.Number),
        JsonValueKind.Null => Null,
        _ => Word(json.ToJsonString()),
    };

    private static Atom Word(string text) => new(text, AtomKind.Word);

    private static Atom Json(Action<Utf8JsonWriter> write, int most) => new(JsonText.Indented(write, most), AtomKind.Block);

    // A day of midnight is a day: most dates in tables are.
    private static string Date(IFormattable time, TimeSpan ofDay) => time.ToString(ofDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Zone(DateTime time) => time.Kind == DateTimeKind.Utc && time.TimeOfDay != TimeSpan.Zero ? "Z" : "";

    private static bool IsNumber(object value) => value is int or double or float or long or decimal or BigInteger
        || value.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INumberBase<>));
}
