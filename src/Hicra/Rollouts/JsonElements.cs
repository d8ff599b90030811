using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>
/// Divides a stream that is one JSON value into the elements of its array, one after the other within bounded memory: the
/// value itself, or the member <c>entries</c> of an object (as in a UNIPO log); or a stream of values, each over any number of lines.
/// </summary>
internal sealed class JsonElements(Stream stream, string name, int most, bool sequence = false)
{
    private static readonly JsonReaderOptions Many = new() { AllowMultipleValues = true };

    private readonly bool _sequence = sequence;
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _final, _inside = sequence, _isObject;
    private JsonReaderState _state = new(sequence ? Many : default);
    private HicraException? _failure;
    private long _line = 1;

    /// <summary>The elements.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="most">The longest element in bytes.</param>
    /// <param name="sequence">Whether the elements are values one after the other.</param>
    /// <exception cref="HicraException">The stream cannot be read, or an element is longer than the bound.</exception>
    /// <exception cref="FormatException">The stream is not such a value; what comes behind the fault cannot be divided.</exception>
    public static IEnumerable<RolloutRecord> Read(Stream stream, string name, int most, bool sequence = false)
    {
        var elements = new JsonElements(stream, name, most, sequence);
        while (elements.Next(out RolloutRecord element)) yield return element;
    }

    private bool Next(out RolloutRecord element)
    {
        while (true)
        {
            try
            {
                if (TryNext(out element, out bool ended)) return !ended;
            }
            catch (JsonException e)
            {
                throw new FormatException($"line {1 + (e.LineNumber ?? 0)}: not valid JSON{(_final ? ", or cut off" : "")}", e);
            }
            More();
        }
    }

    /// <returns>False if more bytes are needed; <paramref name="ended"/> tells whether there is a further element.</returns>
    private bool TryNext(out RolloutRecord element, out bool ended)
    {
        (element, ended) = (default, false);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start.._end);
        var json = new Utf8JsonReader(bytes, _final, _state);
        while (json.Read())
        {
            if (_inside && json.TokenType != JsonTokenType.EndArray)
            {
                int from = (int)json.TokenStartIndex;
                if (!json.TrySkip()) return false;
                int to = (int)json.BytesConsumed;
                element = new(_buffer.AsMemory(_start + from, to - from), _line + bytes[..from].Count((byte)'\n'), null, Torn: false);
                Take(ref json);
                return true;
            }
            if (_inside || json.TokenType == JsonTokenType.EndObject)
            {
                Take(ref json);
                if (json.TokenType == JsonTokenType.EndObject) throw new FormatException("is one object over several lines without a list 'entries'");
                if (!_isObject) PassRest();
                ended = true;
                return true;
            }
            if (json.TokenType == JsonTokenType.StartObject) _isObject = true;
            else if (json.TokenType == JsonTokenType.StartArray) _inside = true;
            else if (json.TokenType == JsonTokenType.PropertyName && !json.ValueTextEquals("entries"u8) && !Passed(ref json)) return false;
            Take(ref json);
            bytes = _buffer.AsSpan(_start.._end);
            json = new Utf8JsonReader(bytes, _final, _state);
        }
        if (!_sequence || !_final || _buffer.AsSpan(_start.._end).ContainsAnyExcept(" \t\r\n"u8)) return false;
        ended = true;
        return true;
    }

    // Reading to the end tells whether the file was cut off behind the array, and whether anything follows that would go unread.
    private void PassRest()
    {
        while (true)
        {
            if (_buffer.AsSpan(_start.._end).ContainsAnyExcept(" \t\r\n"u8)) throw new FormatException($"line {_line}: something follows the array");
            (_start, _end) = (0, 0);
            if (_final) return;
            More();
        }
    }

    private static bool Passed(ref Utf8JsonReader json) => json.Read() && json.TrySkip();

    private void Take(ref Utf8JsonReader json)
    {
        _state = json.CurrentState;
        _line += _buffer.AsSpan(_start, (int)json.BytesConsumed).Count((byte)'\n');
        _start += (int)json.BytesConsumed;
    }

    private void More()
    {
        bool first = _end == 0;
        if (_final) throw new FormatException($"line {_line}: the JSON {(_isObject ? "object" : "array")} does not end; was the file cut off?");
        if (_end - _start > most) throw new HicraException($"{name} line {_line}: {RolloutStream.TooLong(most)}");
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        if (_failure is not null) throw _failure;
        int before = _end;
        try
        {
            while (_end < _buffer.Length && !_final)
            {
                int read = RolloutStream.Fill(stream, _buffer.AsSpan(_end), name);
                _final = read == 0;
                _end += read;
            }
        }
        catch (HicraException e) when (_end > before)
        {
            _failure = e; // first the elements that came before it
        }
        if (first && _buffer.AsSpan(.._end).StartsWith("\uFEFF"u8)) _start = 3;
    }
}
