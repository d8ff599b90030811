using System.Diagnostics;
using System.Globalization;

namespace Hicra.Benchmarks.Libtorch;

/// <summary>What a piece of work took: processor time, because the machine is shared, and the memory that it added at its peak.</summary>
/// <param name="CoreSeconds">Processor time of all threads.</param>
/// <param name="Seconds">The clock's seconds, for a device that computes while the processor waits.</param>
/// <param name="AddedBytes">Peak of the resident memory above what there was before; NaN where the system does not tell (Linux does).</param>
internal sealed record ProcessMeter(double CoreSeconds, double Seconds, double AddedBytes)
{
    /// <summary>Measures.</summary>
    public static ProcessMeter Of(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        bool resets = ResetPeak();
        double before = Status("VmRSS:"), start = Processor();
        long clock = Stopwatch.GetTimestamp();
        work();
        double end = Processor();
        return new(end - start, Stopwatch.GetElapsedTime(clock).TotalSeconds, resets ? Status("VmHWM:") - before : double.NaN);
    }

    /// <summary>Bytes that are resident now.</summary>
    public static double Resident()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static double Processor()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    // Linux forgets the peak when it is asked to.
    private static bool ResetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static double Status(string key)
    {
        if (!File.Exists("/proc/self/status")) return double.NaN;
        string line = File.ReadLines("/proc/self/status").First(x => x.StartsWith(key, StringComparison.Ordinal));
        return 1024 * double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
