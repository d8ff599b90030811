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

    /// <summary>A solution a line: a text (<c>response completion output prediction ... solution text</c>) and perhaps a verdict (<c>score reward correct acc ...</c>).</summary>
    Plain,

    /// <summary>The samples of lm-evaluation-harness (<c>samples_*.jsonl</c>): <c>doc</c>, <c>arguments</c>, <c>resps</c>, a member for each metric.</summary>
    LmEval,

    /// <summary>Conversations: <c>messages</c> or <c>conversations</c> with roles, as ShareGPT, OpenAI and chat data sets write them. The assistant's words are the response.</summary>
    Dialogue,

    /// <summary>Records whose text stands where the options say (<see cref="RolloutFileOptions.Text"/>).</summary>
    Mapped,
}
