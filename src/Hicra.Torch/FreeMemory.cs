using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>How much memory a device has left.</summary>
internal static class FreeMemory
{
    /// <summary>Bytes that are free; null where the system does not say.</summary>
    public static long? Of(Device device) => device.type == TorchSharp.DeviceType.CPU ? OfMachine() : OfCard();

    private static long? OfMachine()
    {
        // What is free for programs, caches that can be given up included, and what a container may have.
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long allowed = memory.TotalAvailableMemoryBytes - Environment.WorkingSet;
        try
        {
            string? line = File.Exists("/proc/meminfo") ? File.ReadLines("/proc/meminfo").FirstOrDefault(x => x.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
            return line is not null && long.TryParse(line.AsSpan(13).Trim().TrimEnd("kB "), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? Math.Min(allowed, kilobytes * 1024) : Math.Min(allowed, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Of the card that this thread computes on, by the driver's own function: TorchSharp has none.
    private static unsafe long? OfCard()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver) || !NativeLibrary.TryGetExport(driver, "cuMemGetInfo_v2", out nint address)) return null;
        nuint free = 0, total = 0;
        return ((delegate* unmanaged<nuint*, nuint*, int>)address)(&free, &total) == 0 ? (long)free : null;
    }
}
