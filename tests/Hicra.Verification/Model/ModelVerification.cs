using System.Globalization;
using System.Text.Json;
using Hicra.Tensors;
using Hicra.Training.Policies;
using Hicra.Verification.Engine;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Model;

/// <summary>
/// Compares an engine with the logits of an independent program, position by position (a folder with <c>config.json</c>,
/// <c>model.safetensors</c>, <c>reference.json</c> and <c>logits.safetensors</c>): the log-prob of the token that follows and of
/// others that are drawn, the entropy, and, where the reference is a greedy text, every token of it.
/// </summary>
public static class ModelVerification
{
    /// <summary>Tolerance of log-probs and entropies, nats.</summary>
    public const double Tolerance = 1e-4;

    // Other tokens at each position.
    private const int Others = 4;

    /// <summary>Compares every position of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="engine">What computes the model.</param>
    /// <param name="threads">Threads of the engine; 0 for all cores.</param>
    /// <exception cref="HicraException">A file is missing, corrupt or not of the format, or the engine does not compute the model.</exception>
    public static VerificationReport Verify(string directory, IEngine engine, int threads = 0) => Verify(directory, engine, new EngineOptions { Threads = threads });

    /// <summary>Compares every position of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="engine">What computes the model.</param>
    /// <param name="options">Device, threads, numbers; in bf16 the tolerance is <see cref="Bf16.Tolerance"/>, and the greedy text is its own.</param>
    /// <exception cref="HicraException">A file is missing, corrupt or not of the format, or the engine does not compute the model.</exception>
    public static VerificationReport Verify(string directory, IEngine engine, EngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        using IPolicy policy = engine.LoadPolicy(directory, options);
        bool rounded = options.Dtype == "bf16";
        (int[] tokens, bool greedy) = ReadReference(Path.Combine(directory, "reference.json"), policy.VocabularySize);
        double[][] expected = ReadLogProbs(Path.Combine(directory, "logits.safetensors"), tokens.Length, policy.VocabularySize);
        var tally = new VerificationTally($"{engine.Name} engine against {directory}", rounded ? Bf16.Tolerance : Tolerance);

        // The text itself, and behind each position some tokens that are not in it.
        List<PackedSequence> sequences = [new(tokens.AsMemory(..1), tokens.AsMemory(1..))];
        List<(int Position, int Token)> drawn = [];
        CounterRandom random = CounterRandom.FromSeed(0);
        for (int t = 0; t < tokens.Length; t++)
            for (int k = 0; k < Others; k++)
            {
                int token = (int)(random.Uniform((long)t * Others + k) * policy.VocabularySize);
                drawn.Add((t, token));
                sequences.Add(new(tokens.AsMemory(..(t + 1)), new[] { token }));
            }
        PackedBatch batch = PackedBatch.Of(sequences);
        var logProbs = new float[batch.ResponseOffsets[^1]];
        var entropies = new float[logProbs.Length];
        policy.Score(batch, logProbs, entropies);
        for (int t = 0; t + 1 < tokens.Length; t++)
        {
            tally.Compare("log-probs of the text", logProbs[t], expected[t][tokens[t + 1]], Where(t));
            tally.Compare("entropies", entropies[t], -expected[t].Sum(x => Math.Exp(x) * x), Where(t));
        }
        for (int i = 0; i < drawn.Count; i++)
            tally.Compare("log-probs of other tokens", logProbs[tokens.Length - 1 + i], expected[drawn[i].Position][drawn[i].Token], $"{Where(drawn[i].Position)}, token {drawn[i].Token}");
        if (greedy && !rounded)
        {
            SampledResponses written = policy.Sample(new SampleRequest { Prompts = [tokens[..1]], GroupSize = 1, MaxNewTokens = tokens.Length - 1, EndTokens = [], Random = random, Temperature = 0 });
            for (int t = 1; t < tokens.Length; t++) tally.Add("greedy text, token by token", written.Tokens[t - 1] == tokens[t] ? 0 : 1, Where(t), 0);
        }
        return tally.Report();
    }

    private static string Where(int position) => string.Create(CultureInfo.InvariantCulture, $"position {position}");

    private static (int[] Tokens, bool Greedy) ReadReference(string path, int vocabulary)
    {
        if (!File.Exists(path)) throw new HicraException($"{path}: no such file; give a folder like tests/golden/architectures/qwen3");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            int[] tokens = [.. json.RootElement.GetProperty("tokens").EnumerateArray().Select(x => x.GetInt32())];
            if (tokens.Length < 2 || tokens.Any(id => (uint)id >= (uint)vocabulary)) throw new HicraException($"{path}: tokens must be at least two ids of the model's vocabulary of {vocabulary}; use the reference of this model");
            return (tokens, json.RootElement.TryGetProperty("greedy", out JsonElement greedy) && greedy.ValueKind == JsonValueKind.True);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HicraException($"{path}: not a reference with tokens: {error.Message.ReplaceLineEndings(" ")}; make it again", error);
        }
    }

    // [positions][vocabulary] log-probs from logits.
    private static double[][] ReadLogProbs(string path, int positions, int vocabulary)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        NamedTensor logits = file.Read("logits");
        if (logits.Shape is not [int rows, int columns] || rows != positions || columns != vocabulary)
            throw new HicraException($"{path}: logits have shape [{string.Join(", ", logits.Shape)}] where the text and the model ask for [{positions}, {vocabulary}]; use the logits of this model");
        return [.. Enumerable.Range(0, positions).Select(t =>
        {
            double[] row = [.. logits.Values.AsSpan(t * vocabulary, vocabulary).ToArray().Select(x => (double)x)];
            double largest = row.Max(), norm = largest + Math.Log(row.Sum(x => Math.Exp(x - largest)));
            return row.Select(x => x - norm).ToArray();
        })];
    }
}
