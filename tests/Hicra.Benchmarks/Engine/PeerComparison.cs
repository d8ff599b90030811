using System.Globalization;
using System.Text.Json;
using Hicra.Benchmarks.Peers;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Benchmarks.Engine;

/// <summary>One round: the engine and its peer measured one after the other, so that both see the same machine.</summary>
/// <param name="Ours">The embedded engine.</param>
/// <param name="Peer">The reference program in PyTorch.</param>
public sealed record PeerRound(EngineSpeed Ours, EngineSpeed Peer);

/// <summary>A figure's medians over rounds, and the median, smallest and largest of the rounds' ratios.</summary>
/// <param name="Name">The figure.</param>
/// <param name="Threads">Threads of both programs.</param>
/// <param name="Ours">Median of ours.</param>
/// <param name="Peer">Median of the peer's.</param>
/// <param name="Ratio">Median of ours / peer's, round by round.</param>
/// <param name="Smallest">The smallest ratio.</param>
/// <param name="Largest">The largest ratio.</param>
public sealed record PeerFigure(string Name, int Threads, double Ours, double Peer, double Ratio, double Smallest, double Largest);

/// <summary>Measures the embedded engine against the reference program's <c>bench</c>, in rounds.</summary>
public static class PeerComparison
{
    /// <summary>Runs one round.</summary>
    /// <param name="python">The Python that has PyTorch.</param>
    /// <param name="script">The reference program.</param>
    /// <param name="baseDirectory">The model of both.</param>
    /// <param name="threads">Threads of both.</param>
    /// <param name="steps">Measured steps of both.</param>
    /// <param name="cancellation">Stops the peer too.</param>
    /// <exception cref="HicraException">The peer cannot be run.</exception>
    public static PeerRound Round(string python, string script, string baseDirectory, int threads, int steps, CancellationToken cancellation = default)
    {
        EngineSpeed peer = RunPeer(python, script, Path.Combine(baseDirectory, "model.safetensors"), threads, steps, cancellation);
        using ManagedPolicy policy = ManagedPolicy.LoadPretrained(baseDirectory, threads);
        return new PeerRound(EngineBenchmark.Run(policy, new PuzzleWorld(), steps, cancellation), peer);
    }

    /// <summary>The figures of rounds that were run with the same number of threads.</summary>
    public static IReadOnlyList<PeerFigure> Figures(IReadOnlyList<PeerRound> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        return
        [
            Figure("RL steps/s", x => x.StepsPerSecond), Figure("sampled tokens/s", x => x.SampleTokensPerSecond), Figure("trained tokens/s", x => x.TrainTokensPerSecond),
            Figure("sampling GFLOP/s", x => x.SampleGflops), Figure("training GFLOP/s", x => x.TrainGflops), Figure("matrix product GFLOP/s", x => x.SgemmGflops),
        ];

        PeerFigure Figure(string name, Func<EngineSpeed, double> of)
        {
            double[] ratios = [.. rounds.Select(x => of(x.Ours) / of(x.Peer))];
            return new PeerFigure(name, rounds[0].Ours.Threads, Rounds.Median(rounds.Select(x => of(x.Ours))), Rounds.Median(rounds.Select(x => of(x.Peer))), Rounds.Median(ratios), ratios.Min(), ratios.Max());
        }
    }

    private static EngineSpeed RunPeer(string python, string script, string model, int threads, int steps, CancellationToken cancellation)
    {
        // The peer does not count its first step.
        string[] arguments = ["bench", "--base", model, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--steps", (steps + 1).ToString(CultureInfo.InvariantCulture)];
        try
        {
            return EngineSpeed.FromJson(new PeerProgram(python, script, "PyTorch", "python3-torch, libopenblas0-pthread").Run(null, arguments, cancellation));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException)
        {
            throw new HicraException($"{script}: its bench printed no JSON object with the known keys; give the reference program (torch_grpo.py)", error);
        }
    }
}
