using System.Globalization;
using System.Text.Json;
using Hicra.Credit;
using Hicra.Objective;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Objective;

/// <summary>
/// Compares advantages, policy losses, KL penalties and entropies, with their gradients, with reference values that verl's
/// own functions computed (the format of <c>policy-loss-reference.json</c>).
/// </summary>
/// <remarks>
/// The file is a JSON array of cases. Arrays of tokens are flat, rollouts x maxLength, row by row; after a rollout's length
/// advantages and gradients are zero, and log-probs are whatever they are. Unknown keys are ignored; a missing key, an
/// array of another length, or an unknown name of a loss, aggregation, estimator or advantage is an error.
/// </remarks>
public static class ObjectiveVerification
{
    /// <summary>The largest absolute error that passes; the reference arrays are printed with 12 decimals.</summary>
    public const double Tolerance = 1e-9;

    private static readonly Dictionary<string, IAdvantageEstimator> Estimators = new()
    {
        ["grpo_std"] = new GroupZScore(),
        ["grpo_mean"] = new GroupMean(),
        ["rloo"] = new LeaveOneOut(),
        ["opo"] = new Opo(),
    };

    /// <summary>Compares every value of a file.</summary>
    /// <exception cref="HicraException">The file cannot be read or is not of the format.</exception>
    public static VerificationReport Verify(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var content = new MemoryStream(ReferenceReader.Read(path));
        return Verify(content, path);
    }

    /// <summary>Compares every value of an open file.</summary>
    /// <param name="json">The file's content.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="HicraException">The content is not of the format.</exception>
    public static VerificationReport Verify(Stream json, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(name);
        var reader = new ReferenceReader(name);
        using JsonDocument document = reader.Parse(json);
        var tally = new VerificationTally($"policy objective against {name}", Tolerance);
        IReadOnlyList<JsonElement> cases = reader.Elements(document.RootElement, "the file");
        for (int i = 0; i < cases.Count; i++)
        {
            new Case(reader, tally, cases[i], string.Create(CultureInfo.InvariantCulture, $"case {i}")).Compare();
        }
        return tally.Report();
    }

    /// <summary>One case: a batch of rollouts and what the functions give for it.</summary>
    private sealed class Case
    {
        private readonly ReferenceReader reader;
        private readonly VerificationTally tally;
        private readonly JsonElement json;
        private readonly string where;
        private readonly int maxLength;
        private readonly int groupSize;
        private readonly int[] lengths;
        private readonly int[] offsets;      // [rollouts + 1] of the packed tokens
        private readonly double[] rewards;
        private readonly double[] logProbs;  // [tokens], packed, like the two below
        private readonly double[] oldLogProbs;
        private readonly double[] referenceLogProbs;
        private readonly Dictionary<string, double[]> advantages = [];   // by name, [rollouts]

        public Case(ReferenceReader reader, VerificationTally tally, JsonElement json, string where)
        {
            (this.reader, this.tally, this.json, this.where) = (reader, tally, json, where);
            maxLength = reader.Whole(json, "maxLength", where, 1);
            groupSize = reader.Whole(json, "groupSize", where, 1);
            lengths = reader.Wholes(json, "lengths", where, 0);
            if (lengths.Length == 0 || lengths.Length % groupSize != 0) throw reader.Bad($"{where}, key 'lengths'", $"has {lengths.Length} rollouts, which are not groups of {groupSize}");
            if (lengths.Any(l => l > maxLength)) throw reader.Bad($"{where}, key 'lengths'", $"has a length above maxLength {maxLength}");
            rewards = reader.Numbers(json, "rewards", where, lengths.Length);
            offsets = new int[lengths.Length + 1];
            for (int i = 0; i < lengths.Length; i++) offsets[i + 1] = offsets[i] + lengths[i];
            logProbs = Pack(Flat(json, "logProbs", where));
            oldLogProbs = Pack(Flat(json, "oldLogProbs", where));
            referenceLogProbs = Pack(Flat(json, "refLogProbs", where));
        }

        public void Compare()
        {
            CompareAdvantages();
            CompareLosses();
            CompareKl();
            CompareEntropy();
        }

        private void CompareAdvantages()
        {
            JsonElement expected = reader.Get(json, "advantages", where);
            foreach ((string name, IAdvantageEstimator estimator) in Estimators)
            {
                var own = new double[rewards.Length];
                estimator.Estimate(rewards, lengths, groupSize, own);
                advantages[name] = own;
                tally.Compare($"advantage {name}", Pad(Spread(own)), Flat(expected, name, $"{where}, advantages"), where);
            }
            foreach (JsonProperty other in expected.EnumerateObject())
            {
                if (!Estimators.ContainsKey(other.Name)) throw reader.Bad($"{where}, advantages", $"has the unknown name '{other.Name}'");
            }
        }

        private void CompareLosses()
        {
            IReadOnlyList<JsonElement> losses = reader.Elements(reader.Get(json, "losses", where), $"{where}, key 'losses'");
            for (int i = 0; i < losses.Count; i++)
            {
                string at = string.Create(CultureInfo.InvariantCulture, $"{where}, losses[{i}]");
                JsonElement expected = losses[i];
                string advantage = reader.Text(expected, "advantage", at);
                if (!advantages.TryGetValue(advantage, out double[]? rollouts)) throw reader.Bad(at, $"has the unknown advantage '{advantage}'");
                (string name, PolicyObjective objective) = Objective(expected, at);

                var gradient = new double[logProbs.Length];
                ObjectiveResult result = objective.Evaluate(offsets, logProbs, oldLogProbs, [], [], Spread(rollouts), [], gradient, []);
                tally.Compare($"{name} loss", result.Loss, reader.Number(expected, "loss", at), at);
                tally.Compare($"{name} clip fraction", result.ClipFraction, reader.Number(expected, "clipFraction", at), at);
                tally.Compare($"{name} approximate KL", result.ApproximateKl, reader.Number(expected, "approxKl", at), at);
                tally.Compare($"{name} gradient", Pad(gradient), Flat(expected, "gradLogProbs", at), at);
            }
        }

        private (string Name, PolicyObjective Objective) Objective(JsonElement expected, string at)
        {
            string loss = reader.Text(expected, "policyLoss", at);
            string aggregation = reader.Text(expected, "aggregation", at);
            double clipLow = reader.Number(expected, "clipLow", at);
            double clipHigh = reader.Number(expected, "clipHigh", at);
            // Only the clipped loss knows a dual clip; null turns it off.
            bool dual = loss == ObjectiveNames.Of(PolicyLoss.Clip) && reader.Get(expected, "dualClip", at).ValueKind != JsonValueKind.Null;
            double? dualClip = dual ? reader.Number(expected, "dualClip", at) : null;
            try
            {
                return ($"{loss}/{aggregation}", new PolicyObjective(new PolicyObjectiveOptions
                {
                    Loss = ObjectiveNames.ParsePolicyLoss(loss),
                    Aggregation = ObjectiveNames.ParseAggregation(aggregation),
                    ClipLow = clipLow,
                    ClipHigh = clipHigh,
                    DualClip = dualClip,
                    MaxLength = maxLength,
                }));
            }
            catch (HicraException e)
            {
                throw reader.Bad(at, $"cannot be used ({e.Message.TrimEnd('.')})");
            }
        }

        private void CompareKl()
        {
            IReadOnlyList<JsonElement> estimates = reader.Elements(reader.Get(json, "kl", where), $"{where}, key 'kl'");
            for (int i = 0; i < estimates.Count; i++)
            {
                string at = string.Create(CultureInfo.InvariantCulture, $"{where}, kl[{i}]");
                string name = reader.Text(estimates[i], "estimator", at);
                if (!ObjectiveNames.KlEstimators.Contains(name)) throw reader.Bad(at, $"has the unknown estimator '{name}'");
                KlEstimator estimator = ObjectiveNames.ParseKlEstimator(name);

                double count = logProbs.Length + 1e-8;   // verl's masked mean
                double sum = 0;
                var gradient = new double[logProbs.Length];
                for (int t = 0; t < logProbs.Length; t++)
                {
                    sum += KlPenalty.Value(estimator, logProbs[t], referenceLogProbs[t]);
                    gradient[t] = KlPenalty.Gradient(estimator, logProbs[t], referenceLogProbs[t]) / count;
                }
                tally.Compare($"kl {name} mean", sum / count, reader.Number(estimates[i], "mean", at), at);
                tally.Compare($"kl {name} gradient", Pad(gradient), Flat(estimates[i], "gradLogProbs", at), at);
            }
        }

        private void CompareEntropy()
        {
            string at = $"{where}, entropy";
            JsonElement expected = reader.Get(json, "entropy", where);
            int vocabulary = reader.Whole(expected, "vocab", at, 1);
            int rows = reader.Get(expected, "entropy", at) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;
            if (rows == 0) throw reader.Bad($"{at}, key 'entropy'", "must be an array of at least one number");
            double[] logits = reader.Numbers(expected, "logits", at, rows * vocabulary);

            var entropies = new double[rows];
            var gradient = new double[logits.Length];
            var logProbs = new double[vocabulary];
            for (int row = 0; row < rows; row++)
            {
                CategoricalDistribution.LogSoftmax(logits.AsSpan(row * vocabulary, vocabulary), logProbs);
                entropies[row] = CategoricalDistribution.Entropy(logProbs);
                CategoricalDistribution.EntropyGradient(logProbs, gradient.AsSpan(row * vocabulary, vocabulary));
            }
            tally.Compare("entropy", entropies, reader.Numbers(expected, "entropy", at, rows), at);
            tally.Compare("entropy gradient", gradient, reader.Numbers(expected, "gradLogits", at, logits.Length), at);
        }

        private double[] Flat(JsonElement parent, string key, string at) => reader.Numbers(parent, key, at, lengths.Length * maxLength);

        // [rollouts] to [tokens].
        private double[] Spread(double[] rollouts) => [.. rollouts.SelectMany((value, i) => Enumerable.Repeat(value, lengths[i]))];

        // [rollouts x maxLength] to [tokens], and back with zeros after each rollout's length.
        private double[] Pack(double[] flat) => [.. lengths.SelectMany((length, i) => flat.AsSpan(i * maxLength, length).ToArray())];

        private double[] Pad(double[] packed)
        {
            var flat = new double[lengths.Length * maxLength];
            for (int i = 0; i < lengths.Length; i++) packed.AsSpan(offsets[i]..offsets[i + 1]).CopyTo(flat.AsSpan(i * maxLength));
            return flat;
        }
    }
}
