namespace Hicra.Training.Learning;

/// <summary>How a base model is trained; the defaults are the puzzle world's recipe (others: <see cref="WorldRecipe"/>).</summary>
public sealed record PretrainOptions
{
    /// <summary>Decides the first weights and the texts.</summary>
    public long Seed { get; init; }

    /// <summary>Updates, one a batch.</summary>
    public int Batches { get; init; } = 2000;

    /// <summary>Texts in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Updates over which the learning rate rises from 0.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>Where the cosine ends, as a share of the highest learning rate.</summary>
    public double FinalShare { get; init; } = 0.1;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Returns these options if they can be used.</summary>
    /// <exception cref="HicraException">A value is out of range.</exception>
    public PretrainOptions Validate()
    {
        if (Batches < 1) throw new HicraException($"--batches is {Batches}; give 1 or more");
        if (BatchSize < 1) throw new HicraException($"--batch-size is {BatchSize}; give 1 or more");
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate)) throw new HicraException(FormattableString.Invariant($"--lr is {LearningRate}; give a number above 0"));
        return this;
    }

    /// <summary>The learning rate of an update: linear warm-up times a cosine from 1 to <see cref="FinalShare"/>.</summary>
    public double LearningRateAt(int batch)
    {
        double warm = WarmUp > 0 ? Math.Min(1, (batch + 1.0) / WarmUp) : 1;
        return LearningRate * warm * (FinalShare + (1 - FinalShare) * 0.5 * (1 + Math.Cos(Math.PI * batch / Batches)));
    }
}
