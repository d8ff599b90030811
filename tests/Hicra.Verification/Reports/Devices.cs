using System.CommandLine;

namespace Hicra.Verification.Reports;

/// <summary>Where and in which numbers an engine computes what is compared.</summary>
internal static class Devices
{
    public static Option<string?> Device() => Options.Text("--device", "name", "cpu, or cuda:0 with --engine torch [the engine's choice]");

    public static Option<string?> Dtype() => Options.Text("--dtype", "name", "fp32, or bf16 with --engine torch and wider tolerances [fp32]");
}
