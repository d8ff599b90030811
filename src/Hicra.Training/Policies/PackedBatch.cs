namespace Hicra.Training.Policies;

/// <summary>Whole sequences, concatenated without padding.</summary>
/// <param name="Tokens">[tokens] prompt and response ids, sequence after sequence.</param>
/// <param name="Offsets">[sequences + 1] where each sequence begins.</param>
/// <param name="PromptLengths">[sequences] tokens at the start of each sequence that are given, at least 1.</param>
public sealed record PackedBatch(int[] Tokens, int[] Offsets, int[] PromptLengths)
{
    /// <summary>The number of sequences.</summary>
    public int Count => PromptLengths.Length;

    /// <summary>[sequences + 1] where each sequence's response begins among all response tokens.</summary>
    public int[] ResponseOffsets { get; } = Responses(Offsets, PromptLengths);

    /// <summary>Puts each sampled response behind its prompt.</summary>
    /// <param name="prompts">The prompts that were sampled from.</param>
    /// <param name="responses">Their responses; as many for each prompt.</param>
    public static PackedBatch Of(IReadOnlyList<int[]> prompts, SampledResponses responses)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        if (prompts.Count == 0 || responses.Count % prompts.Count != 0) throw new ArgumentException($"{responses.Count} responses do not belong to {prompts.Count} prompts in equal numbers.", nameof(responses));
        int group = responses.Count / prompts.Count;
        var tokens = new List<int>(responses.Tokens.Length);
        var offsets = new int[responses.Count + 1];
        for (int i = 0; i < responses.Count; i++)
        {
            tokens.AddRange(prompts[i / group]);
            tokens.AddRange(responses.Response(i));
            offsets[i + 1] = tokens.Count;
        }
        return new PackedBatch([.. tokens], offsets, [.. Enumerable.Range(0, responses.Count).Select(i => prompts[i / group].Length)]);
    }

    private static int[] Responses(int[] offsets, int[] prompts)
    {
        if (offsets.Length != prompts.Length + 1) throw new ArgumentException("Offsets must have one entry more than PromptLengths.", nameof(offsets));
        var starts = new int[offsets.Length];
        for (int i = 0; i < prompts.Length; i++)
        {
            int response = offsets[i + 1] - offsets[i] - prompts[i];
            if (prompts[i] < 1 || response < 0) throw new ArgumentException($"Sequence {i} needs at least one prompt token and no more prompt than tokens.", nameof(prompts));
            starts[i + 1] = starts[i] + response;
        }
        return starts;
    }
}
