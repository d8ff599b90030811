namespace Hicra.Training.Policies.Managed;

/// <summary>
/// One worker that samples: rows of one or more prompts in lockstep over a key-value cache, refilled from a queue as rows
/// end. A row's result depends on its prompt and its random stream alone, so batching and threads cannot change it.
/// </summary>
internal sealed unsafe class Generator : IDisposable
{
    // Rows in lockstep: enough for the products to run at full speed, few enough for their keys and values to stay near. The
    // budget is that of 64 rows of the puzzle world.
    private const int MostSlots = 64, FewestSlots = 8, CacheBudget = 5 << 20;

    private readonly Weights weights;
    private readonly ParameterLayout layout;
    private readonly Rope rope;
    private readonly float queryScale;
    private readonly int positions;
    private readonly long keysPerSlot, valuesPerSlot;
    private readonly AlignedBuffer keys, values, stream, normed, inverse, qkv, attended, gateUp, hidden, logits, scores, work;
    private readonly int[] rowSlot, rowToken, rowPosition;

    public Generator(Weights weights, Rope rope, int longestPrompt, int maxNewTokens)
    {
        this.weights = weights;
        this.rope = rope;
        layout = weights.Layout;
        queryScale = (float)(1 / Math.Sqrt(layout.Config.HeadSize));
        positions = Lanes.Pad(longestPrompt + maxNewTokens);
        LongestPrompt = longestPrompt;
        Slots = SlotsOf(layout, longestPrompt, maxNewTokens);
        keysPerSlot = (long)layout.Config.Layers * layout.KeyValue * positions;
        valuesPerSlot = keysPerSlot;
        int rows = (Math.Max(Slots, longestPrompt) + Gemm.RowTile - 1) / Gemm.RowTile * Gemm.RowTile;
        keys = new AlignedBuffer(keysPerSlot * Slots);
        values = new AlignedBuffer(valuesPerSlot * Slots);
        stream = new AlignedBuffer((long)rows * layout.Dim);
        normed = new AlignedBuffer((long)rows * layout.Dim);
        inverse = new AlignedBuffer(rows);
        qkv = new AlignedBuffer((long)rows * layout.QueryKeyValue);
        attended = new AlignedBuffer((long)rows * layout.Query);
        gateUp = new AlignedBuffer(2L * rows * layout.Hidden);
        hidden = new AlignedBuffer((long)rows * layout.Hidden);
        logits = new AlignedBuffer((long)rows * layout.Vocabulary);
        scores = new AlignedBuffer((long)layout.Config.Heads * positions);
        work = new AlignedBuffer(layout.Vocabulary);
        rowSlot = new int[rows];
        rowToken = new int[rows];
        rowPosition = new int[rows];
    }

    /// <summary>Rows in lockstep for prompts and responses of at most so many tokens.</summary>
    public static int SlotsOf(ParameterLayout layout, int longestPrompt, int maxNewTokens)
    {
        long perSlot = 2L * sizeof(float) * layout.Config.Layers * layout.KeyValue * Lanes.Pad(longestPrompt + maxNewTokens);
        return (int)Math.Clamp(CacheBudget / perSlot / Gemm.RowTile * Gemm.RowTile, FewestSlots, MostSlots);
    }

    /// <summary>Rows in lockstep.</summary>
    public int Slots { get; }

    /// <summary>The longest prompt that the cache was laid out for.</summary>
    public int LongestPrompt { get; }

    /// <summary>Samples units of rows (at most <see cref="Slots"/> rows of one prompt each) until the queue is empty.</summary>
    /// <param name="request">What to sample.</param>
    /// <param name="next">The next unit: its prompt and its rows' range of response indices; null when there is none.</param>
    /// <param name="finished">Takes a response by its index.</param>
    /// <param name="cancellation">Looked at before each token.</param>
    public void Run(SampleRequest request, Func<Unit?> next, Action<int, SampledRow> finished, CancellationToken cancellation)
    {
        var free = new Stack<int>(Enumerable.Range(0, Slots).Reverse());
        var active = new List<Row>(Slots);
        Unit? waiting = next();
        while (true)
        {
            while (waiting is Unit unit && unit.Count <= free.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                Begin(request, unit, free, active, finished);
                waiting = next();
            }
            if (active.Count == 0)
            {
                if (waiting is null) return;
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < active.Count; i++)
            {
                rowSlot[i] = active[i].Slot;
                rowToken[i] = active[i].Last;
                rowPosition[i] = active[i].Position++;
            }
            Advance(active.Count);
            HeadOf(0, active.Count);
            int kept = 0;
            for (int i = 0; i < active.Count; i++)
            {
                Row row = active[i];
                if (Take(request, row, logits.Pointer + (nint)i * layout.Vocabulary)) active[kept++] = row;
                else
                {
                    free.Push(row.Slot);
                    row.Deliver(finished);
                }
            }
            active.RemoveRange(kept, active.Count - kept);
        }
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in new[] { keys, values, stream, normed, inverse, qkv, attended, gateUp, hidden, logits, scores, work }) buffer.Dispose();
    }

    /// <summary>Reads the prompt once, hands its cache to every row of the unit, and draws each row's first token.</summary>
    private void Begin(SampleRequest request, Unit unit, Stack<int> free, List<Row> active, Action<int, SampledRow> finished)
    {
        int[] prompt = unit.Prompt;
        int source = free.Pop();
        for (int i = 0; i < prompt.Length; i++)
        {
            rowSlot[i] = source;
            rowToken[i] = prompt[i];
            rowPosition[i] = i;
        }
        Advance(prompt.Length);
        HeadOf(prompt.Length - 1, 1);
        bool sourceEnded = false;
        float* first = logits.Pointer, copy = logits.Pointer + layout.Vocabulary;
        for (int i = 0; i < unit.Count; i++)
        {
            var row = new Row(unit.First + i, i == 0 ? source : free.Pop(), request.Random.Derive(unit.First + i), prompt.Length, request.MaxNewTokens);
            if (i > 0) CopyCache(source, row.Slot, prompt.Length);
            Elementwise.Copy(layout.Vocabulary, first, copy);
            if (Take(request, row, copy)) active.Add(row);
            else
            {
                // The source's cache is copied by the rows that follow: its slot is given back after them.
                if (row.Slot != source) free.Push(row.Slot);
                else sourceEnded = true;
                row.Deliver(finished);
            }
        }
        if (sourceEnded) free.Push(source);
    }

    /// <summary>Draws the row's next token from its logits; false if that ended the response.</summary>
    private bool Take(SampleRequest request, Row row, float* rowLogits)
    {
        int vocabulary = layout.Config.VocabularySize;
        float temper = request.Temperature > 0 ? Softmax.InverseTemperature(request.Temperature) : 1f;
        float entropy = Softmax.LogProbs(rowLogits, vocabulary, temper);
        (double LogMass, double Entropy)? left = request.Temperature > 0 && !request.Filter.IsNone ? request.Filter.Apply(new Span<float>(rowLogits, vocabulary)) : null;
        int token = request.Temperature > 0 ? Softmax.Draw(rowLogits, vocabulary, row.Random.Uniform(row.Count), work.Pointer) : Softmax.Largest(rowLogits, vocabulary);
        row.Add(token, rowLogits[token], entropy);
        if (left is var (logMass, truncated)) row.AddTruncated((float)Math.Min(0, rowLogits[token] - logMass), (float)truncated);
        return request.GoesOn(row.Tokens);
    }

    /// <summary>Feeds one token per row; rows of one slot stand in the order of their positions.</summary>
    private void Advance(int rows)
    {
        int dim = layout.Dim, head = layout.Head, keyHeads = layout.Config.KeyValueHeads, repeat = layout.Config.Heads / keyHeads;
        float epsilon = (float)layout.Config.NormEpsilon;
        for (int i = 0; i < rows; i++)
        {
            if ((uint)rowToken[i] >= (uint)layout.Config.VocabularySize)
                throw new HicraException($"token id {rowToken[i]} is outside the model's vocabulary of {layout.Config.VocabularySize}; the data and the base model do not belong together");
            Elementwise.Copy(dim, weights.Embedding + (nint)rowToken[i] * dim, stream.Pointer + (nint)i * dim);
        }
        for (int l = 0; l < weights.Layers.Length; l++)
        {
            Weights.LayerWeights w = weights.Layers[l];
            RmsNorm.Forward(rows, dim, layout.Config.HiddenSize, epsilon, stream.Pointer, w.Norm1, normed.Pointer, inverse.Pointer);
            w.QueryKeyValue.Forward(rows, normed.Pointer, qkv.Pointer, accumulate: false);
            for (int i = 0; i < rows; i++)
            {
                float* row = qkv.Pointer + (nint)i * layout.QueryKeyValue;
                rope.Rotate(row, layout.Config.Heads, head, rowPosition[i], queryScale);
                rope.Rotate(row + layout.Query, keyHeads, head, rowPosition[i], 1f);
                float* rowKeys = row + layout.Query, rowValues = rowKeys + layout.KeyValue;
                for (int g = 0; g < keyHeads; g++)
                {
                    DecodeAttention.StoreKey(rowKeys + (nint)g * head, head, rowPosition[i], KeysAt(rowSlot[i], l, g));
                    Elementwise.Copy(head, rowValues + (nint)g * head, ValuesAt(rowSlot[i], l, g) + (nint)rowPosition[i] * head);
                }
            }
            for (int i = 0; i < rows; i++)
                DecodeAttention.Attend(keyHeads, repeat, head, rowPosition[i] + 1, qkv.Pointer + (nint)i * layout.QueryKeyValue,
                    KeysAt(rowSlot[i], l, 0), ValuesAt(rowSlot[i], l, 0), (nint)head * positions, scores.Pointer, attended.Pointer + (nint)i * layout.Query);
            w.Output.Forward(rows, attended.Pointer, stream.Pointer, accumulate: true);
            RmsNorm.Forward(rows, dim, layout.Config.HiddenSize, epsilon, stream.Pointer, w.Norm2, normed.Pointer, inverse.Pointer);
            w.GateUp.Forward(rows, normed.Pointer, gateUp.Pointer, accumulate: false);
            SwiGlu.Forward(rows, layout.Hidden, gateUp.Pointer, hidden.Pointer);
            w.Down.Forward(rows, hidden.Pointer, stream.Pointer, accumulate: true);
        }
    }

    /// <summary>logits[0 .. count] of the rows from <paramref name="first"/>.</summary>
    private void HeadOf(int first, int count)
    {
        RmsNorm.Forward(count, layout.Dim, layout.Config.HiddenSize, (float)layout.Config.NormEpsilon, stream.Pointer + (nint)first * layout.Dim, weights.Norm, normed.Pointer, inverse.Pointer);
        weights.Head.Forward(count, normed.Pointer, logits.Pointer, accumulate: false);
    }

    private void CopyCache(int from, int to, int count)
    {
        int head = layout.Head;
        for (int l = 0; l < layout.Config.Layers; l++)
            for (int g = 0; g < layout.Config.KeyValueHeads; g++)
            {
                Elementwise.Copy(Lanes.Pad(count) * head, KeysAt(from, l, g), KeysAt(to, l, g));
                Elementwise.Copy(count * head, ValuesAt(from, l, g), ValuesAt(to, l, g));
            }
    }

    private float* KeysAt(int slot, int layer, int group) => keys.Pointer + slot * keysPerSlot + ((long)layer * layout.Config.KeyValueHeads + group) * layout.Head * positions;

    private float* ValuesAt(int slot, int layer, int group) => values.Pointer + slot * valuesPerSlot + ((long)layer * layout.Config.KeyValueHeads + group) * layout.Head * positions;

    /// <summary>Rows of one prompt: responses First .. First + Count.</summary>
    internal readonly record struct Unit(int[] Prompt, int First, int Count);

    private sealed class Row(int index, int slot, CounterRandom random, int position, int maxNewTokens)
    {
        private readonly int[] tokens = new int[maxNewTokens];
        private readonly float[] logProbs = new float[maxNewTokens];
        private readonly float[] entropies = new float[maxNewTokens];

        // Of the distributions that were drawn from, where tokens were left out.
        private readonly List<(float LogProb, float Entropy)> truncated = [];

        public int Slot { get; } = slot;

        public CounterRandom Random { get; } = random;

        /// <summary>Where the next token to be fed stands.</summary>
        public int Position { get; set; } = position;

        public int Count { get; private set; }

        public int Last => tokens[Count - 1];

        public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

        public void Add(int token, float logProb, float entropy)
        {
            tokens[Count] = token;
            logProbs[Count] = logProb;
            entropies[Count++] = entropy;
        }

        public void AddTruncated(float logProb, float entropy) => truncated.Add((logProb, entropy));

        public void Deliver(Action<int, SampledRow> finished) => finished(index, new SampledRow(tokens[..Count], logProbs[..Count], entropies[..Count], truncated.Count > 0 ? new TruncatedScores([.. truncated.Select(t => t.LogProb)], [.. truncated.Select(t => t.Entropy)]) : null));
    }
}
