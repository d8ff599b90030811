using Hicra.Strategy;
using Hicra.Strategy.Mining;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>Strategic grams as frames: a row a gram, with the cluster that it belongs to.</summary>
public static class GramFrame
{
    private const string What = "a frame of grams";

    /// <summary>The frame of a library: <c>cluster</c> (its number), <c>cluster_name</c>, <c>gram</c>, and where they are known <c>cluster_df</c> and <c>intent</c>.</summary>
    public static DataFrame Of(StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        NumberBuilder<int> cluster = new("cluster"), df = new("cluster_df");
        TextBuilder name = new("cluster_name"), gram = new("gram"), intent = new("intent");
        long row = 0;
        for (int c = 0; c < library.Clusters.Count; c++)
            foreach (string text in library.Clusters[c].Grams)
            {
                cluster.Set(row, c);
                name.Set(row, library.Clusters[c].Name);
                df.Set(row, library.Clusters[c].Df);
                intent.Set(row, library.Clusters[c].Intent?.ToString());
                gram.Set(row++, text);
            }
        IEnumerable<IColumnBuilder> known = ((IColumnBuilder[])[df, intent]).Where(c => c.HasValues);
        return new DataFrame([cluster.Build(row), name.Build(row), gram.Build(row), .. known.Select(c => c.Build(row))]);
    }

    /// <summary>The library of a frame; columns besides <c>gram</c> may be missing, and then each gram is a cluster of its own.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="name">What people call the library.</param>
    /// <exception cref="HicraException">The frame has no grams.</exception>
    public static StrategicGramLibrary Library(DataFrame frame, string name = "frame")
    {
        ArgumentNullException.ThrowIfNull(frame);
        FrameReader reader = Reader(frame);
        if (reader.Rows == 0) throw new HicraException($"{What}: it has no row; a library has a gram at least");
        return new StrategicGramLibrary(name, [.. Clusters(reader).Select(rows => new GramCluster(reader.Text("cluster_name", rows[0]) ?? Gram(reader, rows[0]), [.. rows.Select(r => Gram(reader, r))], reader.Index("cluster_df", rows[0]), reader.Choice<StrategicMove>("intent", rows[0])))]);
    }

    /// <summary>The frame of mined clusters: as of a library, with how often each gram and each cluster was said, and whether the cluster was kept.</summary>
    public static DataFrame Of(IReadOnlyList<MinedCluster> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        NumberBuilder<int> cluster = new("cluster"), df = new("df"), problems = new("problems"), clusterDf = new("cluster_df");
        NumberBuilder<long> occurrences = new("occurrences"), clusterOccurrences = new("cluster_occurrences");
        var kept = new NumberBuilder<bool>("kept");
        TextBuilder name = new("cluster_name"), gram = new("gram");
        long row = 0;
        for (int c = 0; c < clusters.Count; c++)
            foreach (MinedGram mined in clusters[c].Grams)
            {
                cluster.Set(row, c);
                name.Set(row, clusters[c].Name);
                gram.Set(row, mined.Text);
                df.Set(row, mined.Df);
                occurrences.Set(row, mined.Occurrences);
                problems.Set(row, mined.Problems);
                clusterDf.Set(row, clusters[c].Df);
                clusterOccurrences.Set(row, clusters[c].Occurrences);
                kept.Set(row++, clusters[c].IsKept);
            }
        return new DataFrame(((IColumnBuilder[])[cluster, name, gram, df, occurrences, problems, clusterDf, clusterOccurrences, kept]).Select(c => c.Build(row)));
    }

    /// <summary>The mined clusters of a frame.</summary>
    /// <exception cref="HicraException">A column is missing, or a cell is not what it should hold.</exception>
    public static IReadOnlyList<MinedCluster> Mined(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        FrameReader reader = Reader(frame);
        reader.Require("cluster", "cluster_name", "df", "occurrences", "problems", "cluster_df", "cluster_occurrences", "kept");
        return [.. Clusters(reader).Select(rows => new MinedCluster(reader.Text("cluster_name", rows[0])!, (int)Count("cluster_df", rows[0]), Count("cluster_occurrences", rows[0]),
            [.. rows.Select(r => new MinedGram(Gram(reader, r), (int)Count("df", r), Count("occurrences", r), (int)Count("problems", r)))], reader.Truth("kept", rows[0]) ?? false))];

        long Count(string column, long row) => reader.Whole(column, row) ?? throw new HicraException(FormattableString.Invariant($"{What}: row {row} has no '{column}'"));
    }

    private static FrameReader Reader(DataFrame frame)
    {
        var reader = new FrameReader(frame, What);
        reader.Require("gram");
        return reader;
    }

    // [clusters] the rows of each, in the order in which clusters begin.
    private static IEnumerable<long[]> Clusters(FrameReader reader)
    {
        bool numbered = reader.Has("cluster");
        return Enumerable.Range(0, (int)reader.Rows).Select(r => (long)r).GroupBy(r => numbered ? reader.Whole("cluster", r) ?? -1 - r : r).Select(g => g.ToArray());
    }

    private static string Gram(FrameReader reader, long row) => reader.Text("gram", row) ?? throw new HicraException(FormattableString.Invariant($"{What}: row {row} has no gram"));
}
