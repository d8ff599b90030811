using System.CommandLine;
using Hicra.Rollouts;

namespace Hicra.Interactive.Commands;

/// <summary>How a line wants the files of a log to be read: the options that say so, and what they give.</summary>
internal sealed class LogFileOptions
{
    private readonly Option<string?> _format = Options.Text("--format", "name", $"the format of the files: {string.Join(", ", RolloutFormats.Names)} [recognised]");
    private readonly Option<string?> _text = Options.Text("--text", "PATH", "where the response's text stands in a record, for example out.text or choices[0].message [found by its name]");
    private readonly Option<string?> _problem = Options.Text("--problem", "PATH", "where the problem stands in a record [found by its name]");
    private readonly Option<string?> _reward = Options.Text("--reward", "PATH", "the column, member or path that is the reward, where a log has several [the format's own; a TRL log's sum]");
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "leave bad records out and count them" };

    /// <summary>Adds the options to a command.</summary>
    public LogFileOptions(Command command)
    {
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The options, none of which means anything where no file is read.</summary>
    private Option[] All => [_format, _text, _problem, _reward, _skipBad];

    /// <summary>The first of the options that the line gives; null where it gives none.</summary>
    public Option? Given(CommandCall call) => SettingOptions.FirstGiven(call.Parsed, All);

    /// <summary>What the line says.</summary>
    /// <exception cref="HicraException">There is no such format.</exception>
    public RolloutFileOptions Of(CommandCall call) => new()
    {
        AllowTornLastLine = true,
        Format = call.Parsed.GetValue(_format) is { } format ? RolloutFormats.Parse(format) : null,
        Text = call.Parsed.GetValue(_text),
        Problem = call.Parsed.GetValue(_problem),
        Reward = call.Parsed.GetValue(_reward),
        SkipBad = call.Parsed.GetValue(_skipBad),
        Tables = LogRuns.Tables,
    };
}
