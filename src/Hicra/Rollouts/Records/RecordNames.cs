namespace Hicra.Rollouts.Records;

/// <summary>What tools call the parts of a record, the usual first. Case and <c>camelCase</c> do not matter (<see cref="RecordView.Folded()"/>).</summary>
internal static class RecordNames
{
    /// <summary>What a model wrote.</summary>
    public static readonly string[] Written =
    [
        "response", "completion", "text", "output", "prediction", "generation", "generated_text", "generated_solution", "generated", "model_output", "model_response", "full_response", "raw_response", "raw_output",
        "raw_prediction", "llm_response", "llm_output", "model_answer", "model_completion", "assistant_response", "assistant", "response_text", "output_text", "completion_text", "text_output", "reply", "gen",
    ];

    /// <summary>What may be the reference's as well, and is the model's where nothing else is.</summary>
    public static readonly string[] Others =
    [
        "solution", "trace", "rationale", "cot", "chain_of_thought", "reasoning", "reasoning_content", "content", "pred",
    ];

    /// <summary>Names of texts, the likelier first.</summary>
    public static readonly string[] Text = [.. Written, .. Others];

    /// <summary>Words that make a name of several (<c>raw_generation</c>, <c>decoded_completion</c>) one of a text, the likelier first.</summary>
    public static readonly string[] Cores = ["response", "completion", "generation", "generated", "output", "prediction", "rollout", "trajectory", "trace", "transcript"];

    /// <summary>Words that make it one of something else.</summary>
    public static readonly string[] NoCores =
    [
        "prompt", "input", "question", "query", "problem", "instruction", "system", "reference", "ref", "gold", "golden", "gt", "ground", "truth", "target", "expected", "label", "answer", "id", "ids", "uid", "hash", "format",
        "type", "kind", "path", "file", "name", "url", "dir", "lang", "language", "len", "length", "lengths", "token", "tokens", "mask", "count", "num", "time", "date", "latency", "cost", "model", "error", "status", "reason", "version",
        "parsed", "extracted", "schema", "config", "settings", "stack", "score", "reward", "index", "idx", "split", "source", "topic", "category", "key",
    ];

    /// <summary>What an item of a list of samples may call its text.</summary>
    public static readonly string[] Items = ["sample", "rollout", "candidate", "trajectory", "sampled"];

    public static readonly string[] Samples =
    [
        "code", "response", "responses", "completions", "completion", "samples", "outputs", "output", "generations", "predictions", "prediction", "generated_texts", "generated_responses", "model_outputs", "model_output", "candidates", "rollouts",
        "trajectories", "choices", "sampled_responses", "texts", "sampled",
    ];

    public static readonly string[] Dialogues = ["messages", "conversations", "conversation", "dialogue", "dialog", "chat", "turns", "conv", "message_log"];

    public static readonly string[] Verdicts =
    [
        "correct", "is_correct", "acc", "accuracy", "correctness", "correctness_math_verify", "correctness_llama", "math_verify", "exact_match", "extractive_match", "passed", "pass", "success", "is_right", "right", "verdict", "is_passed",
        "answer_correct", "judgement", "judgment", "grade", "grading", "grades", "em", "mathverify", "verified", "is_verified", "ok", "solved", "is_solved",
    ];

    public static readonly string[] Rewards = ["score", "reward", "total_reward", "reward_total", "final_reward", "reward_score", "total_score", "scores", "rewards", "rm_score", "rm_scores", "reward_value"];

    public static readonly string[] Problems = ["problem_id", "question_id", "task_id", "doc_id", "qid", "prompt_id", "query_id", "problem_idx", "question_idx", "id", "idx", "index", "uid", "unique_id", "problem", "question", "query", "prompt"];

    /// <summary>What says which rollouts belong together where no prompt does.</summary>
    public static readonly string[] Groups = ["group_id", "group_index", "group_idx", "group_uid", "group", "prompt_id", "prompt_idx", "prompt_index", "prompt_hash", "problem_id", "question_id", "qid"];

    public static readonly string[] Prompts = ["prompt", "question", "query", "problem", "input", "instruction", "user", "user_prompt", "user_input", "prompt_text", "problem_statement", "context"];

    public static readonly string[] Steps = ["step", "global_step", "train_step", "training_step", "training_steps", "global_steps", "iteration", "iter", "update", "train_iter", "training_iteration", "rollout_step", "gen_step", "current_step", "policy_step", "optimizer_step", "trainer_step", "update_step", "rl_step"];

    /// <summary>Members that hold what is not said of the text itself: a step, a verdict.</summary>
    public static readonly string[] Besides = ["metadata", "meta", "extra_info", "extra", "info", "evaluation", "eval", "metric", "metrics", "grading_result", "judgement", "verification", "result"];

    public static readonly string[] Thoughts = ["reasoning_content", "reasoning", "thinking", "thoughts", "thought", "think", "chain_of_thought", "cot", "rationale"];

    public static readonly string[] Tokens = ["tokens", "token_texts", "response_tokens", "completion_tokens", "output_tokens", "token_strings"];

    public static readonly string[] Ids = ["ids", "token_ids", "response_ids", "completion_ids", "output_ids", "output_token_ids", "response_token_ids"];

    public static readonly string[] Masks = ["completion_mask", "response_mask", "output_mask", "loss_mask"];

    public static readonly string[] LogProbs = ["logprobs", "log_probs", "token_logprobs", "old_log_probs", "response_logprobs", "rollout_log_probs", "old_logprobs"];

    public static readonly string[] Entropies = ["entropies", "token_entropies", "entropy"];

    public static readonly string[] Finishes = ["finish_reason", "stop_reason", "finish_reasons", "stop_reasons"];

    public static readonly string[] Truncations = ["truncated", "is_truncated", "clipped", "is_clipped", "overlong"];
}
