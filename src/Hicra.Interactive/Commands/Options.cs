using System.CommandLine;
using System.Globalization;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Commands;

/// <summary>Options that several verbs have. Numbers are read here, so that a wrong one gets a line that names the remedy.</summary>
internal static class Options
{
    public static Option<string?> Text(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    public static Option<bool> Json() => new("--json") { Description = "write one JSON object for machines" };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "no progress" };

    public static Option<string?> Threads() => Text("--threads", "n", "threads; they do not change results [all cores]");

    public static Option<string?> Engine(string preset = EngineCatalog.Embedded) => Text("--engine", "name", $"engine that computes the policy [{preset}]");

    public static Option<string?> World(string preset = $"that of the base model, or {WorldCatalog.Puzzle}") => Text("--world", "name", $"world of the problems: {string.Join(", ", WorldCatalog.BuiltIn.Names)} [{preset}]");

    public static Option<string?> Base() =>
        new("--base", "--model") { HelpName = "DIR", Description = $"base model: a folder with config.json and model.safetensors, and the tokenizer's files where there is a --dataset; or {BaseModel.Stories}, a small one that ships with the kit [the shipped one of the world]" };

    public static int? WholeNumber(this ParseResult parsed, Option<string?> option, int least)
    {
        if (!SettingOptions.IsGiven(parsed, option)) return null;
        string text = parsed.GetValue(option) ?? "";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) throw new HicraException($"{option.Name} is '{text}'; give a whole number");
        return number >= least ? number : throw new HicraException($"{option.Name} is {number}; give {least} or more");
    }

    public static double? Number(this ParseResult parsed, Option<string?> option, double least)
    {
        if (!SettingOptions.IsGiven(parsed, option)) return null;
        string text = parsed.GetValue(option) ?? "";
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number)) throw new HicraException($"{option.Name} is '{text}'; give a number");
        return number >= least ? number : throw new HicraException(FormattableString.Invariant($"{option.Name} is {number}; give {least} or more"));
    }

    public static int ThreadCount(this ParseResult parsed, Option<string?> threads) =>
        parsed.WholeNumber(threads, 1) is int count ? count : Environment.ProcessorCount;

    public static BaseModel BaseOf(this ParseResult parsed, Option<string?> option) => BaseModel.Find(parsed.GetValue(option) ?? BaseModel.Shipped);
}
