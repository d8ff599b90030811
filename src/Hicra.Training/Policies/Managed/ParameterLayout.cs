namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Where each weight lies in one flat buffer. Heads, widths and the vocabulary are padded to whole vectors; the padding is
/// zero, gets zero gradients and stays zero, so kernels need no remainders. Weights, gradients and moments share the layout.
/// </summary>
internal sealed class ParameterLayout
{
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

    /// <summary>Floats of the whole buffer.</summary>
    public long Length { get; private set; }

    /// <summary>The checkpoint's tensors, in the order of the buffer.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Copies the tensors out of a flat buffer, without the padding.</summary>
    public unsafe IReadOnlyList<NamedTensor> Unpack(AlignedBuffer buffer, string prefix = "")
    {
        var tensors = new NamedTensor[Blocks.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            Block block = Blocks[i];
            var values = new float[block.Rows.Count * block.Columns.Count];
            int next = 0;
            for (int r = 0; r < block.Rows.Count; r++)
                for (int c = 0; c < block.Columns.Count; c++)
                    values[next++] = buffer.Pointer[block.Index(r, c)];
            tensors[i] = new NamedTensor(prefix + block.Name, block.Shape, values);
        }
        return tensors;
    }

    /// <summary>Copies tensors into a flat buffer.</summary>
    /// <exception cref="HicraException">A tensor is missing or has another shape.</exception>
    public unsafe void Pack(IReadOnlyList<NamedTensor> tensors, AlignedBuffer buffer, string prefix = "")
    {
        var byName = new Dictionary<string, NamedTensor>();
        foreach (NamedTensor tensor in tensors) byName[tensor.Name] = tensor;
        foreach (Block block in Blocks)
        {
            if (!byName.TryGetValue(prefix + block.Name, out NamedTensor? tensor))
                throw new HicraException($"the checkpoint has no tensor {prefix + block.Name}; its config.json describes another model");
            if (!tensor.Shape.AsSpan().SequenceEqual(block.Shape))
                throw new HicraException($"tensor {tensor.Name} has shape [{string.Join(", ", tensor.Shape)}] where config.json asks for [{string.Join(", ", block.Shape)}]");
            int next = 0;
            for (int r = 0; r < block.Rows.Count; r++)
                for (int c = 0; c < block.Columns.Count; c++)
                    buffer.Pointer[block.Index(r, c)] = tensor.Values[next++];
        }
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
