using Hicra.Training.Policies;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>Sequences of a batch that go through the model together, filled up behind to one length (which nothing before it sees).</summary>
internal sealed class SequenceGroup
{
    private readonly PackedBatch _batch;

    private SequenceGroup(PackedBatch batch, int[] sequences)
    {
        (_batch, Sequences) = (batch, sequences);
        Offsets = new int[sequences.Length + 1];
        for (int i = 0; i < sequences.Length; i++) Offsets[i + 1] = Offsets[i] + batch.ResponseOffsets[sequences[i] + 1] - batch.ResponseOffsets[sequences[i]];
    }

    /// <summary>[sequences] their numbers in the batch.</summary>
    public int[] Sequences { get; }

    /// <summary>[sequences + 1] where each sequence's response tokens begin among the group's.</summary>
    public int[] Offsets { get; }

    /// <summary>Tokens that the model reads, those that fill up included.</summary>
    public long PaddedTokens => (long)Sequences.Length * (Length(_batch, Sequences[0]) - 1);

    /// <summary>Groups of sequences of similar length, each of at most so many tokens, or of one sequence.</summary>
    /// <exception cref="HicraException">A sequence is longer than the model can read, or has an id outside its vocabulary.</exception>
    public static IEnumerable<SequenceGroup> Of(PackedBatch batch, int tokens, ModelConfig config)
    {
        int[] order = [.. Enumerable.Range(0, batch.Count).Where(s => batch.ResponseOffsets[s + 1] > batch.ResponseOffsets[s]).OrderByDescending(s => Length(batch, s))];
        if (order.Length > 0 && Length(batch, order[0]) > config.MaxPositions + 1)
            throw new HicraException($"a sequence of {Length(batch, order[0])} tokens is longer than the model's max_position_embeddings {config.MaxPositions}; give shorter texts");
        foreach (int id in batch.Tokens)
            if ((uint)id >= (uint)config.VocabularySize) throw new HicraException($"token id {id} is outside the model's vocabulary of {config.VocabularySize}; the data and the base model do not belong together");
        for (int begin = 0, end; begin < order.Length; begin = end)
        {
            int longest = Length(batch, order[begin]);
            end = begin + 1;
            while (end < order.Length && (long)(end + 1 - begin) * longest <= tokens) end++;
            yield return new SequenceGroup(batch, order[begin..end]);
        }
    }

    /// <summary>What the model reads of the group, and which of it stands before response tokens.</summary>
    /// <returns>[sequences, time] ids, [response tokens] rows of those ids laid end to end, and [response tokens] the tokens behind them; int64.</returns>
    public (Tensor Ids, Tensor Rows, Tensor Tokens) Read(Device device)
    {
        // The last token of a sequence is never read.
        int longest = Length(_batch, Sequences[0]) - 1;
        var ids = new long[Sequences.Length * longest];
        var rows = new long[Offsets[^1]];
        var tokens = new long[Offsets[^1]];
        for (int i = 0; i < Sequences.Length; i++)
        {
            int begin = _batch.Offsets[Sequences[i]], length = Length(_batch, Sequences[i]), prompt = _batch.PromptLengths[Sequences[i]];
            for (int t = 0; t + 1 < length; t++) ids[i * longest + t] = _batch.Tokens[begin + t];
            for (int t = prompt; t < length; t++)
            {
                rows[Offsets[i] + t - prompt] = i * longest + t - 1;
                tokens[Offsets[i] + t - prompt] = _batch.Tokens[begin + t];
            }
        }
        return (tensor(ids, [Sequences.Length, longest], int64, device), tensor(rows, int64, device), tensor(tokens, int64, device));
    }

    private static int Length(PackedBatch batch, int sequence) => batch.Offsets[sequence + 1] - batch.Offsets[sequence];
}
