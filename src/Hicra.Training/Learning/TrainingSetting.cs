using System.Globalization;
using System.Text.Json;

namespace Hicra.Training.Learning;

/// <summary>What a setting's value is.</summary>
public enum SettingKind
{
    /// <summary>A name out of a list.</summary>
    Choice,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number that bounds something, or <c>inf</c> for no bound.</summary>
    BoundOrNone,

    /// <summary>On or off.</summary>
    Flag,
}

/// <summary>One option of <see cref="TrainingOptions"/> under the name that commands (<c>--name</c>) and configuration files use.</summary>
public sealed class TrainingSetting
{
    private const string NoBound = "inf";
    private readonly Func<TrainingOptions, object?> _get;
    private readonly Func<TrainingOptions, object, TrainingOptions> _set;

    internal TrainingSetting(
        string name, SettingKind kind, string description, Func<TrainingOptions, object?> get, Func<TrainingOptions, object, TrainingOptions> set,
        IReadOnlyList<string>? choices = null)
    {
        (Name, Kind, Description, Choices, _get, _set) = (name, kind, description, choices ?? [], get, set);
    }

    /// <summary>The name, for example <c>clip-low</c>.</summary>
    public string Name { get; }

    /// <summary>What the value is.</summary>
    public SettingKind Kind { get; }

    /// <summary>One line for help.</summary>
    public string Description { get; }

    /// <summary>The values of a <see cref="SettingKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>The value as text, <c>null</c> where it is not set.</summary>
    public string? Get(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _get(options) switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            double.PositiveInfinity => NoBound,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            object text => text.ToString(),
        };
    }

    /// <summary>The options with this setting read from text.</summary>
    /// <exception cref="HicraException">The text is no value of this setting; the message names it and the remedy.</exception>
    public TrainingOptions Set(TrainingOptions options, string text)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(text);
        object value = Kind switch
        {
            // A seed may be any 64-bit number; everything else is a count.
            SettingKind.WholeNumber => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) && (Name == "seed" || (int)integer == integer)
                ? integer : throw Wrong(text, "a whole number"),
            SettingKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number : throw Wrong(text, "a number"),
            SettingKind.BoundOrNone when text == NoBound => double.PositiveInfinity,
            SettingKind.BoundOrNone => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) && double.IsFinite(bound)
                ? bound : throw Wrong(text, $"a number, or {NoBound} for no bound"),
            SettingKind.Flag => bool.TryParse(text, out bool flag) ? flag : throw Wrong(text, "true or false"),
            SettingKind.Text => text,
            _ => Choices.Contains(text) ? text : throw NameSuggestion.Unknown(Name, text, Choices),
        };
        return _set(options, value);
    }

    internal void Write(Utf8JsonWriter json, TrainingOptions options)
    {
        switch (_get(options))
        {
            case null: break;
            case bool flag: json.WriteBoolean(Name, flag); break;
            case int integer: json.WriteNumber(Name, integer); break;
            case long integer: json.WriteNumber(Name, integer); break;
            // JSON has no infinity.
            case double.PositiveInfinity: json.WriteString(Name, NoBound); break;
            case double number: json.WriteNumber(Name, number); break;
            case object text: json.WriteString(Name, text.ToString()); break;
        }
    }

    private HicraException Wrong(string text, string expected) => new($"--{Name} is '{text}'; give {expected}");
}
