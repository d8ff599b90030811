namespace Hicra.Rollouts.Records;

/// <summary>What tools call the parts of a record, the usual first. Case and <c>camelCase</c> do not matter (<see cref="RecordView.Folded()"/>).</summary>
internal static class RecordNames
{
    // What a model wrote comes before "solution", which in many files is the reference's.
    public static readonly string[] Text =
    [
        "response", "completion", "text", "output", "prediction", "generation", "generated_text", "generated_solution", "generated", "model_output", "model_response", "full_response", "raw_response", "raw_output",
        "raw_prediction", "llm_response", "llm_output", "model_answer", "model_completion", "assistant_response", "assistant", "response_text", "output_text", "completion_text", "text_output", "reply", "gen",
        "solution", "trace", "rationale", "cot", "chain_of_thought", "reasoning", "reasoning_content", "content", "pred",
    ];

    public static readonly string[] Samples =
    [
        "code", "response", "responses", "completions", "completion", "samples", "outputs", "output", "generations", "predictions", "prediction", "generated_texts", "generated_responses", "model_outputs", "model_output", "candidates", "rollouts",
        "trajectories", "choices", "sampled_responses", "texts",
    ];

    public static readonly string[] Dialogues = ["messages", "conversations", "conversation", "dialogue", "dialog", "chat", "turns", "conv"];

    public static readonly string[] Verdicts =
    [
        "correct", "is_correct", "acc", "accuracy", "correctness", "correctness_math_verify", "correctness_llama", "math_verify", "exact_match", "extractive_match", "passed", "pass", "success", "is_right", "right", "verdict", "is_passed",
        "answer_correct", "judgement", "judgment", "grade", "em", "mathverify",
    ];

    public static readonly string[] Rewards = ["score", "reward", "total_reward", "reward_total", "final_reward", "reward_score", "total_score", "scores", "rewards", "rm_score", "rm_scores", "reward_value"];

    public static readonly string[] Problems = ["problem_id", "question_id", "task_id", "doc_id", "id", "idx", "index", "uid", "unique_id", "problem", "question", "query", "prompt"];

    public static readonly string[] Prompts = ["prompt", "question", "query", "problem", "input", "instruction", "user", "user_prompt", "user_input", "prompt_text", "problem_statement", "context"];

    public static readonly string[] Steps = ["step", "global_step", "train_step", "training_step", "training_steps", "global_steps", "iteration", "iter", "update"];

    public static readonly string[] Thoughts = ["reasoning_content", "reasoning", "thinking", "thoughts", "thought", "think", "chain_of_thought", "cot", "rationale"];

    public static readonly string[] Tokens = ["tokens", "token_texts", "response_tokens", "completion_tokens", "output_tokens", "token_strings"];

    public static readonly string[] Ids = ["ids", "token_ids", "response_ids", "completion_ids", "output_ids", "output_token_ids", "response_token_ids"];

    public static readonly string[] LogProbs = ["logprobs", "log_probs", "token_logprobs", "old_log_probs", "response_logprobs", "rollout_log_probs", "old_logprobs"];

    public static readonly string[] Entropies = ["entropies", "token_entropies", "entropy"];

    public static readonly string[] Finishes = ["finish_reason", "stop_reason", "finish_reasons", "stop_reasons"];

    public static readonly string[] Truncations = ["truncated", "is_truncated", "clipped", "is_clipped", "overlong"];
}
