using System.Diagnostics;
using Hicra.Training.Policies.Managed;

namespace Hicra.Benchmarks.Engine;

/// <summary>The rate of the engine's own matrix product on a size where a library's <c>sgemm</c> is at its best.</summary>
public static unsafe class MatrixProductBenchmark
{
    private const int Size = 1024, Repetitions = 20;

    /// <summary>Measures a square product of 1,024 on each of <paramref name="threads"/> threads; 1e9 operations per second in all.</summary>
    public static double Gflops(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        // A thread multiplies its own slice of rows with a shared packed matrix, as the engine does with its weights.
        using AlignedBuffer a = new((long)Size * Size), packed = new((long)Size * Size), c = new((long)Size * Size);
        a.Span.Fill(0.5f);
        packed.Span.Fill(0.25f);
        int rows = Size / threads / Gemm.RowTile * Gemm.RowTile;
        void Slice(int i) => Gemm.MultiplyPacked(rows, Size, Size, a.Pointer + (nint)i * rows * Size, Size, packed.Pointer, c.Pointer + (nint)i * rows * Size, Size, accumulate: false);
        void Product() => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Slice);
        Product();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Repetitions; i++) Product();
        return 2e-9 * rows * threads * Size * Size * Repetitions / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
