namespace Hicra.Strategy.Mining;

/// <summary>
/// KMeans on vectors of length 1 with k-means++ seeding (Arthur, Vassilvitskii 2007), for comparison with ports of the paper,
/// which take 100 clusters. It needs a number of clusters where the others need a distance.
/// </summary>
/// <param name="clusters">The number of clusters; as many as vectors if there are fewer.</param>
public sealed class KMeansClustering(int clusters = 100) : IPhraseClustering
{
    private const int MostRounds = 300;

    /// <inheritdoc/>
    public string Name => $"kmeans-{clusters}";

    /// <inheritdoc/>
    public int[] Cluster(PhraseVectors vectors, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clusters);
        int k = Math.Min(clusters, vectors.Count), d = vectors.Dimensions;
        double[] centres = Seeds(vectors, k, CounterRandom.FromSeed(settings.Seed).Derive("kmeans"));
        int[] clusterOf = new int[vectors.Count];
        for (int round = 0; round < MostRounds; round++)
        {
            int[] nearest = new int[vectors.Count];
            Parallel.For(0, vectors.Count, settings.Options(cancellation), i => nearest[i] = Nearest(vectors[i], centres, d));
            bool settled = round > 0 && nearest.AsSpan().SequenceEqual(clusterOf);
            clusterOf = nearest;
            if (settled) break;
            Move(vectors, clusterOf, centres, k);
        }
        return Labels.InOrder(clusterOf.Length, i => clusterOf[i]);
    }

    private static double[] Seeds(PhraseVectors vectors, int k, CounterRandom random)
    {
        int d = vectors.Dimensions;
        double[] centres = new double[k * d], least = new double[vectors.Count];
        Array.Fill(least, double.PositiveInfinity);
        int chosen = vectors.Count == 0 ? 0 : random.Below(0, vectors.Count);
        for (int c = 0; c < k; c++)
        {
            for (int j = 0; j < d; j++) centres[c * d + j] = vectors[chosen][j];
            for (int i = 0; i < least.Length; i++) least[i] = Math.Min(least[i], Squared(vectors[i], centres.AsSpan(c * d, d)));
            double sum = least.Sum(), target = random.Uniform(c + 1) * sum;
            if (sum == 0) continue; // all that is left equals a centre; such clusters stay empty
            for (chosen = 0; chosen < least.Length - 1 && (target -= least[chosen]) >= 0; chosen++) { }
        }
        return centres;
    }

    private static void Move(PhraseVectors vectors, int[] clusterOf, double[] centres, int k)
    {
        int d = vectors.Dimensions;
        double[] sums = new double[k * d];
        int[] counts = new int[k];
        for (int i = 0; i < clusterOf.Length; i++)
        {
            counts[clusterOf[i]]++;
            for (int j = 0; j < d; j++) sums[clusterOf[i] * d + j] += vectors[i][j];
        }
        // A centre without members stays where it was.
        for (int c = 0; c < k; c++)
        {
            for (int j = 0; j < d && counts[c] > 0; j++) centres[c * d + j] = sums[c * d + j] / counts[c];
        }
    }

    private static int Nearest(ReadOnlySpan<float> vector, double[] centres, int d)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < centres.Length / d; c++)
        {
            double distance = Squared(vector, centres.AsSpan(c * d, d));
            if (distance < least) (nearest, least) = (c, distance);
        }
        return nearest;
    }

    private static double Squared(ReadOnlySpan<float> vector, ReadOnlySpan<double> centre)
    {
        double sum = 0;
        for (int j = 0; j < vector.Length; j++) sum += (vector[j] - centre[j]) * (vector[j] - centre[j]);
        return sum;
    }
}
