using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Microsoft.Data.Analysis;

namespace Hicra.Data;

/// <summary>What a host needs for frames: how they are shown, and how commands read them (<see cref="INotebookHost.MetricTables"/>).</summary>
public sealed class FrameKit : IMetricTables
{
    private FrameKit() { }

    /// <summary>The one there is.</summary>
    public static FrameKit Instance { get; } = new();

    /// <summary>The view of frames; hosts add it to their kit (<see cref="Hicra.Interactive.Kit.With(IReadOnlyList{IView})"/>).</summary>
    public static IReadOnlyList<IView> Views { get; } = [new FrameView()];

    /// <summary>Whether a value is a frame, by its type's name, so that the library of frames is loaded for frames alone.</summary>
    public static bool IsFrame(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FrameTable.IsFrame(value);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)>? Read(object value) => value is null || !FrameTable.IsFrame(value) ? null : Rows(value);

    private static (string, IReadOnlyList<MetricRow>)[] Rows(object value) => value is DataFrame frame ? [.. MetricFrame.Runs(frame).Select(r => (r.Name, r.Rows))]
        : throw new HicraException("the frame is of another copy of Microsoft.Data.Analysis than the kit's; leave the version out of its #r, or take the kit's");
}
