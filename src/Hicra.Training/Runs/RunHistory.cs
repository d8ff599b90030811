using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>Brings a policy to any step of a run: from the nearest checkpoint before it, and from there by replaying the steps.</summary>
internal sealed class RunHistory(string engine, IPolicy policy, IWorld world, RunEnvironment environment, IPolicy? reference)
{
    /// <summary>The state before a step of a run. The policy must hold the base model's weights where no checkpoint lies before the step.</summary>
    public TrainerState StateAt(RunFolder run, RunConfig config, int step)
    {
        if (step < config.FirstStep) throw new HicraException($"{run.Path}: begins at step {config.FirstStep}, so it cannot be forked at step {step}; fork its parent {config.Fork!.Run}");
        int nearest = run.CheckpointSteps().LastOrDefault(s => s >= config.FirstStep && s <= step, -1);
        TrainerState state = nearest >= 0 ? Checkpoint.Read(run.CheckpointOf(nearest)) : Begin(config);
        return state.Step == step ? state : Replay(run, config, state, step);
    }

    /// <summary>The state before a run's first step.</summary>
    public TrainerState Begin(RunConfig config)
    {
        if (config.Fork is not { } fork) return new TrainerState { Step = 0, Weights = policy.Weights() };
        ExistingRun parent = ExistingRun.Open(fork.Run);
        return StateAt(parent.Folder, parent.Config, fork.Step);
    }

    private TrainerState Replay(RunFolder run, RunConfig config, TrainerState state, int step)
    {
        // Weights mean the same to every engine; steps have the same bits in one alone.
        if (config.Engine != engine)
            throw new HicraException($"{run.Path}: was computed by the engine '{config.Engine}', so '{engine}' cannot replay it to step {step}; fork at a checkpoint ({string.Join(", ", run.CheckpointSteps())}), or keep the engine");
        // Validation has random numbers of its own, so leaving it out changes nothing else.
        using var trainer = new Trainer(policy, world, config.Training with { ValidationProblems = 0 }, environment.Parts(config, run, reference));
        using (state) trainer.Restore(state);
        int from = trainer.NextStep;
        while (trainer.NextStep < step)
        {
            trainer.Step();
            environment.Replaying?.Report(new ReplayedStep(run.Path, trainer.NextStep - from, step - from));
        }
        return trainer.Capture();
    }
}
