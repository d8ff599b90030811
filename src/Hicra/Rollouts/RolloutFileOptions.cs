namespace Hicra.Rollouts;

/// <summary>How trace files are read.</summary>
public sealed record RolloutFileOptions
{
    /// <summary>The format of every file; null to recognise it file by file from the first record that has a text.</summary>
    public RolloutFormat? Format { get; init; }

    /// <summary>Whether a bad record is left out and counted instead of being an error.</summary>
    public bool SkipBad { get; init; }

    /// <summary>
    /// Where the text of the response stands in a record whose format is not known: a member, or a path such as
    /// <c>resps[0][0]</c>, <c>choices[*].message</c>, <c>doc.answer</c>. Null to find it.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Where the problem stands (a text or an identity), as a path; null to find it.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads the files that are tables and no JSON (Parquet); null where only JSON is read.</summary>
    public IRecordTables? Tables { get; init; }

    /// <summary>
    /// The reward that is read where there are several: a member, a column, or a path into the record. Null for the
    /// format's own: verl's <c>score</c> (and <c>acc</c> as the verdict), the sum of a TRL log's numeric columns (and the one named
    /// after accuracy or correctness as the verdict, if there are several).
    /// </summary>
    public string? Reward { get; init; }

    /// <summary>A solution counts as correct from this reward on, where no verdict stands beside it: right for rewards of 0 and 1 and of -1 and 1. Default 0.5.</summary>
    public double CorrectFrom { get; init; } = 0.5;

    /// <inheritdoc cref="RolloutReadOptions.MaxLineBytes"/>
    public int MaxLineBytes
    {
        get => Lines.MaxLineBytes;
        init => Lines = Lines with { MaxLineBytes = value };
    }

    /// <inheritdoc cref="RolloutReadOptions.AllowTornLastLine"/>
    public bool AllowTornLastLine
    {
        get => Lines.AllowTornLastLine;
        init => Lines = Lines with { AllowTornLastLine = value };
    }

    internal RolloutReadOptions Lines { get; private init; } = new();
}
