using Hicra.Credit;
using Hicra.Objective;
using Hicra.Strategy;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>
/// Learns from verified rollouts: sample groups, judge, find planning tokens, estimate advantages, assign token credit,
/// update, measure. A step is a pure function of weights, optimiser state, options, seed and step number, and its random
/// numbers depend neither on the method nor on alpha, so that runs that differ by those are compared on common random
/// numbers.
/// </summary>
/// <remarks>
/// A run of N updates has N + 1 steps: step s describes the rollouts after s updates, and all but the last then update.
/// Validation belongs to the weights after the step's update.
/// </remarks>
public sealed class Trainer : IDisposable
{
    private readonly IPolicy _policy;
    private readonly IPolicy? _ownReference;
    private readonly TimeProvider _clock;
    private readonly CounterRandom _random;
    private readonly IAdvantageEstimator _estimator;
    private readonly PlanningGrams _grams;
    private readonly GroupSampler _sampler;
    private readonly BatchBuilder _builder;
    private readonly StepMeasures _measures;
    private readonly ValidationPass _validation;
    private readonly PolicyUpdate _update;
    private readonly IWorld _world;
    private readonly ITokenCredit _credit;

    /// <summary>Makes a trainer at step 0.</summary>
    /// <param name="policy">Is trained in place; stays the caller's.</param>
    /// <param name="world">Problems and verifier.</param>
    /// <param name="options">The settings.</param>
    /// <param name="parts">Replacements of parts.</param>
    /// <exception cref="HicraException">The options cannot be used, or policy and world do not fit together.</exception>
    public Trainer(IPolicy policy, IWorld world, TrainingOptions options, TrainerParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        parts ??= new TrainerParts();
        CheckFit(policy, world, options.Validate());
        (_policy, _world, Options, _clock) = (policy, world, options, parts.Clock);
        _random = CounterRandom.FromSeed(options.Seed).Derive("train");
        _estimator = parts.Estimator ?? EstimatorCatalog.Create(options.Estimator);
        CreditChoice choice = CreditFactory.Create(parts.Credits, options, world);
        _credit = choice.Credit;
        double entropyCoefficient = options.EntropyCoefficient ?? choice.EntropyCoefficient;
        var objective = new PolicyObjective(options.Objective with { EntropyCoefficient = entropyCoefficient, MaxLength = options.MaxNewTokens });
        IPolicy? reference = options.Objective.KlCoefficient > 0 ? parts.Reference ?? (_ownReference = policy.Clone()) : null;
        _sampler = new GroupSampler(policy, world, options, _clock);
        GramSource source = GramSource.Parse(options.Grams);
        StrategicGramLibrary? library = parts.Grams ?? source.Load();
        if (!parts.TakesContradictions) Contradictions.Refuse(options, world, library);
        _grams = new PlanningGrams(world, source, library);
        _builder = new BatchBuilder(options, _grams);
        _measures = new StepMeasures(world, options, _grams);
        _validation = new ValidationPass(world, options.ValidationProblems, options.ValidationSamples, options.MaxNewTokens);
        _update = new PolicyUpdate(policy, reference, objective, options.Optimizer, options.Minibatches, options.Temperature);
    }

    /// <summary>The settings.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The next step; as many updates have been made.</summary>
    public int NextStep { get; private set; }

    /// <summary>Whether every step has been taken, the last one without update included.</summary>
    public bool IsFinished => NextStep > Options.Steps;

    /// <summary>What the credit rule must find again in a run that is resumed or forked.</summary>
    public CreditState Credit => (_credit as IStatefulCredit)?.Capture() ?? CreditState.Empty;

    /// <summary>The grams that define planning tokens now.</summary>
    public StrategicGramLibrary Grams => _grams.Library;

    /// <summary>Takes steps until the run is finished or stopped; a request to stop takes effect within one step.</summary>
    /// <param name="progress">Is told of every step, on the thread that trains.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The last step taken; null if there was none.</returns>
    public StepResult? Run(IProgress<StepResult>? progress = null, CancellationToken cancellation = default)
    {
        StepResult? last = null;
        while (!IsFinished && !cancellation.IsCancellationRequested)
        {
            last = Step();
            progress?.Report(last);
        }
        return last;
    }

    /// <summary><see cref="Run"/> on a thread of its own.</summary>
    public Task<StepResult?> RunAsync(IProgress<StepResult>? progress = null, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(() => Run(progress, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes one step.</summary>
    /// <exception cref="InvalidOperationException">The run is finished.</exception>
    public StepResult Step()
    {
        if (IsFinished) throw new InvalidOperationException($"All {Options.Steps} steps have been taken.");
        int step = NextStep;
        CounterRandom random = _random.Derive(step);
        var row = new MetricRow(step);
        long started = _clock.GetTimestamp();

        SampledStep sampled = _sampler.Sample(random);
        long sampledAt = _clock.GetTimestamp();
        GramVersion? mined = _grams.Begin(step);
        RolloutBatch batch = _builder.Build(step, sampled);
        AssignCredit(batch, random);
        long creditedAt = _clock.GetTimestamp();

        _measures.Write(batch, row);
        row.Set("hicra/library_overlap", mined?.Overlap);
        _grams.Observe(batch);
        double? entropy = row[MetricNames.Entropy];
        long measuredAt = _clock.GetTimestamp();
        bool updates = step < Options.Steps;
        if (updates) _update.Run(batch, random.Derive("minibatches"), row);
        // The rollouts' entropy is that of the policy before the update, in the last row too.
        row.Set(MetricNames.Entropy, entropy);
        long updatedAt = _clock.GetTimestamp();
        if (step % Options.ValidationEvery == 0 || !updates) _validation.Run(_policy, row);
        long finishedAt = _clock.GetTimestamp();

        row.Set("timing_s/gen", sampled.Generation.TotalSeconds);
        row.Set("timing_s/reward", sampled.Judging.TotalSeconds);
        row.Set("timing_s/adv", _clock.GetElapsedTime(sampledAt, creditedAt).TotalSeconds);
        row.Set("timing_s/metrics", _clock.GetElapsedTime(creditedAt, measuredAt).TotalSeconds);
        if (updates) row.Set("timing_s/update_actor", _clock.GetElapsedTime(measuredAt, updatedAt).TotalSeconds);
        row.Set("timing_s/testing", _clock.GetElapsedTime(updatedAt, finishedAt).TotalSeconds);
        double seconds = _clock.GetElapsedTime(started, finishedAt).TotalSeconds;
        row.Set(MetricNames.StepSeconds, seconds);
        if (seconds > 0) row.Set("perf/throughput", batch.Tokens.Length / seconds);
        row.Set("perf/cpu_memory_used_gb", Environment.WorkingSet / 1e9);
        NextStep = step + 1;
        return new StepResult(row, batch, Options.Steps) { Mined = mined };
    }

    /// <summary>The state between two steps; its tensors are the policy's own until the next step (<see cref="TrainerState.Copy"/> keeps them).</summary>
    public TrainerState Capture() => new()
    {
        Step = NextStep,
        Weights = _policy.Weights(),
        Optimizer = _policy.OptimizerState(),
        Credit = Credit,
        Grams = _grams.State,
    };

    /// <summary>Continues from a state.</summary>
    /// <exception cref="HicraException">The state does not belong to this policy or these options.</exception>
    public void Restore(TrainerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _policy.Load(state.Weights, state.Optimizer);
        (_credit as IStatefulCredit)?.Restore(state.Credit);
        _grams.Restore(state.Grams);
        NextStep = state.Step;
    }

    /// <inheritdoc/>
    public void Dispose() => _ownReference?.Dispose();

    private void AssignCredit(RolloutBatch batch, CounterRandom random)
    {
        var lengths = new int[batch.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = batch.Length(i);
        batch.Advantages = new double[batch.Count];
        _estimator.Estimate(batch.Rewards, lengths, batch.GroupSize, batch.Advantages);

        batch.TokenAdvantages = new double[batch.Tokens.Length];
        batch.LossMask = new bool[batch.Tokens.Length];
        batch.LossMask.AsSpan().Fill(true);
        TokenContext context = batch.Context();
        (_credit as IStatefulCredit)?.Prepare(context, random.Derive(_credit.Name));
        _credit.Assign(context, batch.TokenAdvantages, batch.LossMask);
        if (_credit is IAmplifyingCredit amplifying) batch.Alpha = amplifying.Alpha.At(batch.Step, batch.SemanticEntropy);
        if (Options.Overlong == Overlong.Mask) MaskTruncated(batch);
    }

    private void MaskTruncated(RolloutBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<int> response = batch.Response(i);
            if (!_world.Tokenizer.Ends(response)) batch.LossMask.AsSpan(batch.Offsets[i]..batch.Offsets[i + 1]).Clear();
        }
    }

    private static void CheckFit(IPolicy policy, IWorld world, TrainingOptions options)
    {
        if (policy.VocabularySize != world.Tokenizer.VocabularySize)
            throw new HicraException($"the base model has a vocabulary of {policy.VocabularySize} tokens and the {world.Name} world one of {world.Tokenizer.VocabularySize}; give a base model that was trained for this world (--base)");
        int prompt = world.Training.Concat(world.Validation).Select(p => world.Prompt(p).Length).DefaultIfEmpty(0).Max();
        if (prompt + options.MaxNewTokens > policy.MaxPositions)
            throw new HicraException($"--max-new-tokens is {options.MaxNewTokens}; with a prompt of {prompt} tokens the model's {policy.MaxPositions} positions leave {policy.MaxPositions - prompt}, give at most that");
    }
}
