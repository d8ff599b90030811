using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Text;

namespace Hicra.Logs.Runs;

/// <summary>How a log is read and measured.</summary>
public sealed record LogOptions
{
    /// <summary>How the files are read.</summary>
    public RolloutFileOptions Files { get; init; } = new();

    /// <summary>The grams that mark planning tokens.</summary>
    public StrategicGramLibrary Library { get; init; } = StrategicGramLibrary.Paper;

    /// <summary>What the library is called, for example <c>paper</c> or a file.</summary>
    public string LibraryName { get; init; } = GramLibraryFile.Paper;

    /// <summary>The library's file, which becomes the run's <c>grams.json</c> with all that is in it; null to write the library.</summary>
    public string? LibraryFile { get; init; }

    /// <summary>Divides responses that come without tokens; null to take words and signs.</summary>
    public ITokenizer? Tokenizer { get; init; }

    /// <summary>What the tokenizer is called.</summary>
    public string? TokenizerName { get; init; }

    /// <summary>The alpha of the credit that is replayed.</summary>
    public double Alpha { get; init; } = 0.2;

    /// <summary>The bytes of rollouts that a run's folder keeps where nothing else is said.</summary>
    public const long UsualBytes = 128L << 20;

    /// <summary>The most bytes of rollouts that the run's folder keeps; beyond, steps are thinned out evenly. 0 keeps none.</summary>
    public long SavedBytes { get; init; } = UsualBytes;

    /// <summary>Fixes the bootstrap.</summary>
    public long Seed { get; init; }
}
