using System.CommandLine;
using Hicra.Training.Runs;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Interactive.Commands;

/// <summary>The options that put problems in words to a model: which file, how they are posed, and who judges.</summary>
internal sealed class DatasetOptions
{
    private readonly Option<string?> _file, _template, _instruction, _verifier, _columns;
    private readonly Option<string[]> _stop;

    /// <summary>Adds the options.</summary>
    /// <param name="command">Receives them.</param>
    /// <param name="columns">The option that names members of records, where the command has it already; null to add one.</param>
    public DatasetOptions(Command command, Option<string?>? columns = null)
    {
        command.Options.Add(_file = Options.Text("--dataset", "FILE", $"problems in words, a JSON object a line with a problem and its answer; or {TextDataset.Stories}: openings for --base {BaseModel.Stories}"));
        command.Options.Add(_verifier = Options.Text("--verifier", "name", $"who judges answers: {string.Join(", ", Verifiers.Names)} [{Verifiers.Mathematics}]"));
        command.Options.Add(_template = Options.Text("--prompt-template", "text", $"how a problem is put: {TextDataset.Chat} for the model's own chat template, or a text with {{problem}} in it [{TextDataset.Chat} where the model has one, else {{problem}}]"));
        command.Options.Add(_instruction = Options.Text("--instruction", "text", "what the model is told before every problem, for example how to write the answer"));
        command.Options.Add(_stop = new Option<string[]>("--stop") { HelpName = "text", Description = "a text that ends a response; may be given again" });
        _columns = columns ?? Options.Text("--columns", "list", "members of the file's records: problem=NAME,answer=NAME,id=NAME [the usual names]");
        if (columns is null) command.Options.Add(_columns);
        foreach (string name in Verifiers.Names) _verifier.CompletionSources.Add(name);
        _file.CompletionSources.Add(TextDataset.Stories);
    }

    /// <summary>The option that names the file.</summary>
    public Option<string?> File => _file;

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_file, _verifier, _template, _instruction, _stop, _columns];

    /// <summary>The problems that the line names; null for none.</summary>
    /// <param name="call">The line.</param>
    /// <param name="otherwise">The file where none is given, for example that of a shipped model; null for none.</param>
    /// <exception cref="HicraException">There is no such file, or an option is given without one.</exception>
    public TextDataset? Given(CommandCall call, string? otherwise = null)
    {
        ParseResult parsed = call.Parsed;
        string? file = parsed.GetValue(_file) ?? otherwise;
        if (file is null)
        {
            if (SettingOptions.FirstGiven(parsed, All) is { } lone) throw new HicraException($"{lone.Name} is about problems in words, and no file of them is given; give one with --dataset FILE, or leave it out");
            return null;
        }
        TextDataset found = TextDataset.Find(TextDataset.IsShipped(file) ? file : call.Resolve(file));
        if (parsed.GetValue(_verifier) is { } verifier)
        {
            Verifiers.Find(verifier);
            found = found with { Verifier = verifier };
        }
        return found with { Template = parsed.GetValue(_template), Instruction = parsed.GetValue(_instruction), Columns = parsed.GetValue(_columns), Stop = parsed.GetValue(_stop) ?? [] };
    }
}
