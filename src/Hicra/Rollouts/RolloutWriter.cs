using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Strategy;

namespace Hicra.Rollouts;

/// <summary>
/// Appends rollouts to a stream, one JSON object a line, written in one piece each. Numbers have as many digits as give
/// the same float32 (or float64) back. Null properties are left out.
/// </summary>
public sealed class RolloutWriter : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly Stream _stream;
    private readonly string _name;

    /// <summary>Writes to a stream, which is disposed with the writer.</summary>
    /// <param name="stream">Where the lines go.</param>
    /// <param name="name">What error messages call it.</param>
    public RolloutWriter(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (_stream, _name, _json) = (stream, name, new Utf8JsonWriter(_line, Compact));
    }

    /// <summary>Writes one line.</summary>
    /// <exception cref="ArgumentException">The rollout contradicts itself or holds a number that is not finite.</exception>
    /// <exception cref="HicraException">The stream cannot be written, for example because the disk is full.</exception>
    public void Write(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (rollout.Contradiction() is { } contradiction) throw new ArgumentException($"Not a rollout that can be written: {contradiction}.", nameof(rollout));
        _line.ResetWrittenCount();
        _json.Reset(_line);
        Compose(rollout);
        _json.Flush();
        _line.Write("\n"u8);
        Guarded(() => _stream.Write(_line.WrittenSpan));
    }

    /// <summary>Hands what was written to the operating system.</summary>
    /// <exception cref="HicraException">The stream cannot be written.</exception>
    public void Flush() => Guarded(_stream.Flush);

    /// <summary>Flushes and closes the stream.</summary>
    /// <exception cref="HicraException">The stream cannot be written.</exception>
    public void Dispose()
    {
        _json.Dispose();
        Guarded(_stream.Dispose);
    }

    private void Compose(Rollout rollout)
    {
        _json.WriteStartObject();
        if (rollout.Step is int step) _json.WriteNumber(RolloutFields.Step, step);
        if (rollout.Group is int group) _json.WriteNumber(RolloutFields.Group, group);
        if (rollout.Sample is int sample) _json.WriteNumber(RolloutFields.Sample, sample);
        if (rollout.Seed is long seed) _json.WriteNumber(RolloutFields.Seed, seed);
        Text(RolloutFields.Method, rollout.Method);
        if (rollout.Alpha is double alpha) _json.WriteNumber(RolloutFields.Alpha, alpha);
        Text(RolloutFields.ProblemId, rollout.ProblemId);
        Text(RolloutFields.Prompt, rollout.Prompt);
        Texts(RolloutFields.PromptPixels, rollout.PromptPixels);
        Text(RolloutFields.Response, rollout.Response);
        if (rollout.Reward is double reward) _json.WriteNumber(RolloutFields.Reward, reward);
        if (rollout.Correct is bool correct) _json.WriteBoolean(RolloutFields.Correct, correct);
        Text(RolloutFields.Kind, rollout.Kind);
        if (rollout.Truncated is bool truncated) _json.WriteBoolean(RolloutFields.Truncated, truncated);
        if (rollout.Advantage is double advantage) _json.WriteNumber(RolloutFields.Advantage, advantage);
        if (rollout.TokenIds is { } ids)
        {
            _json.WriteStartArray(RolloutFields.TokenIds);
            foreach (int id in ids) _json.WriteNumberValue(id);
            _json.WriteEndArray();
        }
        Texts(RolloutFields.TokenTexts, rollout.TokenTexts);
        Numbers(RolloutFields.LogProbs, rollout.LogProbs);
        Numbers(RolloutFields.Entropies, rollout.Entropies);
        Numbers(RolloutFields.TokenAdvantages, rollout.TokenAdvantages);
        if (rollout.PlanningSpans is { } spans)
        {
            _json.WriteStartArray(RolloutFields.PlanningSpans);
            foreach (GramSpan span in spans)
            {
                _json.WriteStartArray();
                _json.WriteNumberValue(span.Start);
                _json.WriteNumberValue(span.Length);
                _json.WriteNumberValue(span.Gram);
                _json.WriteEndArray();
            }
            _json.WriteEndArray();
        }
        _json.WriteEndObject();
    }

    private void Text(JsonEncodedText name, string? value)
    {
        if (value is not null) _json.WriteString(name, value);
    }

    private void Texts(JsonEncodedText name, string[]? values)
    {
        if (values is null) return;
        _json.WriteStartArray(name);
        foreach (string value in values) _json.WriteStringValue(value);
        _json.WriteEndArray();
    }

    private void Numbers(JsonEncodedText name, float[]? values)
    {
        if (values is null) return;
        _json.WriteStartArray(name);
        foreach (float value in values) _json.WriteNumberValue(value);
        _json.WriteEndArray();
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot write rollouts to {_name}: {e.Message}", e);
        }
    }
}
