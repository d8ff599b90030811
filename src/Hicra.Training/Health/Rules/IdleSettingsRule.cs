using Hicra.Training.Learning;

namespace Hicra.Training.Health.Rules;

/// <summary>Settings that are off their default and have no effect.</summary>
internal sealed class IdleSettingsRule : IHealthRule
{
    /// <inheritdoc/>
    public string Name => "idle-settings";

    /// <inheritdoc/>
    public string Question => "settings without effect";

    /// <inheritdoc/>
    public string Needs => "the training's settings";

    /// <inheritdoc/>
    public bool CanLook(HealthRecord record) => record.Options is not null;

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(HealthRecord record) => SettingNotes.Of(record.Options!, firstStep: record.FirstStep).Select(note => new Finding
    {
        Rule = Name, Severity = Severity.Note, Title = $"The setting '{note.Setting}' does not do what its name says", Evidence = note.Text,
        Cause = "it acts only together with another setting", Knob = $"leave --{note.Setting} out, or give what it acts on",
    });
}
