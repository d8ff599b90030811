using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hicra.Benchmarks.Peers;
using Hicra.Rollouts;
using Hicra.Strategy.Mining;

namespace Hicra.Benchmarks.Miner;

/// <summary>One mining of a corpus.</summary>
/// <param name="Seconds">Wall-clock time from the file to the library.</param>
/// <param name="Recall">Planted phrases that were recovered, as a share.</param>
/// <param name="Precision">Grams that are part of a planted phrase, as a share.</param>
/// <param name="Stages">Seconds of each stage; empty for the peer.</param>
public sealed record MinerRound(double Seconds, double Recall, double Precision, IReadOnlyList<StageTime> Stages);

/// <summary>Mines seeded corpora with planted phrases, here and with the scikit-learn program that also writes and scores them.</summary>
/// <param name="Python">The Python that has scikit-learn.</param>
/// <param name="Script">The program (sklearn_mine.py).</param>
/// <param name="Folder">Where corpora and libraries are written.</param>
/// <param name="Threads">Threads of both.</param>
public sealed record MinerBenchmark(string Python, string Script, string Folder, int Threads)
{
    /// <summary>Writes a corpus of about 300 words a solution.</summary>
    /// <returns>Its file.</returns>
    /// <exception cref="HicraException">The program cannot be run.</exception>
    public string Corpus(int solutions, CancellationToken cancellation)
    {
        string file = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"corpus-{solutions}.jsonl"));
        Run(cancellation, "corpus", "--solutions", solutions.ToString(CultureInfo.InvariantCulture), "--out", file);
        return file;
    }

    /// <summary>Mines a corpus here, reading included.</summary>
    /// <param name="corpus">The file.</param>
    /// <param name="settings">All but the threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    public MinerRound Ours(string corpus, MiningSettings settings, CancellationToken cancellation)
    {
        string library = Path.Combine(Folder, "ours.json");
        long started = Stopwatch.GetTimestamp();
        MiningResult result = new GramMiner(settings with { Threads = Threads }).Mine(RolloutFiles.Solutions([corpus]), null, cancellation);
        MinedLibraryFile.Save(result, library);
        return Scored(Stopwatch.GetElapsedTime(started).TotalSeconds, corpus, library, result.Stages, cancellation);
    }

    /// <summary>Mines a corpus with the peer; its time is its own, without the start of Python and of its packages.</summary>
    public MinerRound Peer(string corpus, CancellationToken cancellation)
    {
        string library = Path.Combine(Folder, "peer.json");
        using JsonDocument printed = JsonDocument.Parse(Run(cancellation, "mine", corpus, "--out", library));
        return Scored(printed.RootElement.GetProperty("seconds").GetDouble(), corpus, library, [], cancellation);
    }

    private MinerRound Scored(double seconds, string corpus, string library, IReadOnlyList<StageTime> stages, CancellationToken cancellation)
    {
        using JsonDocument score = JsonDocument.Parse(Run(cancellation, "score", corpus, library));
        return new MinerRound(seconds, score.RootElement.GetProperty("recall").GetDouble(), score.RootElement.GetProperty("precision").GetDouble(), stages);
    }

    private string Run(CancellationToken cancellation, params string[] arguments) =>
        new PeerProgram(Python, Script, "scikit-learn", "python3-sklearn").Run(Threads, arguments, cancellation);
}
