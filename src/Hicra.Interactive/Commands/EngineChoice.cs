using System.CommandLine;
using Hicra.Training.Policies;

namespace Hicra.Interactive.Commands;

/// <summary>The options that say what computes a policy, and how: the engine, its device and numbers, and what of the model learns.</summary>
internal sealed class EngineChoice
{
    private const string On = "on", Off = "off";

    private readonly Option<string?> _device, _dtype;
    private readonly Option<string?>? _lora, _loraAlpha, _loraTargets, _budget, _checkpointing;
    private readonly Option<bool>? _offload;

    /// <summary>Adds the options.</summary>
    /// <param name="command">Receives them.</param>
    /// <param name="learns">Whether the command trains.</param>
    /// <param name="preset">The engine where none is given.</param>
    public EngineChoice(Command command, bool learns, string preset = EngineCatalog.Embedded)
    {
        Engine = Add(Options.Engine(preset));
        _device = Add(Options.Text("--device", "name", "where the torch engine computes: cpu, or cuda:0 for the first graphics card [cpu]"));
        _dtype = Add(Options.Text("--dtype", "name", "the torch engine's numbers: fp32, or bf16 with the optimiser in fp32 [fp32]"));
        _device.CompletionSources.Add("cpu", "cuda:0");
        _dtype.CompletionSources.Add("fp32", "bf16");
        if (!learns) return;
        _lora = Add(Options.Text("--lora", "rank", "learn matrices of this rank beside the model's, which stay as they are (torch) [all weights]"));
        _loraAlpha = Add(Options.Text("--lora-alpha", "x", "their factor times the rank [twice the rank]"));
        _loraTargets = Add(Options.Text("--lora-targets", "list", $"the matrices that get one, with commas [{string.Join(",", LoraOptions.AllTargets)}]"));
        _budget = Add(Options.Text("--token-budget", "n", "tokens that go through the model together in training (torch); fewer need less memory [the engine's choice]"));
        _checkpointing = Add(Options.Text("--checkpointing", "on|off", "compute layers again for their gradient: less memory, same numbers (torch) [on for large batches]"));
        _checkpointing.CompletionSources.Add(On, Off);
        _offload = new Option<bool>("--offload") { Description = "keep the optimiser's state in the machine's memory rather than the card's (torch)" };
        command.Options.Add(_offload);

        Option<string?> Add(Option<string?> option)
        {
            command.Options.Add(option);
            return option;
        }
    }

    /// <summary>The option that names the engine.</summary>
    public Option<string?> Engine { get; }

    /// <summary>Options that decide what a run is; a run that goes on keeps its own.</summary>
    public IEnumerable<Option> OfRun => ((Option?[])[Engine, _dtype, _lora, _loraAlpha, _loraTargets, _budget]).OfType<Option>();

    /// <summary>What the line asks of the engine, on top of what a run asks.</summary>
    /// <exception cref="HicraException">A value cannot be used.</exception>
    public EngineOptions Apply(ParseResult parsed, EngineOptions onto) => onto with
    {
        Device = parsed.GetValue(_device) ?? onto.Device,
        Dtype = Dtype(parsed) ?? onto.Dtype,
        Lora = Lora(parsed, onto.Lora),
        TokenBudget = _budget is null ? onto.TokenBudget : parsed.WholeNumber(_budget, 0) ?? onto.TokenBudget,
        Checkpointing = Checkpointing(parsed) ?? onto.Checkpointing,
        OffloadOptimizer = (_offload is not null && parsed.GetValue(_offload)) || onto.OffloadOptimizer,
    };

    private string? Dtype(ParseResult parsed) => parsed.GetValue(_dtype) switch
    {
        null => null,
        "fp32" or "float32" => "fp32",
        "bf16" or "bfloat16" => "bf16",
        { } other => throw NameSuggestion.Unknown("dtype", other, ["fp32", "bf16"]),
    };

    private bool? Checkpointing(ParseResult parsed) => (_checkpointing is null ? null : parsed.GetValue(_checkpointing)) switch
    {
        null => null,
        On => true,
        Off => false,
        { } other => throw new HicraException($"--checkpointing is '{other}'; give {On} or {Off}, or leave it out for the engine's choice"),
    };

    private LoraOptions? Lora(ParseResult parsed, LoraOptions? onto)
    {
        if (_lora is null) return onto;
        int? rank = parsed.WholeNumber(_lora, 1);
        if (rank is null && onto is null && SettingOptions.FirstGiven(parsed, _loraAlpha!, _loraTargets!) is { } lone)
            throw new HicraException($"{lone.Name} is about matrices that are learned beside the model's; give their rank with --lora, for example --lora 16, or leave it out");
        LoraOptions? lora = rank is int given ? (onto ?? new LoraOptions { Rank = given }) with { Rank = given } : onto;
        if (lora is null) return null;
        if (parsed.Number(_loraAlpha!, 0) is double alpha) lora = lora with { Alpha = alpha };
        if (parsed.GetValue(_loraTargets!) is { } targets) lora = lora with { Targets = targets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
        return lora.Validate();
    }
}
