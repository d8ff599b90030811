using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>A policy that learns a LoRA. Its tensors are A and B of every target under PEFT's names, and so are those that it saves.</summary>
internal sealed class AdaptedTorchPolicy(ModelConfig config, EngineOptions options, string? origin) : TorchPolicy(config, options, origin), IAdaptedPolicy
{
    private LoraAdapter Adapter => Model.Adapter ?? throw new InvalidOperationException("The adapter is off while the reference policy is asked.");

    /// <summary>Loads a LoRA's folder and the model beside which it was learnt.</summary>
    /// <exception cref="HicraException">Settings or tensors cannot be used, or the options ask for another LoRA.</exception>
    public static TorchPolicy Load(string directory, EngineOptions options)
    {
        LoraFolder folder = LoraFolder.Read(directory);
        if (options.Lora is { } asked && (asked.Rank != folder.Lora.Rank || asked.Scale != folder.Lora.Scale || !asked.Targets.Order(StringComparer.Ordinal).SequenceEqual(folder.Lora.Targets.Order(StringComparer.Ordinal))))
            throw new HicraException(FormattableString.Invariant($"{directory}: is a LoRA of rank {folder.Lora.Rank} and alpha {folder.Lora.Scale * folder.Lora.Rank} on {string.Join(", ", folder.Lora.Targets)}, and another was asked for; leave the options of LoRA out"));
        TorchPolicy policy = LoadPretrained(folder.Base, options with { Lora = folder.Lora });
        try
        {
            TensorSource tensors = ModelFolder.OpenTensors(directory);
            using (tensors as IDisposable) policy.Load(tensors);
            return policy;
        }
        catch (HicraException error)
        {
            policy.Dispose();
            if (error.Message.StartsWith(directory, StringComparison.Ordinal)) throw;
            throw new HicraException($"{directory}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public IPolicy WithoutAdapter() => new BasePolicy(this);

    /// <summary>Does something with the model as it was before it was learnt beside.</summary>
    public void Off(Action action)
    {
        LoraAdapter adapter = Adapter;
        Model.Adapter = null;
        try
        {
            action();
        }
        finally
        {
            Model.Adapter = adapter;
        }
    }

    /// <inheritdoc/>
    public override IPolicy Clone()
    {
        TorchPolicy copy = (TorchPolicy)base.Clone();
        copy.Load(TorchTensors.Of(Model.Parameters, name => Model[name]));
        return copy;
    }

    /// <inheritdoc/>
    public override void SavePretrained(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        LoraFolder.Write(directory, Adapter.Options, Origin, Weights());
    }

    /// <inheritdoc/>
    public void SaveMerged(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        SaveModel(directory, new TorchTensors("the policy", Model.Parameters.Select(x => new TensorInfo(x.Name, TorchTensors.Written(Model.Type), x.Shape)), Merged));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Parameter> Taken(TensorSource weights)
    {
        // The base model's own tensors are taken too, and leave what was learnt beside them.
        if (!weights.Tensors.Any(x => x.Name.StartsWith(LoraAdapter.Prefix, StringComparison.Ordinal))) return base.Taken(weights);
        TensorCheck.Fit(Adapter.Parameters, weights);
        TensorInfo? surplus = weights.Tensors.FirstOrDefault(x => Adapter.Parameters.All(p => p.Name != x.Name));
        if (surplus is not null) throw new HicraException($"the LoRA has a tensor {surplus.Name} that its settings do not name; use the adapter_config.json that belongs to it");
        return Adapter.Parameters;
    }

    private void Merged(TensorInfo info, long first, Span<float> values)
    {
        Tensor weight = Model[info.Name];
        if (info.Shape.Count < 2)
        {
            TorchModel.Write(weight, first, values);
            return;
        }
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long columns = info.Shape[1], row = first / columns, rows = (first + values.Length - 1) / columns - row + 1;
        Tensor merged = weight.detach().narrow(0, row, rows).to(float32, copy: true);
        Adapter.AddTo(info.Name, row, merged);
        // Rounded as the model's weights are.
        TorchModel.Write(merged.to(Model.Type), first - row * columns, values);
    }
}
