using Hicra.Verification.Engine;
using Hicra.Verification.Reports;

namespace Hicra.Torch.Tests;

/// <summary>Log-probs, entropies, loss and every gradient of the puzzle model are those that a PyTorch program wrote down.</summary>
public class GoldenEngineTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 300)]
    public void Reference_values_are_met_to_a_ten_thousandth(bool checkpointing, int tokens)
    {
        VerificationReport report = EngineVerification.Verify(Samples.Golden, TorchRequired.Engine(), TorchRequired.OneThread with { Checkpointing = checkpointing, TokenBudget = tokens });
        Assert.True(report.Passed, string.Join('\n', report.Mismatches));
        Assert.Equal(3 + 20, report.Rows.Count);
        Assert.All(report.Rows, row => Assert.True(row.LargestError <= 1e-4, row.ToString()));
    }

    [Fact]
    public void In_bf16_they_are_met_as_far_as_eight_bits_go()
    {
        VerificationReport report = EngineVerification.Verify(Samples.Golden, TorchRequired.Engine(), TorchRequired.OneThread with { Dtype = "bf16" });
        Assert.True(report.Passed, string.Join('\n', report.Mismatches));
        Assert.Contains(report.Rows, row => row.LargestError > 1e-4);
    }
}
