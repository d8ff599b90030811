using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Rollouts;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace Hicra.Logs.Tables;

/// <summary>
/// Parquet files as records, a row group at a time. The library reads a row group whole, so one that takes more than
/// <see cref="MostBytes"/> unpacked is refused: memory stays bounded whatever the file's size.
/// </summary>
public sealed class ParquetTables : IRecordTables
{
    /// <summary>The most bytes of a row group, unpacked: texts take twice that in memory.</summary>
    public const long MostBytes = 160L << 20;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a reader.</summary>
    public ParquetTables()
    {
    }

    /// <inheritdoc/>
    public bool Reads(ReadOnlySpan<byte> head) => head.SequenceEqual("PAR1"u8);

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Rows(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = Guarded(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        (int groups, ParquetSchema schema) = Groups(file, path);
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        for (int group = 0; group < groups; group++)
        {
            file.Position = 0;
            int at = group;
            foreach (Dictionary<string, object> row in Guarded(path, () => ParquetSerializer.DeserializeUntypedAsync(file, rowGroupIndex: at).GetAwaiter().GetResult().Data))
            {
                buffer.ResetWrittenCount();
                using (var json = new Utf8JsonWriter(buffer, Compact)) Write(json, row, schema.Fields);
                yield return buffer.WrittenMemory;
            }
        }
    }

    private static (int Groups, ParquetSchema Schema) Groups(FileStream file, string path)
    {
        ParquetReader reader = Guarded(path, () => ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult());
        try
        {
            long largest = reader.RowGroups.Select(group => group.RowGroup.TotalByteSize).DefaultIfEmpty(0).Max();
            if (largest > MostBytes)
                throw new HicraException(string.Create(CultureInfo.InvariantCulture, $"{path}: a row group of {largest >> 20} MB is too large to be read at once (at most {MostBytes >> 20} MB); write it in smaller ones: python3 -c \"import pandas; pandas.read_parquet('{Path.GetFileName(path)}').to_parquet('smaller.parquet', row_group_size=1000)\""));
            return (reader.RowGroupCount, reader.Schema);
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Write(Utf8JsonWriter json, Dictionary<string, object> row, IReadOnlyList<Field> fields)
    {
        json.WriteStartObject();
        foreach (Field field in fields)
        {
            if (!row.TryGetValue(field.Name, out object? value) || value is null) continue;
            json.WritePropertyName(field.Name);
            Value(json, value);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case ReadOnlyMemory<char> text: json.WriteStringValue(text.Span); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case float number: Finite(json, number); break;
            case double number: Finite(json, number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong: json.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture)); break;
            case byte[] bytes: json.WriteStringValue(System.Text.Encoding.UTF8.GetString(bytes)); break;
            case IDictionary members:
                json.WriteStartObject();
                foreach (DictionaryEntry member in members)
                {
                    json.WritePropertyName(Convert.ToString(member.Key, CultureInfo.InvariantCulture) ?? "");
                    Value(json, member.Value);
                }
                json.WriteEndObject();
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (object? item in list) Value(json, item);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void Finite(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        // A damaged file fails in the library in many ways.
        catch (Exception e) when (e is not (HicraException or OutOfMemoryException or OperationCanceledException))
        {
            throw new HicraException($"{path}: cannot be read as Parquet ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}); is it whole?", e);
        }
    }
}
