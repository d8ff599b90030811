namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Where the tokens of some whole sequences lie in a <see cref="Pass"/>, sequence after sequence, and which of them predict a
/// response token: those are its rows. The last token of a sequence predicts nothing and is not fed.
/// </summary>
internal sealed class PassLayout(ModelConfig config)
{
    /// <summary>The number of sequences, of fed tokens, and of rows.</summary>
    public int SequenceCount { get; private set; }

    public int Tokens { get; private set; }

    public int Rows { get; private set; }

    /// <summary>[sequences] their indices in the batch.</summary>
    public int[] Sequences { get; private set; } = [];

    /// <summary>[sequences + 1] where each sequence's tokens begin.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>[sequences + 1] where each sequence's rows begin.</summary>
    public int[] RowStarts { get; private set; } = [];

    /// <summary>[tokens] ids.</summary>
    public int[] TokenAt { get; private set; } = [];

    /// <summary>[tokens] positions in their sequence.</summary>
    public int[] PositionOf { get; private set; } = [];

    /// <summary>[rows] the token that predicts.</summary>
    public int[] RowAt { get; private set; } = [];

    /// <summary>[rows] the id that it is asked for.</summary>
    public int[] TargetAt { get; private set; } = [];

    /// <summary>The rows of a sequence.</summary>
    public Range RowsOf(int sequence) => RowStarts[sequence]..RowStarts[sequence + 1];

    /// <summary>The number of tokens of a sequence; 0 for one without a response, which is not fed at all.</summary>
    public int LengthOf(int sequence) => Starts[sequence + 1] - Starts[sequence];

    /// <summary>Lays out tokens, positions, and the rows that predict response tokens.</summary>
    /// <exception cref="HicraException">A sequence is too long for the model, or a token is none of its vocabulary.</exception>
    public void Arrange(PackedBatch batch, ReadOnlySpan<int> chosen)
    {
        EnsureCapacity(batch, chosen);
        int t = 0, r = 0;
        for (int i = 0; i < chosen.Length; i++)
        {
            int s = chosen[i], begin = batch.Offsets[s], length = batch.Offsets[s + 1] - begin, prompt = batch.PromptLengths[s];
            Sequences[i] = s;
            Starts[i] = t;
            RowStarts[i] = r;
            if (length == prompt) continue;
            for (int p = 0; p < length - 1; p++, t++)
            {
                TokenAt[t] = TokenEmbedding.Given(config, batch.Tokens[begin + p]);
                PositionOf[t] = p;
                if (p < prompt - 1) continue;
                RowAt[r] = t;
                TargetAt[r++] = TokenEmbedding.Said(config, batch.Tokens[begin + p + 1]);
            }
        }
        End(chosen.Length, t, r);
    }

    /// <summary>Gives the tokens of a sequence another place.</summary>
    public void MoveTokens(int from, int to, int count)
    {
        TokenAt.AsSpan(from, count).CopyTo(TokenAt.AsSpan(to));
        PositionOf.AsSpan(from, count).CopyTo(PositionOf.AsSpan(to));
    }

    /// <summary>Gives the rows of a sequence another place; their tokens move by <paramref name="tokenShift"/>.</summary>
    public void MoveRows(int from, int to, int count, int tokenShift)
    {
        for (int i = 0; i < count; i++) RowAt[to + i] = RowAt[from + i] + tokenShift;
        TargetAt.AsSpan(from, count).CopyTo(TargetAt.AsSpan(to));
    }

    /// <summary>Puts a sequence into another's place among the sequences.</summary>
    public void MoveSequence(int from, int to, int firstToken, int firstRow) => (Sequences[to], Starts[to], RowStarts[to]) = (Sequences[from], firstToken, firstRow);

    /// <summary>Sets how many sequences, tokens and rows there are.</summary>
    public void End(int sequences, int tokens, int rows)
    {
        (SequenceCount, Tokens, Rows) = (sequences, tokens, rows);
        Starts[sequences] = tokens;
        RowStarts[sequences] = rows;
    }

    private void EnsureCapacity(PackedBatch batch, ReadOnlySpan<int> chosen)
    {
        int tokens = 0, rows = 0;
        foreach (int s in chosen)
        {
            int fed = batch.Offsets[s + 1] - batch.Offsets[s] - 1, response = batch.ResponseOffsets[s + 1] - batch.ResponseOffsets[s];
            if (fed > config.MaxPositions)
                throw new HicraException($"a sequence of {fed + 1} tokens is longer than the model's max_position_embeddings {config.MaxPositions}; shorten prompt or response");
            if (response == 0) continue;
            tokens += fed;
            rows += response;
        }
        if (Sequences.Length < chosen.Length) (Sequences, Starts, RowStarts) = (new int[chosen.Length], new int[chosen.Length + 1], new int[chosen.Length + 1]);
        if (TokenAt.Length < tokens) (TokenAt, PositionOf) = (new int[tokens], new int[tokens]);
        if (RowAt.Length < rows) (RowAt, TargetAt) = (new int[rows], new int[rows]);
    }
}
