using System.Globalization;
using System.Text.Json;
using Hicra.Objective;
using Hicra.Tensors;
using Hicra.Training.Policies;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Engine;

/// <summary>
/// Compares an engine with a PyTorch run: log-probs, entropies, the clipped token-mean loss, and its gradient with
/// respect to every weight (a folder with <c>config.json</c>, <c>model.safetensors</c>, <c>batch.json</c>,
/// <c>gradient.safetensors</c>, as the reference program's <c>golden</c> verb writes it).
/// </summary>
public static class EngineVerification
{
    /// <summary>Tolerance of log-probs and entropies, nats.</summary>
    public const double LogProbTolerance = 1e-4;

    /// <summary>Tolerance of the loss.</summary>
    public const double LossTolerance = 1e-5;

    /// <summary>Tolerance of a gradient, as a share of the tensor's largest reference value.</summary>
    public const double GradientTolerance = 1e-3;

    /// <summary>Compares every value of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="engine">What computes the model.</param>
    /// <param name="options">Device, threads, numbers; in bf16 the tolerances are <see cref="Bf16.Tolerance"/> and <see cref="Bf16.GradientTolerance"/>.</param>
    /// <exception cref="HicraException">A file is missing, corrupt or not of the format.</exception>
    public static VerificationReport Verify(string directory, IEngine engine, EngineOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        using IPolicy policy = engine.LoadPolicy(directory, options);
        bool rounded = options.Dtype == "bf16";
        string file = Path.Combine(directory, "batch.json");
        Reference reference = Reference.Read(file);
        IReadOnlyList<NamedTensor> expected = Safetensors.Read(Path.Combine(directory, "gradient.safetensors"));
        var tally = new VerificationTally($"{engine.Name} engine against {directory}", rounded ? Bf16.Tolerance : LogProbTolerance);

        PackedBatch batch = reference.Batch;
        var objective = new PolicyObjective(new PolicyObjectiveOptions { ClipLow = reference.ClipLow, ClipHigh = reference.ClipHigh });
        LossNormalizer normalizer = objective.Normalizer([.. Enumerable.Range(0, batch.Count).Select(reference.Length)]);
        var losses = new SequenceLoss[batch.Count];
        var logProbs = new float[batch.ResponseOffsets[^1]];
        var entropies = new float[logProbs.Length];
        try
        {
            policy.Accumulate(batch, (sequence, sampled, spread, dLogProbs, _) =>
            {
                sampled.CopyTo(logProbs.AsSpan(batch.ResponseOffsets[sequence]));
                spread.CopyTo(entropies.AsSpan(batch.ResponseOffsets[sequence]));
                double[] current = new double[sampled.Length], gradient = new double[sampled.Length];
                for (int i = 0; i < current.Length; i++) current[i] = sampled[i];
                losses[sequence] = objective.Sequence(normalizer, current, reference.OldLogProbs[sequence], [], [], reference.Advantages[sequence], [], gradient, []);
                for (int i = 0; i < gradient.Length; i++) dLogProbs[i] = (float)gradient[i];
            });
        }
        catch (HicraException error)
        {
            throw new HicraException($"{file}: {error.Message}", error);
        }
        for (int s = 0; s < batch.Count; s++)
            for (int t = 0; t < reference.Length(s); t++)
            {
                string where = string.Create(CultureInfo.InvariantCulture, $"rollout {s}, token {t}");
                tally.Compare("log-probs", logProbs[batch.ResponseOffsets[s] + t], reference.LogProbs[s][t], where);
                tally.Compare("entropies", entropies[batch.ResponseOffsets[s] + t], reference.Entropies[s][t], where);
            }
        tally.Add("loss", Math.Abs(objective.Summarize(normalizer, losses).Loss - reference.Loss), "the whole batch", rounded ? Bf16.Tolerance : LossTolerance);
        CompareGradients(tally, policy.Gradient(), expected, Path.Combine(directory, "gradient.safetensors"), rounded ? Bf16.GradientTolerance : GradientTolerance);
        return tally.Report();
    }

    private static void CompareGradients(VerificationTally tally, IReadOnlyList<NamedTensor> got, IReadOnlyList<NamedTensor> expected, string file, double tolerance)
    {
        foreach (NamedTensor extra in expected)
            if (got.All(x => x.Name != extra.Name)) throw new HicraException($"{file}: tensor {extra.Name} is no weight of the model in config.json; use the gradient of that model");
        foreach (NamedTensor tensor in got)
        {
            NamedTensor reference = expected.FirstOrDefault(x => x.Name == tensor.Name)
                ?? throw new HicraException($"{file}: tensor {tensor.Name} is missing; use the gradient of the model in config.json");
            if (!reference.Shape.AsSpan().SequenceEqual(tensor.Shape))
                throw new HicraException($"{file}: tensor {tensor.Name} has shape [{string.Join(", ", reference.Shape)}] where the model's is [{string.Join(", ", tensor.Shape)}]");
            double largest = reference.Values.Max(x => Math.Abs((double)x));
            for (int i = 0; i < tensor.Values.Length; i++)
            {
                double error = Math.Abs((double)tensor.Values[i] - reference.Values[i]);
                // Of a tensor without a gradient only zero is right.
                double share = error == 0 ? 0 : error / largest;
                tally.Add($"gradient {tensor.Name}", share, string.Create(CultureInfo.InvariantCulture, $"element {i}"), tolerance);
            }
        }
    }

    /// <summary>What <c>batch.json</c> says, packed.</summary>
    private sealed record Reference(
        PackedBatch Batch, double[][] Advantages, double[][] OldLogProbs, double[][] LogProbs, double[][] Entropies, double Loss, double ClipLow, double ClipHigh)
    {
        public int Length(int sequence) => Advantages[sequence].Length;

        public static Reference Read(string path)
        {
            var reader = new ReferenceReader(path);
            using var content = new MemoryStream(ReferenceReader.Read(path));
            using JsonDocument document = reader.Parse(content);
            JsonElement root = document.RootElement;
            IReadOnlyList<JsonElement> rollouts = reader.Elements(reader.Get(root, "rollouts", "the file"), "key 'rollouts'");
            var sequences = new List<PackedSequence>();
            var numbers = new Dictionary<string, double[][]>();
            foreach (string key in new[] { "advantages", "old_logprobs", "logprobs", "entropies" }) numbers[key] = new double[rollouts.Count][];
            for (int i = 0; i < rollouts.Count; i++)
            {
                string where = string.Create(CultureInfo.InvariantCulture, $"rollout {i}");
                int[] prompt = reader.Wholes(rollouts[i], "prompt_ids", where, 0), ids = reader.Wholes(rollouts[i], "ids", where, 0);
                if (prompt.Length == 0) throw reader.Bad($"{where}, key 'prompt_ids'", "is empty");
                sequences.Add(new PackedSequence(prompt, ids));
                foreach ((string key, double[][] values) in numbers) values[i] = reader.Numbers(rollouts[i], key, where, ids.Length);
            }
            return new Reference(
                PackedBatch.Of(sequences), numbers["advantages"], numbers["old_logprobs"], numbers["logprobs"], numbers["entropies"],
                reader.Number(root, "loss", "the file"), reader.Number(root, "clip_low", "the file"), reader.Number(root, "clip_high", "the file"));
        }
    }
}
