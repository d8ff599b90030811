using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Hicra.Torch;

/// <summary>How much memory a device has left.</summary>
internal static class FreeMemory
{
    /// <summary>Bytes that are free; null where the system does not say.</summary>
    public static long? Of(Device device) => device.type == TorchSharp.DeviceType.CPU ? OfMachine() : OfCard(device.index);

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

    // By the driver's own functions: TorchSharp has none. They answer for the context that is current on this thread, which may be
    // another card's or none, so the card's own (the one that PyTorch computes in) is made current for the question.
    private static unsafe long? OfCard(int index)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver)) return null;
        var names = new[] { "cuDeviceGet", "cuDevicePrimaryCtxRetain", "cuCtxPushCurrent_v2", "cuMemGetInfo_v2", "cuCtxPopCurrent_v2", "cuDevicePrimaryCtxRelease_v2" };
        var addresses = new nint[names.Length];
        for (int i = 0; i < names.Length; i++)
            if (!NativeLibrary.TryGetExport(driver, names[i], out addresses[i])) return null;
        int card = 0;
        nint context = 0;
        if (((delegate* unmanaged<int*, int, int>)addresses[0])(&card, Math.Max(index, 0)) != 0 || ((delegate* unmanaged<nint*, int, int>)addresses[1])(&context, card) != 0) return null;
        try
        {
            if (((delegate* unmanaged<nint, int>)addresses[2])(context) != 0) return null;
            nuint free = 0, total = 0;
            bool known = ((delegate* unmanaged<nuint*, nuint*, int>)addresses[3])(&free, &total) == 0;
            nint popped = 0;
            _ = ((delegate* unmanaged<nint*, int>)addresses[4])(&popped);
            return known ? (long)free : null;
        }
        finally
        {
            _ = ((delegate* unmanaged<int, int>)addresses[5])(card);
        }
    }
}
