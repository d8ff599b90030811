using Hicra.Tensors;
using Hicra.Torch.Models;
using Hicra.Training.Policies;
using static TorchSharp.torch;

namespace Hicra.Torch.Tests;

/// <summary>The optimiser takes the embedded engine's steps from its gradients.</summary>
public class AdamWStateTests
{
    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.01, 0.1)]
    public void From_equal_gradients_both_engines_step_alike(double bound, double decay)
    {
        TorchRequired.Engine();
        _ = TorchEngine.Devices();
        using IPolicy embedded = EngineCatalog.BuiltIn.Find(EngineCatalog.Embedded).LoadPolicy(Samples.Golden, TorchRequired.OneThread);
        PackedBatch batch = Samples.Batch(embedded);
        Parameter[] parameters = [.. embedded.Weights().Select(x => new Parameter(x.Name, tensor(x.Values, [.. x.Shape.Select(size => (long)size)], float32)))];
        using var sums = new GradientSums(parameters);
        using var optimizer = new AdamWState(parameters, offload: false);
        var options = new AdamWOptions { LearningRate = 1e-3, WeightDecay = decay, MaxGradientNorm = bound };
        for (int step = 0; step < 5; step++)
        {
            Samples.Accumulate(embedded, batch);
            Dictionary<string, NamedTensor> gradients = embedded.Gradient().ToDictionary(x => x.Name);
            foreach (Parameter parameter in parameters) sums[parameter.Name].copy_(tensor(gradients[parameter.Name].Values).view(parameter.Shape));
            Assert.Equal(embedded.Update(options), optimizer.Step(options, sums), 1e-6);
            foreach (Parameter parameter in parameters)
            {
                float[] values = new float[parameter.Value.numel()];
                TorchModel.Write(parameter.Value, 0, values);
                Assert.True(embedded.Weights().Read(parameter.Name).Values.Zip(values).Max(pair => Math.Abs(pair.First - pair.Second)) <= 1e-6, $"{parameter.Name}, step {step}");
            }
        }
        Assert.Equal(5, optimizer.Steps);
    }
}
