using System.Runtime.CompilerServices;
using System.Text.Json;
using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

/// <summary>Small seeded corpora.</summary>
internal static class Texts
{
    /// <summary>Solutions of random words with planted phrases: phrase <c>p</c> stands in about <c>share[p]</c> of the solutions.</summary>
    public static List<Solution> Planted(int solutions, (string Phrase, double Share)[] phrases, int words = 60, int vocabulary = 400, long seed = 0)
    {
        var all = new List<Solution>();
        CounterRandom random = CounterRandom.FromSeed(seed);
        for (int s = 0; s < solutions; s++)
        {
            CounterRandom own = random.Derive(s);
            List<string> text = [.. Enumerable.Range(0, words).Select(i => Word((int)(vocabulary * Math.Pow(own.Uniform(i), 3))))];
            for (int p = 0; p < phrases.Length; p++)
            {
                if (own.Uniform(1000 + p) < phrases[p].Share) text.Insert(own.Below(2000 + p, text.Count), phrases[p].Phrase);
            }
            all.Add(new(string.Join(' ', text), true, $"p{s / 4}"));
        }
        return all;
    }

    /// <summary>The values of scikit-learn and numpy that lie beside this file (it says how they were made).</summary>
    public static JsonElement PeerValues([CallerFilePath] string thisFile = "")
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(thisFile)!, "peer-values.json")));
        return document.RootElement.Clone();
    }

    /// <summary>A made-up word of four letters.</summary>
    public static string Word(int number) => string.Concat(Enumerable.Range(0, 4).Select(k => (char)('b' + number / (int)Math.Pow(20, k) % 20)));
}
