namespace Hicra.Training.Policies.Managed;

/// <summary>The weights of a model, as the checkpoint orders them and, for the forward products, packed in panels.</summary>
internal sealed unsafe class Weights : IDisposable
{
    private readonly AlignedBuffer packed;

    public Weights(ParameterLayout layout)
    {
        Layout = layout;
        Values = new AlignedBuffer(layout.Length);
        Layers = new LayerWeights[layout.Layers.Length];
        long layerLength = (long)layout.Dim * (layout.QueryKeyValue + layout.Query + 3L * layout.Hidden);
        packed = new AlignedBuffer(layerLength * Layers.Length + (long)layout.Vocabulary * layout.Dim);
        float* next = packed.Pointer;
        for (int i = 0; i < Layers.Length; i++)
        {
            ParameterLayout.LayerOffsets at = layout.Layers[i];
            Layers[i] = new LayerWeights
            {
                Norm1 = Values.Pointer + at.Norm1,
                Norm2 = Values.Pointer + at.Norm2,
                QueryKeyValue = new Matrix(Values.Pointer + at.QueryKeyValue, layout.QueryKeyValue, layout.Dim, ref next),
                Output = new Matrix(Values.Pointer + at.Output, layout.Dim, layout.Query, ref next),
                GateUp = new Matrix(Values.Pointer + at.GateUp, 2 * layout.Hidden, layout.Dim, ref next),
                Down = new Matrix(Values.Pointer + at.Down, layout.Dim, layout.Hidden, ref next),
            };
        }
        Head = new Matrix(Values.Pointer + layout.OutputHead, layout.Vocabulary, layout.Dim, ref next);
    }

    public ParameterLayout Layout { get; }

    /// <summary>How many times the values have changed.</summary>
    public int Version { get; private set; }

    /// <summary>The flat buffer in the layout's order.</summary>
    public AlignedBuffer Values { get; }

    public LayerWeights[] Layers { get; }

    public Matrix Head { get; }

    public float* Embedding => Values.Pointer + Layout.Embedding;

    /// <summary>[pixels, dim]; not to be read where the model has no patch embedding.</summary>
    public float* PatchEmbedding => Values.Pointer + Layout.PatchEmbedding;

    public float* Norm => Values.Pointer + Layout.Norm;

    /// <summary>Renews the packed copies; to be called whenever the values have changed.</summary>
    public void Repack()
    {
        foreach (LayerWeights layer in Layers)
        {
            layer.QueryKeyValue.Repack();
            layer.Output.Repack();
            layer.GateUp.Repack();
            layer.Down.Repack();
        }
        Head.Repack();
        Version++;
    }

    public void Dispose()
    {
        Values.Dispose();
        packed.Dispose();
    }

    /// <summary>A weight of [outputs, inputs].</summary>
    internal readonly struct Matrix
    {
        public Matrix(float* values, int outputs, int inputs, ref float* packed)
        {
            Values = values;
            Outputs = outputs;
            Inputs = inputs;
            Packed = packed;
            packed += (nint)outputs * inputs;
        }

        public float* Values { get; }

        public int Outputs { get; }

        public int Inputs { get; }

        private float* Packed { get; }

        /// <summary>y[rows, outputs] = (or +=) x[rows, inputs] . w^T.</summary>
        public void Forward(int rows, float* x, float* y, bool accumulate) =>
            Gemm.MultiplyPacked(rows, Outputs, Inputs, x, Inputs, Packed, y, Outputs, accumulate);

        /// <summary>dx[rows, inputs] = dy[rows, outputs] . w.</summary>
        public void BackwardInput(int rows, float* dy, float* dx) =>
            Gemm.Multiply(rows, Inputs, Outputs, dy, Outputs, Values, Inputs, dx, Inputs, accumulate: false);

        /// <summary>dw[outputs, inputs] += dy[rows, outputs]^T . x[rows, inputs].</summary>
        public void BackwardWeight(int rows, float* dy, float* x, float* dw) =>
            Gemm.MultiplyTransposed(Outputs, Inputs, rows, dy, Outputs, x, Inputs, dw, Inputs, accumulate: true);

        public void Repack() => Gemm.Pack(Outputs, Inputs, Values, Inputs, Packed);
    }

    internal sealed class LayerWeights
    {
        public required float* Norm1 { get; init; }

        public required float* Norm2 { get; init; }

        public required Matrix QueryKeyValue { get; init; }

        public required Matrix Output { get; init; }

        public required Matrix GateUp { get; init; }

        public required Matrix Down { get; init; }
    }
}
