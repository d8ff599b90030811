using Hicra.Training.Policies;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>Devices by the names that PyTorch gives them.</summary>
internal static class TorchDevice
{
    /// <summary>The devices here, by name.</summary>
    public static IReadOnlyList<string> Names() => ["cpu", .. cuda.is_available() ? Enumerable.Range(0, cuda.device_count()).Select(i => FormattableString.Invariant($"cuda:{i}")) : []];

    /// <summary>The device that the options name, after its threads are set.</summary>
    /// <exception cref="HicraException">There is no such device, or the number of threads is negative.</exception>
    public static Device Of(EngineOptions options)
    {
        if (options.Threads < 0) throw new HicraException($"--threads is {options.Threads}; give 1 or more, or 0 for all cores");
        set_num_threads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        string name = options.Device ?? "cpu";
        if (name == "cpu") return CPU;
        int index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name[5..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out index)))
            throw new HicraException($"the torch engine has no device '{name}'; give cpu, or cuda:0 for the first graphics card");
        if (!cuda.is_available()) throw new HicraException($"--device {name}: PyTorch's library here computes on the CPU alone, or finds no graphics card; install a CUDA build (see `hicra torch info`), or leave the device out");
        if (index >= cuda.device_count()) throw new HicraException($"--device {name}: there are {cuda.device_count()} graphics cards, counted from 0; give one of them");
        return device(TorchSharp.DeviceType.CUDA, index);
    }
}
