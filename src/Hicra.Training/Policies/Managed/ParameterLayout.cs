using Hicra.Tensors;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Where each weight lies in one flat buffer. Heads, widths and the vocabulary are padded to whole vectors; the padding is
/// zero, gets zero gradients and stays zero, so kernels need no remainders. Weights, gradients and moments share the layout.
/// </summary>
internal sealed class ParameterLayout
{
    // Floats that are fetched at a time.
    private const int PieceLength = 1 << 18;

    public ParameterLayout(ModelConfig config)
    {
        Config = config;
        Dim = Lanes.Pad(config.HiddenSize);
        Head = Lanes.Pad(config.HeadSize);
        Query = config.Heads * Head;
        KeyValue = config.KeyValueHeads * Head;
        Hidden = Lanes.Pad(config.IntermediateSize);
        Vocabulary = Lanes.Pad(config.VocabularySize);

        var blocks = new List<Block>();
        var hidden = Axis.Plain(config.HiddenSize);
        var queryHeads = new Axis(config.Heads * config.HeadSize, config.HeadSize, Head);
        var keyHeads = new Axis(config.KeyValueHeads * config.HeadSize, config.HeadSize, Head);
        var intermediate = Axis.Plain(config.IntermediateSize);
        var vocabulary = Axis.Plain(config.VocabularySize);

        Embedding = Add("model.embed_tokens.weight", Vocabulary, Dim, vocabulary, hidden);
        Layers = new LayerOffsets[config.Layers];
        for (int i = 0; i < config.Layers; i++)
        {
            string name = $"model.layers.{i}.";
            long norm1 = Add(name + "input_layernorm.weight", 1, Dim, Axis.One, hidden);
            long norm2 = Add(name + "post_attention_layernorm.weight", 1, Dim, Axis.One, hidden);
            long qkv = Add(name + "self_attn.q_proj.weight", Query, Dim, queryHeads, hidden);
            Add(name + "self_attn.k_proj.weight", KeyValue, Dim, keyHeads, hidden);
            Add(name + "self_attn.v_proj.weight", KeyValue, Dim, keyHeads, hidden);
            long output = Add(name + "self_attn.o_proj.weight", Dim, Query, hidden, queryHeads);
            long gateUp = Add(name + "mlp.gate_proj.weight", Hidden, Dim, intermediate, hidden);
            Add(name + "mlp.up_proj.weight", Hidden, Dim, intermediate, hidden);
            long down = Add(name + "mlp.down_proj.weight", Dim, Hidden, hidden, intermediate);
            Layers[i] = new LayerOffsets(norm1, qkv, output, norm2, gateUp, down);
        }
        Norm = Add("model.norm.weight", 1, Dim, Axis.One, hidden);
        OutputHead = config.TiedHead ? Embedding : Add("lm_head.weight", Vocabulary, Dim, vocabulary, hidden);
        // Last, so that models without pictures lie as they always did.
        PatchEmbedding = config.PatchPixels > 0 ? Add("model.patch_embed.weight", config.PatchPixels, Dim, Axis.Plain(config.PatchPixels), hidden) : Length;
        Blocks = blocks;

        long Add(string tensor, int rows, int columns, Axis rowAxis, Axis columnAxis)
        {
            long offset = Length;
            blocks.Add(new Block(tensor, offset, columns, rowAxis, columnAxis));
            Length += (long)rows * columns;
            return offset;
        }
    }

    public ModelConfig Config { get; }

    /// <summary>Padded width of the residual stream.</summary>
    public int Dim { get; }

    /// <summary>Padded width of one head.</summary>
    public int Head { get; }

    /// <summary>Padded width of all query heads.</summary>
    public int Query { get; }

    /// <summary>Padded width of all key (or value) heads.</summary>
    public int KeyValue { get; }

    /// <summary>Padded width of queries, keys and values together: a row of the fused product.</summary>
    public int QueryKeyValue => Query + 2 * KeyValue;

    /// <summary>Padded width of the SwiGLU.</summary>
    public int Hidden { get; }

    /// <summary>Padded vocabulary.</summary>
    public int Vocabulary { get; }

    public long Embedding { get; }

    public LayerOffsets[] Layers { get; }

    public long Norm { get; }

    /// <summary>The head's offset; the embedding's where the head is tied.</summary>
    public long OutputHead { get; }

    /// <summary>The patch embedding's offset, a row a pixel; the end where there is none.</summary>
    public long PatchEmbedding { get; }

    /// <summary>Floats of the whole buffer.</summary>
    public long Length { get; private set; }

    /// <summary>The checkpoint's tensors, in the order of the buffer.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The tensors of a flat buffer without the padding, read from it when they are asked for.</summary>
    /// <param name="buffer">The buffer; not copied.</param>
    /// <param name="prefix">Comes before the names.</param>
    /// <param name="unchanged">Whether the buffer still holds what the view was made of.</param>
    public TensorSource View(AlignedBuffer buffer, string prefix = "", Func<bool>? unchanged = null)
    {
        Dictionary<string, Block> blocks = Blocks.ToDictionary(block => prefix + block.Name, StringComparer.Ordinal);
        return new LazyTensors("the policy", blocks.Select(x => new TensorInfo(x.Key, TensorType.F32, [.. x.Value.Shape.Select(size => (long)size)])), (tensor, first, values) =>
        {
            if (unchanged?.Invoke() == false) throw new InvalidOperationException("The policy was updated after this view of its tensors was made; take a new view, or copy the tensors before an update.");
            Block block = blocks[tensor.Name];
            for (Span<float> run; values.Length > 0; values = values[run.Length..], first += run.Length)
            {
                run = Run(block, buffer, first, values.Length);
                run.CopyTo(values);
            }
            // The buffer's memory is freed with it, and pointers do not keep it.
            GC.KeepAlive(buffer);
        });
    }

    /// <summary>Checks that a source has every tensor, in the right shape.</summary>
    /// <exception cref="HicraException">A tensor is missing or has another shape.</exception>
    public void Check(TensorSource tensors, string prefix = "")
    {
        foreach (Block block in Blocks)
        {
            TensorInfo tensor = tensors.Find(prefix + block.Name)
                ?? throw new HicraException($"the checkpoint has no tensor {prefix + block.Name}; its config.json describes another model");
            if (!tensor.Shape.SequenceEqual(block.Shape.Select(size => (long)size)))
                throw new HicraException($"tensor {tensor.Name} has shape [{string.Join(", ", tensor.Shape)}] where config.json asks for [{string.Join(", ", block.Shape)}]");
        }
    }

    /// <summary>Copies tensors that were checked into a flat buffer, a piece at a time.</summary>
    public void Pack(TensorSource tensors, AlignedBuffer buffer, string prefix = "")
    {
        var piece = new float[(int)Math.Min(PieceLength, Length)];
        foreach (Block block in Blocks)
        {
            long count = (long)block.Rows.Count * block.Columns.Count;
            for (long first = 0; first < count;)
            {
                Span<float> values = piece.AsSpan(0, (int)Math.Min(piece.Length, count - first));
                tensors.Read(prefix + block.Name, first, values);
                while (values.Length > 0)
                {
                    Span<float> run = Run(block, buffer, first, values.Length);
                    values[..run.Length].CopyTo(run);
                    values = values[run.Length..];
                    first += run.Length;
                }
            }
        }
    }

    // The elements that lie together from one element of a tensor on.
    private static unsafe Span<float> Run(Block block, AlignedBuffer buffer, long first, int most)
    {
        ObjectDisposedException.ThrowIf(buffer.Pointer is null, buffer);
        int row = (int)(first / block.Columns.Count), column = (int)(first % block.Columns.Count), group = block.Columns.Group;
        return new Span<float>(buffer.Pointer + block.Index(row, column), Math.Min(most, group - column % group));
    }

    /// <summary>Offsets of one layer; queries, keys and values lie together, and so do gate and up.</summary>
    internal readonly record struct LayerOffsets(long Norm1, long QueryKeyValue, long Output, long Norm2, long GateUp, long Down);

    /// <summary>One axis of a tensor: element i lies at (i / group) * padded group + i % group.</summary>
    internal readonly record struct Axis(int Count, int Group, int PaddedGroup)
    {
        public static Axis One { get; } = new(1, 1, 1);

        public static Axis Plain(int count) => new(count, count, Lanes.Pad(count));

        public int Index(int i) => i / Group * PaddedGroup + i % Group;
    }

    /// <summary>One tensor of the checkpoint within the buffer.</summary>
    internal sealed record Block(string Name, long Offset, int RowLength, Axis Rows, Axis Columns)
    {
        public int[] Shape { get; } = Rows == Axis.One ? [Columns.Count] : [Rows.Count, Columns.Count];

        public long Index(int row, int column) => Offset + (long)Rows.Index(row) * RowLength + Columns.Index(column);
    }
}
