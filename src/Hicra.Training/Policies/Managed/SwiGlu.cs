using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>h = silu(gate) * up, with silu(x) = x * sigmoid(x) (Shazeer 2020). A row of gateUp is [gate, up].</summary>
internal static unsafe class SwiGlu
{
    /// <summary>gateUp: [rows, 2 * width]; hidden: [rows, width].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int rows, int width, float* gateUp, float* hidden)
    {
        for (int row = 0; row < rows; row++, gateUp += 2 * width, hidden += width)
            for (int j = 0; j < width; j += Lanes.Width)
            {
                Vector512<float> gate = Vector512.Load(gateUp + j);
                (gate * Lanes.Sigmoid(gate) * Vector512.Load(gateUp + width + j)).Store(hidden + j);
            }
    }

    /// <summary>Replaces gateUp by its gradient. dHidden: [rows, width].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int rows, int width, float* gateUp, float* dHidden)
    {
        for (int row = 0; row < rows; row++, gateUp += 2 * width, dHidden += width)
            for (int j = 0; j < width; j += Lanes.Width)
            {
                Vector512<float> gate = Vector512.Load(gateUp + j), up = Vector512.Load(gateUp + width + j), gradient = Vector512.Load(dHidden + j);
                Vector512<float> sigmoid = Lanes.Sigmoid(gate), silu = gate * sigmoid;
                // silu' = sigmoid * (1 + gate * (1 - sigmoid)) = sigmoid + silu * (1 - sigmoid)
                Vector512<float> slope = Vector512.FusedMultiplyAdd(silu, Vector512<float>.One - sigmoid, sigmoid);
                (gradient * up * slope).Store(gateUp + j);
                (gradient * silu).Store(gateUp + width + j);
            }
    }
}
