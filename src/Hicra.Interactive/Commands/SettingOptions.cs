using System.CommandLine;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Commands;

/// <summary>The command-line options of <see cref="TrainingSettings"/>: one list serves commands and configuration files.</summary>
internal sealed class SettingOptions
{
    private readonly List<(TrainingSetting Setting, Option Option)> _options = [];

    /// <summary>Adds an option per setting.</summary>
    /// <param name="command">Receives the options.</param>
    /// <param name="except">Settings that the command offers in its own way.</param>
    public SettingOptions(Command command, params string[] except)
    {
        var defaults = new TrainingOptions();
        foreach (TrainingSetting setting in TrainingSettings.All.Where(s => !except.Contains(s.Name)))
        {
            string name = "--" + setting.Name, description = Description(setting, defaults);
            Option option = setting.Kind == SettingKind.Flag
                ? new Option<bool>(name) { Description = description }
                : new Option<string?>(name) { Description = description, HelpName = setting.Kind switch { SettingKind.Choice => "name", SettingKind.WholeNumber => "n", _ => "x" } };
            foreach (string choice in setting.Choices) option.CompletionSources.Add(choice);
            command.Options.Add(option);
            _options.Add((setting, option));
        }
    }

    /// <summary>The given settings, on top of others.</summary>
    /// <exception cref="HicraException">A value cannot be used.</exception>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions onto)
    {
        foreach ((TrainingSetting setting, Option option) in _options)
        {
            if (!IsGiven(parsed, option)) continue;
            string text = option is Option<bool> flag ? (parsed.GetValue(flag) ? "true" : "false") : parsed.GetValue((Option<string?>)option) ?? "";
            onto = setting.Set(onto, text);
        }
        return onto;
    }

    /// <summary>The names of the options that were given.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => _options.Where(x => IsGiven(parsed, x.Option)).Select(x => x.Option.Name);

    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The first of some options that the line gives; null where it gives none.</summary>
    public static Option? FirstGiven(ParseResult parsed, params IEnumerable<Option> options) => options.FirstOrDefault(option => IsGiven(parsed, option));

    private static string Description(TrainingSetting setting, TrainingOptions defaults)
    {
        string choices = setting.Choices.Count > 0 ? $": {string.Join(", ", setting.Choices)}" : "";
        string preset = setting.Kind != SettingKind.Flag && setting.Get(defaults) is { } value ? $" [{value}]" : "";
        return setting.Description + choices + preset;
    }
}
