namespace Hicra.Training.Learning;

/// <summary>Every metric of a run's log, once: names as verl and TRL use them, ours under <c>hicra/</c>.</summary>
/// <remarks>A metric that is logged and not listed here fails a test: a word without explanation helps nobody.</remarks>
public static class MetricCatalog
{
    /// <summary>The metrics, in the order in which the glossary shows them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Share(MetricNames.Accuracy, "training accuracy", "Right answers among the step's rollouts."),
        Share("val-core/*/acc/mean@*", "validation accuracy", "Right answers on the fixed validation problems, mean over the samples of each (verl's name; @k is the number of samples)."),
        Share("val-aux/*/acc/best@*/mean", "validation, best of k", "Validation problems of which at least one of k samples is right."),
        Share("val-aux/*/acc/mean@*", "accuracy on a withheld kind", "Right answers on problems of a kind that training never shows (the long world: strategies, numbers)."),
        Share("hicra/pass@*", "pass@k", "The step's problems of which at least one of the group's k rollouts is right."),
        Share(MetricNames.SoundAttempts, "sound attempts", "Attempts whose every calculation is right, among all attempts (paper, section 2.2: procedural correctness)."),
        Count(MetricNames.Attempts, "attempts a rollout", "", "Calculations that a rollout tries, mean over rollouts."),
        Share(MetricNames.PlanningErrors, "planning errors", "Rollouts whose execution is sound and whose plan does not solve the problem (paper, section 4.2.1)."),
        Share(MetricNames.OtherErrors, "other errors", "Wrong rollouts that are no planning errors: slips, foreign numbers, no answer, cut off."),
        Count(MetricNames.SemanticEntropy, "semantic entropy of grams", "nats", "Entropy of which strategic grams are said, over all that are said in the step (paper, section 2.2.2)."),
        Count("hicra/semantic_entropy_bits", "semantic entropy of grams", "bits", "The entropy of which strategic grams are said, in bits."),
        Count("hicra/semantic_entropy_clusters", "semantic entropy of clusters", "nats", "Entropy of which clusters of paraphrases are said."),
        Count(MetricNames.StrategyEntropy, "semantic entropy of strategies", "nats", "Entropy of which grams are said that announce a strategy, without those that go on after a miss."),
        Count(MetricNames.ConditionalEntropy, "conditional entropy of other grams", "nats", "Entropy of the n-grams outside strategic grams, given the strategic gram before them (paper, Figure 3, third panel)."),
        Count(MetricNames.ExecutedEntropy, "entropy of executed forms", "nats", "Entropy of which forms of calculation are carried out, whatever was announced."),
        Share(MetricNames.PlanHits, "plan hits", "Attempts whose strategy reaches the target, however well it is executed."),
        Share(MetricNames.PlanFits, "plans that fit", "Attempts whose strategy fits the kind of problem that the prompt names."),
        Share(MetricNames.Persistence, "going on after a miss", "Misses after which the response goes on with another attempt."),
        Count(MetricNames.Strategies, "strategies a rollout", "", "Different strategies that a rollout executes, mean over rollouts."),
        Share(MetricNames.ColumnSlips, "slips a column", "Columns of additions whose digit or carry is wrong."),
        Share(MetricNames.CopyErrors, "copy errors", "Places where a number, a digit, a carry or a sum is copied wrongly."),
        Share(MetricNames.ReadNumbers, "numbers read", "Attempts whose three operands are the numbers of the picture, among all attempts (the vision worlds)."),
        Share("hicra/true_markers", "true markers", "Markers, hit or miss, that are true of the attempt before them, among all (the vision worlds)."),
        Count(MetricNames.Grams, "grams a rollout", "", "Strategic grams that a rollout says, mean over rollouts."),
        Count(MetricNames.PlanningEntropy, "entropy, planning tokens", "nats", "Mean entropy of the next-token distribution at tokens of strategic grams."),
        Count(MetricNames.ExecutionEntropy, "entropy, execution tokens", "nats", "Mean entropy of the next-token distribution at all other tokens."),
        new(MetricNames.PlanningPerplexity, "perplexity, planning tokens", "", "Exponential of the mean negative log-prob of tokens of strategic grams.", 1),
        new(MetricNames.ExecutionPerplexity, "perplexity, execution tokens", "", "Exponential of the mean negative log-prob of all other tokens.", 1),
        Share(MetricNames.PlanningShare, "planning tokens", "Tokens that belong to strategic grams, among all response tokens (2 to 6 % in the paper)."),
        Share("hicra/planning_among_high_entropy", "planning among high-entropy tokens", "Planning tokens among the 30 % of all tokens with the highest entropy (paper, Figure 10)."),
        Share("hicra/high_entropy_among_planning", "high-entropy among planning tokens", "Tokens of these 30 % among the planning tokens (paper, Figure 10)."),
        Share("hicra/story/said", "stories that say the thing", "Stories that say the thing that their opening names."),
        Share("hicra/story/closed", "stories that close", "Stories whose every line ends as sentences do, and whose quotations are closed."),
        Share("hicra/story/repetition", "repetition in a story", "Sequences of three words that were said before in the same story, among all, mean over stories."),
        Share("hicra/story/distinct", "different stories", "Different stories among the step's."),
        Share("hicra/story/overlap", "overlap of stories", "Sequences of three words of a story that another story of the step says too, mean over stories; near 1 where all tell the same."),
        new(MetricNames.Alpha, "alpha", "", "The strength of the credit rule in this step; 0 for rules that amplify nothing."),
        Count("hicra/library_grams", "grams of the library", "", "Strategic grams of the library that marks planning tokens, where it is not the world's own."),
        Share("hicra/library_overlap", "overlap of libraries", "Grams that a newly mined library shares with the one before, over all grams of both (Jaccard)."),
        Share("hicra/mask_precision", "mask precision", "Tokens that the library marks and the world's own grams mark too, among those that it marks."),
        Share("hicra/mask_recall", "mask recall", "Tokens that the library marks and the world's own grams mark too, among those that these mark."),
        Count("hicra/semantic_entropy_corrected", "semantic entropy, corrected", "nats", "Semantic entropy of grams with the bias of few counts taken off (Miller and Madow, and the jackknife over prompts); of logs."),
        Count("hicra/semantic_entropy_corrected/low", "its interval, low", "nats", "Lower end of its 95 % interval: jackknife over prompts."),
        Count("hicra/semantic_entropy_corrected/high", "its interval, high", "nats", "Upper end of its 95 % interval."),
        Count("hicra/rollouts", "rollouts", "", "Rollouts of the step that a log holds."),
        Count("hicra/prompts", "prompts", "", "Different prompts of the step that a log holds."),
        Count("hicra/thinking_length", "length of thoughts", "tokens", "Tokens of the thoughts that a model marks before its answer, mean over rollouts that have some."),
        Share("hicra/thinking_open", "thoughts without end", "Rollouts whose thoughts begin and do not end, among those with thoughts."),
        Share("hicra/planning_share/thinking", "planning tokens in thoughts", "Tokens that belong to strategic grams, among those of the thoughts."),
        Share("hicra/planning_share/answer", "planning tokens in answers", "Tokens that belong to strategic grams, among those outside the thoughts."),
        new("hicra/replay/cosine", "cosine of HICRA to GRPO", "", "Replayed on a log: the cosine between HICRA's gradient and GRPO's with respect to log-probs, at ratio 1, every token weighing the same.", -1, 1),
        new("hicra/replay/cosine/low", "its interval, low", "", "Lower end of its 95 % interval: bootstrap over groups.", -1, 1),
        new("hicra/replay/cosine/high", "its interval, high", "", "Upper end of its 95 % interval.", -1, 1),
        new("hicra/replay/angle", "angle of HICRA to GRPO", "degrees", "That cosine as an angle.", 0, 180),
        Share("hicra/replay/planning_gradient/grpo", "GRPO's gradient on planning tokens", "Replayed on a log: the part of GRPO's gradient, as a sum of absolute values, that lies on planning tokens."),
        Share("hicra/replay/planning_gradient/hicra", "HICRA's gradient on planning tokens", "The same part of HICRA's gradient."),
        Share("hicra/truncated", "cut off", "Rollouts without an end token; of a log, those that it says were cut off."),
        Share("hicra/sampled_accuracy", "accuracy of all sampled", "Right answers among all sampled rollouts, those included that dynamic sampling replaced."),
        Count("hicra/sampled_groups", "groups sampled", "", "Groups that were sampled, those included that dynamic sampling replaced."),
        Count(MetricNames.ResponseLength, "response length", "tokens", "Response tokens of a rollout, mean over rollouts."),
        Count("response_length/max", "longest response", "tokens", "Response tokens of the longest rollout."),
        Count("response_length/min", "shortest response", "tokens", "Response tokens of the shortest rollout."),
        Share("response_length/clip_ratio", "responses at the limit", "Rollouts that are as long as a response may be."),
        Count(MetricNames.PromptLength, "prompt length", "tokens", "Prompt tokens, mean over problems."),
        Count("prompt_length/max", "longest prompt", "tokens", "Tokens of the longest prompt."),
        Count("prompt_length/min", "shortest prompt", "tokens", "Tokens of the shortest prompt."),
        new("critic/score/mean", "score", "", "The verifier's reward, mean over rollouts."),
        new("critic/score/max", "highest score", "", "The verifier's highest reward of the step."),
        new("critic/score/min", "lowest score", "", "The verifier's lowest reward of the step."),
        new(MetricNames.RewardMean, "reward", "", "The reward to learn from, mean over rollouts: the score less the punishment of overlong responses."),
        new("critic/rewards/max", "highest reward", "", "The highest reward of the step."),
        new("critic/rewards/min", "lowest reward", "", "The lowest reward of the step."),
        new("critic/advantages/mean", "advantage", "", "Token advantages after token credit, mean over tokens."),
        new("critic/advantages/max", "highest advantage", "", "The highest token advantage of the step."),
        new("critic/advantages/min", "lowest advantage", "", "The lowest token advantage of the step."),
        Count(MetricNames.RewardDeviation, "deviation of rewards", "", "Standard deviation of rewards within a group, mean over groups."),
        Share(MetricNames.FlatGroups, "groups without signal", "Groups whose rewards are all equal, so that nothing is learned from them."),
        Count("train/num_gen_batches", "rounds of sampling", "", "Rounds of sampling that the step took; more than 1 with dynamic sampling alone."),
        Count(MetricNames.Entropy, "entropy of all tokens", "nats", "Mean entropy of the next-token distribution over all response tokens."),
        Count("hicra/drawn/entropy", "entropy of what is drawn from", "nats", "Mean entropy of the distribution that rollouts are drawn from where --top-p, --top-k or --min-p leave tokens out; the other entropies are those of the whole distribution."),
        new("hicra/drawn/log_prob", "log-prob under what is drawn from", "nats", "Mean log-prob of the tokens under that distribution.", High: 0),
        new(MetricNames.PolicyLoss, "policy loss", "", "The clipped policy loss, mean over the step's minibatches."),
        Share(MetricNames.ClipFraction, "clipped tokens", "Tokens whose ratio the clip cuts off."),
        Share("actor/pg_clipfrac_lower", "clipped tokens, dual clip", "Tokens with negative advantage whose loss the dual clip bounds."),
        new("actor/ppo_kl", "KL to the sampling policy", "nats", "Mean of old minus new log-prob over tokens (k1)."),
        new("actor/kl_loss", "KL to the base model", "nats", "The estimated KL to the reference policy, mean over tokens."),
        new("actor/kl_coef", "weight of that KL", "", "The coefficient of the KL in the loss."),
        Count(MetricNames.GradientNorm, "gradient norm", "", "L2 norm of the gradient before clipping, mean over minibatches."),
        Count("actor/lr", "learning rate", "", "The optimiser's learning rate."),
        Count(MetricNames.StepSeconds, "time a step", "s", "Wall-clock time of the step."),
        Count("timing_s/*", "time of a part", "s", "Wall-clock time of a part of the step: gen (sampling), reward (judging), adv (credit), metrics, update_actor, testing (validation)."),
        Count("perf/throughput", "throughput", "tokens/s", "Response tokens of the step over its wall-clock time."),
        Count("perf/cpu_memory_used_gb", "memory", "GB", "Memory of the process after the step."),
    ];

    /// <summary>The metrics that people plot most, for completion.</summary>
    public static IReadOnlyList<string> Common { get; } =
    [
        MetricNames.Accuracy, MetricNames.SoundAttempts, MetricNames.SemanticEntropy, MetricNames.ExecutedEntropy, MetricNames.PlanningEntropy, MetricNames.ExecutionEntropy,
        MetricNames.PlanningPerplexity, MetricNames.ExecutionPerplexity, MetricNames.PlanningShare, MetricNames.Grams, MetricNames.Alpha, MetricNames.ResponseLength,
        MetricNames.Entropy, MetricNames.PolicyLoss, MetricNames.GradientNorm, MetricNames.RewardMean, MetricNames.StepSeconds,
    ];

    /// <summary>The metric of a name of a log; null for one that the kit does not log (another tool's).</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Matches(name));

    /// <summary>What to call a metric: its label, else its name.</summary>
    public static string Label(string name) => Find(name)?.Label ?? name;

    private static Metric Share(string name, string label, string sentence) => new(name, label, "%", sentence, 0, 1);

    private static Metric Count(string name, string label, string unit, string sentence) => new(name, label, unit, sentence, 0);
}
