namespace Hicra.Rollouts;

/// <summary>Reads tables of another form than JSON as records, so that the library needs no package for them.</summary>
public interface IRecordTables
{
    /// <summary>Whether a file is such a table, by its first bytes.</summary>
    /// <param name="head">The first four bytes, or fewer where the file is shorter.</param>
    bool Reads(ReadOnlySpan<byte> head);

    /// <summary>The file's rows, one after the other, each as a JSON object in UTF-8 that holds until the next is asked for.</summary>
    /// <exception cref="HicraException">The file is damaged, or cannot be read within bounded memory.</exception>
    IEnumerable<ReadOnlyMemory<byte>> Rows(string path);
}
