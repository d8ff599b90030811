namespace Hicra.Strategy.Mining;

/// <summary>Groups vectors that lie close together.</summary>
public interface IPhraseClustering
{
    /// <summary>The label of a vector that belongs to no cluster.</summary>
    const int Noise = -1;

    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>The clusters; the same for the same input, whatever the number of threads.</summary>
    /// <param name="vectors">[vectors, dimensions] of length 1, or 0 where nothing is known of a phrase.</param>
    /// <param name="settings">Distance, seed, threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>[vectors] the cluster of each, numbered from 0 in the order of their first members, or <see cref="Noise"/>.</returns>
    /// <exception cref="HicraException">The vectors cannot be clustered so.</exception>
    int[] Cluster(PhraseVectors vectors, MiningSettings settings, CancellationToken cancellation);
}
