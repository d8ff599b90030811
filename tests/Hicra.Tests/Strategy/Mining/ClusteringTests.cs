using System.Text.Json;
using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Mining;

public class ClusteringTests
{
    [Theory]
    [InlineData("average_link")]
    [InlineData("dbscan")]
    public void Clusters_are_those_of_scikit_learn(string method)
    {
        JsonElement peer = Texts.PeerValues();
        float[][] rows = peer.GetProperty("vectors").Deserialize<float[][]>()!;
        var vectors = new PhraseVectors([.. rows.SelectMany(row => row)], rows[0].Length);
        IPhraseClustering clustering = method == "dbscan" ? new DbscanClustering() : new AverageLinkClustering();
        foreach (JsonProperty expected in peer.GetProperty(method).EnumerateObject())
        {
            var settings = new MiningSettings { ClusterDistance = double.Parse(expected.Name, System.Globalization.CultureInfo.InvariantCulture) };
            Assert.Equal(Numbered(expected.Value.Deserialize<int[]>()!), clustering.Cluster(vectors, settings, default));
        }
    }

    [Theory]
    [InlineData(.05)]
    [InlineData(.2)]
    [InlineData(.5)]
    [InlineData(1.2)]
    public void Average_link_is_what_merging_the_nearest_pair_again_and_again_gives(double distance)
    {
        for (int seed = 0; seed < (Slow.Reason is null ? 20 : 5); seed++)
        {
            PhraseVectors vectors = Vectors(60, 5, seed);
            int[] expected = PlainAverageLink(vectors, distance);
            foreach (int threads in (int[])[1, 4])
                Assert.Equal(expected, new AverageLinkClustering().Cluster(vectors, new() { ClusterDistance = distance, Threads = threads }, default));
        }
    }

    [Theory]
    [InlineData(.02)]
    [InlineData(.1)]
    public void Dbscan_is_what_its_definition_says(double distance)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            PhraseVectors vectors = Vectors(80, 3, seed);
            int[] labels = new DbscanClustering().Cluster(vectors, new() { ClusterDistance = distance, Threads = 3 }, default);
            List<int>[] near = [.. Enumerable.Range(0, 80).Select(i => Enumerable.Range(0, 80).Where(j => Distance(vectors, i, j) <= distance).ToList())];
            bool[] core = [.. near.Select(n => n.Count >= 3)];
            for (int i = 0; i < 80; i++)
            {
                if (core[i]) Assert.All(near[i].Where(j => core[j]), j => Assert.Equal(labels[i], labels[j]));
                else Assert.Equal(near[i].Any(j => core[j]), labels[i] != IPhraseClustering.Noise);
                if (!core[i] && labels[i] != IPhraseClustering.Noise) Assert.Contains(labels[i], near[i].Where(j => core[j]).Select(j => labels[j]));
            }
            // Cores in one cluster are linked by cores: as many clusters as connected components of cores.
            Assert.Equal(Components(core, near), labels.Where(label => label >= 0).Distinct().Count());
        }
    }

    [Fact]
    public void KMeans_finds_groups_that_lie_apart_and_depends_on_the_seed_alone()
    {
        float[] values = [.. Enumerable.Range(0, 90).SelectMany(i => (float[])[i % 3 == 0 ? 1 : .01f * (i % 7), i % 3 == 1 ? 1 : .01f * (i % 5), i % 3 == 2 ? 1 : .01f])];
        var vectors = new PhraseVectors(values, 3);
        int[] labels = new KMeansClustering(3).Cluster(vectors, new() { Seed = 4, Threads = 1 }, default);
        Assert.Equal(Enumerable.Range(0, 90).Select(i => i % 3), labels);
        PhraseVectors others = Vectors(200, 6, 3);
        Assert.Equal(new KMeansClustering(20).Cluster(others, new() { Seed = 4, Threads = 1 }, default), new KMeansClustering(20).Cluster(others, new() { Seed = 4, Threads = 3 }, default));
    }

    [Fact]
    public void No_vectors_and_one_vector_are_no_trouble()
    {
        foreach (IPhraseClustering clustering in (IPhraseClustering[])[new AverageLinkClustering(), new DbscanClustering(1), new KMeansClustering()])
        {
            Assert.Empty(clustering.Cluster(new PhraseVectors([], 4), new(), default));
            Assert.Equal([0], clustering.Cluster(new PhraseVectors([1, 2], 2), new(), default));
        }
    }

    private static PhraseVectors Vectors(int count, int dimensions, int seed)
    {
        CounterRandom random = CounterRandom.FromSeed(seed);
        return new([.. Enumerable.Range(0, count * dimensions).Select(i => (float)random.Normal(i).First)], dimensions);
    }

    private static double Distance(PhraseVectors vectors, int i, int j)
    {
        if (i == j) return 0;
        double sum = 0;
        for (int k = 0; k < vectors.Dimensions; k++) sum += (double)vectors[i][k] * vectors[j][k];
        return Math.Max(0, 1 - sum);
    }

    private static int[] PlainAverageLink(PhraseVectors vectors, double below)
    {
        List<List<int>> clusters = [.. Enumerable.Range(0, vectors.Count).Select(i => new List<int> { i })];
        while (true)
        {
            (double Distance, int A, int B) nearest = (below, -1, -1);
            for (int a = 0; a < clusters.Count; a++)
            {
                for (int b = a + 1; b < clusters.Count; b++)
                {
                    double mean = clusters[a].Average(i => clusters[b].Average(j => Distance(vectors, i, j)));
                    if (mean < nearest.Distance) nearest = (mean, a, b);
                }
            }
            if (nearest.A < 0) break;
            clusters[nearest.A].AddRange(clusters[nearest.B]);
            clusters.RemoveAt(nearest.B);
        }
        return Numbered([.. Enumerable.Range(0, vectors.Count).Select(i => clusters.FindIndex(c => c.Contains(i)))]);
    }

    private static int Components(bool[] core, List<int>[] near)
    {
        var seen = new HashSet<int>();
        int count = 0;
        foreach (int start in Enumerable.Range(0, core.Length).Where(i => core[i]))
        {
            if (!seen.Add(start)) continue;
            count++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out int i))
                foreach (int j in near[i].Where(j => core[j] && seen.Add(j))) open.Push(j);
        }
        return count;
    }

    /// <summary>Labels numbered in the order of first members; noise stays -1.</summary>
    private static int[] Numbered(int[] labels)
    {
        var numbers = new Dictionary<int, int> { [-1] = -1 };
        return [.. labels.Select(label => numbers.TryGetValue(label, out int number) ? number : numbers[label] = numbers.Count - 1)];
    }
}
