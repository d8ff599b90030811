namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Forward and backward of some whole sequences: one worker's activations. Every product is over all tokens of the
/// sequences at once; only attention goes sequence by sequence.
/// </summary>
internal sealed unsafe class Pass : IDisposable
{
    // Logits kept at once; a larger vocabulary is scored and differentiated in several chunks of rows.
    private const int LogitBudget = 1 << 20;

    private readonly Weights weights;
    private readonly ParameterLayout layout;
    private readonly Rope rope;
    private readonly Attention attention;
    private readonly int logitRows;
    private readonly float queryScale;
    private readonly PassLayout plan;
    private readonly LayerActivations[] layers;
    private int capacity;
    private AlignedBuffer? stream, output, normed, inverse, logits, gradient, gradient2, qkvGradient, hiddenGradient;
    private float[] logProbs = [], entropies = [], dLogProbs = [], dEntropies = [];
    private float inverseTemperature;

    public Pass(Weights weights, Rope rope)
    {
        this.weights = weights;
        this.rope = rope;
        layout = weights.Layout;
        plan = new PassLayout(layout.Config);
        attention = new Attention(layout);
        logitRows = Math.Max(Gemm.RowTile, LogitBudget / layout.Vocabulary / Gemm.RowTile * Gemm.RowTile);
        queryScale = (float)(1 / Math.Sqrt(layout.Config.HeadSize));
        layers = new LayerActivations[layout.Layers.Length];
        for (int i = 0; i < layers.Length; i++) layers[i] = new LayerActivations();
    }

    /// <summary>Log-probs and entropies of the response tokens of <paramref name="chosen"/>, sequence after sequence.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="chosen">Which of them.</param>
    /// <param name="inverseTemperature">1 / temperature, which multiplies the logits here and in <see cref="Backward"/>.</param>
    public void Forward(PackedBatch batch, ReadOnlySpan<int> chosen, float inverseTemperature)
    {
        this.inverseTemperature = inverseTemperature;
        plan.Arrange(batch, chosen);
        EnsureCapacity();
        int rows = plan.Rows;
        if (rows == 0) return;
        ForwardLayers();
        for (int first = 0; first < rows; first += logitRows)
        {
            int count = Math.Min(logitRows, rows - first);
            HeadLogProbs(first, count);
            for (int i = 0; i < count; i++) logProbs[first + i] = logits!.Pointer[(nint)i * layout.Vocabulary + plan.TargetAt[first + i]];
        }
    }

    /// <summary>Copies the results of <see cref="Forward"/> to their places among the batch's response tokens.</summary>
    public void CopyResults(PackedBatch batch, Span<float> batchLogProbs, Span<float> batchEntropies)
    {
        for (int i = 0; i < plan.SequenceCount; i++)
        {
            Range range = plan.RowsOf(i);
            logProbs.AsSpan(range).CopyTo(batchLogProbs[batch.ResponseOffsets[plan.Sequences[i]]..]);
            entropies.AsSpan(range).CopyTo(batchEntropies[batch.ResponseOffsets[plan.Sequences[i]]..]);
        }
    }

    /// <summary>After <see cref="Forward"/>: asks for the loss gradient of each sequence and adds that of the weights to <paramref name="target"/>.</summary>
    public void Backward(TokenGradient tokenGradient, AlignedBuffer target)
    {
        dLogProbs.AsSpan(0, plan.Rows).Clear();
        dEntropies.AsSpan(0, plan.Rows).Clear();
        for (int i = 0; i < plan.SequenceCount; i++)
        {
            Range range = plan.RowsOf(i);
            tokenGradient(plan.Sequences[i], logProbs.AsSpan(range), entropies.AsSpan(range), dLogProbs.AsSpan(range), dEntropies.AsSpan(range));
        }
        DropWithoutGradient();
        if (plan.Rows == 0) return;
        BackwardHead(target);
        for (int i = layers.Length - 1; i >= 0; i--) BackwardLayer(i, target);
        int dim = layout.Dim;
        for (int t = 0; t < plan.Tokens; t++) TokenEmbedding.Backward(layout, plan.TokenAt[t], gradient!.Pointer + (nint)t * dim, target.Pointer);
    }

    public void Dispose()
    {
        attention.Dispose();
        foreach (LayerActivations layer in layers) layer.Dispose();
        foreach (AlignedBuffer? buffer in new[] { stream, output, normed, inverse, logits, gradient, gradient2, qkvGradient, hiddenGradient }) buffer?.Dispose();
    }

    private void ForwardLayers()
    {
        int dim = layout.Dim, count = layout.Config.HiddenSize, tokens = plan.Tokens, rows = plan.Rows;
        float epsilon = (float)layout.Config.NormEpsilon;
        float* x = layers[0].Input!.Pointer;
        for (int t = 0; t < tokens; t++) TokenEmbedding.Forward(weights, plan.TokenAt[t], x + (nint)t * dim);
        for (int l = 0; l < layers.Length; l++)
        {
            LayerActivations a = layers[l];
            Weights.LayerWeights w = weights.Layers[l];
            RmsNorm.Forward(tokens, dim, count, epsilon, a.Input!.Pointer, w.Norm1, a.Normed1!.Pointer, a.Inverse1!.Pointer);
            w.QueryKeyValue.Forward(tokens, a.Normed1.Pointer, a.QueryKeyValue!.Pointer, accumulate: false);
            for (int t = 0; t < tokens; t++)
            {
                float* row = a.QueryKeyValue.Pointer + (nint)t * layout.QueryKeyValue;
                rope.Rotate(row, layout.Config.Heads, layout.Head, plan.PositionOf[t], queryScale);
                rope.Rotate(row + layout.Query, layout.Config.KeyValueHeads, layout.Head, plan.PositionOf[t], 1f);
            }
            float* probabilities = a.Probabilities!.Pointer;
            for (int i = 0; i < plan.SequenceCount; i++)
            {
                int length = plan.LengthOf(i);
                if (length == 0) continue;
                attention.Forward(length, a.QueryKeyValue.Pointer + (nint)plan.Starts[i] * layout.QueryKeyValue, probabilities, a.Attended!.Pointer + (nint)plan.Starts[i] * layout.Query);
                probabilities += attention.ProbabilityLength(length);
            }
            Elementwise.Copy(tokens * dim, a.Input.Pointer, a.Middle!.Pointer);
            w.Output.Forward(tokens, a.Attended!.Pointer, a.Middle.Pointer, accumulate: true);
            RmsNorm.Forward(tokens, dim, count, epsilon, a.Middle.Pointer, w.Norm2, a.Normed2!.Pointer, a.Inverse2!.Pointer);
            w.GateUp.Forward(tokens, a.Normed2.Pointer, a.GateUp!.Pointer, accumulate: false);
            SwiGlu.Forward(tokens, layout.Hidden, a.GateUp.Pointer, a.Hidden!.Pointer);
            float* next = l + 1 < layers.Length ? layers[l + 1].Input!.Pointer : stream!.Pointer;
            Elementwise.Copy(tokens * dim, a.Middle.Pointer, next);
            w.Down.Forward(tokens, a.Hidden.Pointer, next, accumulate: true);
        }
        for (int r = 0; r < rows; r++) Elementwise.Copy(dim, stream!.Pointer + (nint)plan.RowAt[r] * dim, output!.Pointer + (nint)r * dim);
        RmsNorm.Forward(rows, dim, count, epsilon, output!.Pointer, weights.Norm, normed!.Pointer, inverse!.Pointer);
    }

    private void HeadLogProbs(int first, int count)
    {
        weights.Head.Forward(count, normed!.Pointer + (nint)first * layout.Dim, logits!.Pointer, accumulate: false);
        for (int i = 0; i < count; i++)
            entropies[first + i] = Softmax.LogProbs(logits.Pointer + (nint)i * layout.Vocabulary, layout.Config.VocabularySize, inverseTemperature);
    }

    private void BackwardHead(AlignedBuffer target)
    {
        int dim = layout.Dim, tokens = plan.Tokens, rows = plan.Rows;
        for (int first = 0; first < rows; first += logitRows)
        {
            int count = Math.Min(logitRows, rows - first);
            if (rows > logitRows) HeadLogProbs(first, count);
            // The gradient is linear in its two factors, so dividing them by the temperature divides it.
            for (int i = 0; i < count; i++)
                Softmax.Gradient(logits!.Pointer + (nint)i * layout.Vocabulary, layout.Config.VocabularySize, plan.TargetAt[first + i], entropies[first + i], inverseTemperature * dLogProbs[first + i], inverseTemperature * dEntropies[first + i]);
            weights.Head.BackwardWeight(count, logits!.Pointer, normed!.Pointer + (nint)first * dim, target.Pointer + layout.OutputHead);
            weights.Head.BackwardInput(count, logits.Pointer, gradient2!.Pointer + (nint)first * dim);
        }
        // The stream's rows that predict nothing get no gradient here; the others get theirs through the final norm.
        Elementwise.Clear(rows * dim, stream!.Pointer);
        RmsNorm.Backward(rows, dim, layout.Config.HiddenSize, output!.Pointer, weights.Norm, inverse!.Pointer, gradient2!.Pointer, stream.Pointer, target.Pointer + layout.Norm);
        Elementwise.Clear(tokens * dim, gradient!.Pointer);
        for (int r = 0; r < rows; r++) Elementwise.Copy(dim, stream.Pointer + (nint)r * dim, gradient.Pointer + (nint)plan.RowAt[r] * dim);
    }

    private void BackwardLayer(int l, AlignedBuffer target)
    {
        LayerActivations a = layers[l];
        Weights.LayerWeights w = weights.Layers[l];
        ParameterLayout.LayerOffsets at = layout.Layers[l];
        int dim = layout.Dim, count = layout.Config.HiddenSize, tokens = plan.Tokens;
        float* dx = gradient!.Pointer;

        w.Down.BackwardWeight(tokens, dx, a.Hidden!.Pointer, target.Pointer + at.Down);
        w.Down.BackwardInput(tokens, dx, hiddenGradient!.Pointer);
        SwiGlu.Backward(tokens, layout.Hidden, a.GateUp!.Pointer, hiddenGradient.Pointer);
        w.GateUp.BackwardWeight(tokens, a.GateUp.Pointer, a.Normed2!.Pointer, target.Pointer + at.GateUp);
        w.GateUp.BackwardInput(tokens, a.GateUp.Pointer, gradient2!.Pointer);
        RmsNorm.Backward(tokens, dim, count, a.Middle!.Pointer, w.Norm2, a.Inverse2!.Pointer, gradient2.Pointer, dx, target.Pointer + at.Norm2);

        w.Output.BackwardWeight(tokens, dx, a.Attended!.Pointer, target.Pointer + at.Output);
        // The attended values are not needed any more: their gradient takes their place.
        w.Output.BackwardInput(tokens, dx, a.Attended.Pointer);
        float* probabilities = a.Probabilities!.Pointer;
        for (int i = 0; i < plan.SequenceCount; i++)
        {
            int length = plan.LengthOf(i);
            if (length == 0) continue;
            nint row = (nint)plan.Starts[i] * layout.QueryKeyValue;
            attention.Backward(length, a.QueryKeyValue!.Pointer + row, probabilities, a.Attended.Pointer + (nint)plan.Starts[i] * layout.Query, qkvGradient!.Pointer + row);
            probabilities += attention.ProbabilityLength(length);
        }
        for (int t = 0; t < tokens; t++)
        {
            float* row = qkvGradient!.Pointer + (nint)t * layout.QueryKeyValue;
            rope.RotateBack(row, layout.Config.Heads, layout.Head, plan.PositionOf[t], queryScale);
            rope.RotateBack(row + layout.Query, layout.Config.KeyValueHeads, layout.Head, plan.PositionOf[t], 1f);
        }
        w.QueryKeyValue.BackwardWeight(tokens, qkvGradient!.Pointer, a.Normed1!.Pointer, target.Pointer + at.QueryKeyValue);
        w.QueryKeyValue.BackwardInput(tokens, qkvGradient.Pointer, gradient2.Pointer);
        RmsNorm.Backward(tokens, dim, count, a.Input!.Pointer, w.Norm1, a.Inverse1!.Pointer, gradient2.Pointer, dx, target.Pointer + at.Norm1);
    }

    /// <summary>
    /// Takes sequences whose loss gradient is zero out of the backward pass, by closing the ranks of the others. In a group of
    /// equal rewards every advantage is 0, and early in training those are half of all groups. Adding their zeros would
    /// change no bit, so leaving them out changes none either.
    /// </summary>
    private void DropWithoutGradient()
    {
        int keptSequences = 0, keptTokens = 0, keptRows = 0;
        long keptProbabilities = 0, probabilities = 0;
        for (int i = 0; i < plan.SequenceCount; i++)
        {
            int firstToken = plan.Starts[i], length = plan.LengthOf(i), firstRow = plan.RowStarts[i], count = plan.RowStarts[i + 1] - firstRow;
            long size = length > 0 ? attention.ProbabilityLength(length) : 0;
            bool kept = dLogProbs.AsSpan(firstRow, count).ContainsAnyExcept(0f) || dEntropies.AsSpan(firstRow, count).ContainsAnyExcept(0f);
            if (kept)
            {
                if (keptTokens < firstToken) MoveTokens(firstToken, keptTokens, length, probabilities, keptProbabilities, size);
                if (keptRows < firstRow) MoveRows(firstRow, keptRows, count, keptTokens - firstToken);
                plan.MoveSequence(i, keptSequences++, keptTokens, keptRows);
                keptTokens += length;
                keptRows += count;
                keptProbabilities += size;
            }
            probabilities += size;
        }
        plan.End(keptSequences, keptTokens, keptRows);
    }

    private void MoveTokens(int from, int to, int count, long probabilitiesFrom, long probabilitiesTo, long probabilities)
    {
        foreach (LayerActivations layer in layers)
        {
            foreach ((AlignedBuffer? buffer, int width) in layer.PerToken(layout)) Move(buffer!, width, from, to, count);
            Buffer.MemoryCopy(layer.Probabilities!.Pointer + probabilitiesFrom, layer.Probabilities.Pointer + probabilitiesTo, probabilities * sizeof(float), probabilities * sizeof(float));
        }
        plan.MoveTokens(from, to, count);
    }

    private void MoveRows(int from, int to, int count, int tokenShift)
    {
        Move(output!, layout.Dim, from, to, count);
        Move(normed!, layout.Dim, from, to, count);
        Move(inverse!, 1, from, to, count);
        // Logits that did not fit at once are computed again from the rows.
        if (plan.Rows <= logitRows) Move(logits!, layout.Vocabulary, from, to, count);
        plan.MoveRows(from, to, count, tokenShift);
        entropies.AsSpan(from, count).CopyTo(entropies.AsSpan(to));
        dLogProbs.AsSpan(from, count).CopyTo(dLogProbs.AsSpan(to));
        dEntropies.AsSpan(from, count).CopyTo(dEntropies.AsSpan(to));
    }

    private static void Move(AlignedBuffer buffer, int width, int from, int to, int count) =>
        Buffer.MemoryCopy(buffer.Pointer + (nint)from * width, buffer.Pointer + (nint)to * width, (long)count * width * sizeof(float), (long)count * width * sizeof(float));

    private void EnsureCapacity()
    {
        long probabilities = 0;
        for (int i = 0; i < plan.SequenceCount; i++)
            if (plan.LengthOf(i) > 0) probabilities += attention.ProbabilityLength(plan.LengthOf(i));
        foreach (LayerActivations layer in layers) AlignedBuffer.Grow(ref layer.Probabilities, probabilities + 16 * Lanes.Width);
        int needed = (Math.Max(plan.Tokens, plan.Rows) + 2 * Gemm.RowTile - 1) / Gemm.RowTile * Gemm.RowTile;
        if (needed <= capacity) return;
        capacity = needed;
        foreach (LayerActivations layer in layers) layer.Allocate(layout, capacity);
        AlignedBuffer.Grow(ref stream, (long)capacity * layout.Dim);
        AlignedBuffer.Grow(ref output, (long)capacity * layout.Dim);
        AlignedBuffer.Grow(ref normed, (long)capacity * layout.Dim);
        AlignedBuffer.Grow(ref inverse, capacity);
        AlignedBuffer.Grow(ref logits, (long)Math.Min(capacity, logitRows) * layout.Vocabulary);
        AlignedBuffer.Grow(ref gradient, (long)capacity * layout.Dim);
        AlignedBuffer.Grow(ref gradient2, (long)capacity * layout.Dim);
        AlignedBuffer.Grow(ref qkvGradient, (long)capacity * layout.QueryKeyValue);
        AlignedBuffer.Grow(ref hiddenGradient, (long)capacity * layout.Hidden);
        logProbs = new float[capacity];
        entropies = new float[capacity];
        dLogProbs = new float[capacity];
        dEntropies = new float[capacity];
    }
}
