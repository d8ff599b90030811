namespace Hicra.Rollouts;

/// <summary>The kinds of trace files that can be read; <see cref="RolloutFormats"/> describes each.</summary>
public enum RolloutFormat
{
    /// <summary>The kit's own rollouts (see <see cref="RolloutJsonl"/>).</summary>
    Hicra,

    /// <summary>What verl writes to <c>trainer.rollout_data_dir</c>: a file a step, a line a rollout, with <c>input output gts score step</c> and the reward's extra values.</summary>
    Verl,

    /// <summary>The completion table of TRL's GRPO trainer (<c>log_completions</c>) as JSON lines: <c>step prompt completion</c>, a column per reward function, <c>advantage</c>.</summary>
    Trl,

    /// <summary>A training log of UNIPO (poloclub/unipo, <c>docs/canonical_schema.json</c>), as one document or as lines.</summary>
    Unipo,

    /// <summary>A problem a line with a list of sampled texts (<c>code</c>, <c>response</c>, <c>completions</c>, ...) and a list of verdicts (<c>score</c>, ...), as evaluation harnesses write them.</summary>
    Samples,

    /// <summary>A solution a line: a text (<c>solution text response completion output</c>) and perhaps a verdict (<c>correct acc score reward</c>).</summary>
    Plain,
}
