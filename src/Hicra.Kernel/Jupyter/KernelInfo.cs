using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Jupyter;

/// <summary>What the kernel says about itself.</summary>
internal static class KernelInfo
{
    public static JsonObject Content() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = JupyterKernel.ProtocolVersion,
        ["implementation"] = "hicra",
        ["implementation_version"] = KernelDescription.Version,
        ["language_info"] = KernelDescription.LanguageInfo(),
        ["banner"] = $"Hicra {KernelDescription.Version}: C# on .NET {Environment.Version}, with HICRA at hand. #!lsmagic lists the commands.",
        ["debugger"] = false,
        ["supported_features"] = new JsonArray(),
        ["help_links"] = new JsonArray(),
    };
}
