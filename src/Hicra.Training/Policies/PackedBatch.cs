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

    /// <summary>Puts sequences side by side, each response behind its prompt.</summary>
    /// <param name="sequences">In the order in which the batch has them.</param>
    public static PackedBatch Of(IEnumerable<PackedSequence> sequences)
    {
        PackedSequence[] all = [.. sequences];
        var offsets = new int[all.Length + 1];
        for (int i = 0; i < all.Length; i++) offsets[i + 1] = offsets[i] + all[i].Prompt.Length + all[i].Response.Length;
        var tokens = new int[offsets[^1]];
        for (int i = 0; i < all.Length; i++)
        {
            all[i].Prompt.Span.CopyTo(tokens.AsSpan(offsets[i]));
            all[i].Response.Span.CopyTo(tokens.AsSpan(offsets[i] + all[i].Prompt.Length));
        }
        return new PackedBatch(tokens, offsets, [.. all.Select(s => s.Prompt.Length)]);
    }

    /// <summary>Puts each sampled response behind its prompt.</summary>
    /// <param name="prompts">The prompts that were sampled from.</param>
    /// <param name="responses">Their responses; as many for each prompt.</param>
    public static PackedBatch Of(IReadOnlyList<int[]> prompts, SampledResponses responses)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        if (prompts.Count == 0 || responses.Count % prompts.Count != 0) throw new ArgumentException($"{responses.Count} responses do not belong to {prompts.Count} prompts in equal numbers.", nameof(responses));
        int group = responses.Count / prompts.Count;
        return Of(Enumerable.Range(0, responses.Count).Select(i => new PackedSequence(prompts[i / group], responses.Tokens.AsMemory(responses.Offsets[i]..responses.Offsets[i + 1]))));
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
