namespace Hicra.Rollouts;

/// <summary>How rollout files are read.</summary>
public sealed record RolloutReadOptions
{
    private const int Most = 1 << 29;
    private readonly int _maxLineBytes = 64 << 20;

    /// <summary>The longest line in bytes, which bounds the memory that a file can make the reader take. Default 64 MiB.</summary>
    /// <exception cref="HicraException">Less than 1 or more than 512 MiB.</exception>
    public int MaxLineBytes
    {
        get => _maxLineBytes;
        init => _maxLineBytes = value is >= 1 and <= Most ? value : throw new HicraException($"a bound of {value} bytes on line length cannot be used; give 1 to {Most}");
    }

    /// <summary>
    /// Whether a last line without line break that is not a rollout is left out instead of being an error: what a run
    /// leaves that was killed while it wrote. Default false.
    /// </summary>
    public bool AllowTornLastLine { get; init; }
}
