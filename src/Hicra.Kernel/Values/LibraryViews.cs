using Hicra.Data;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Values;

/// <summary>Values of well-known libraries that cells load, known by their types' names: data frames, and charts of Plotly.NET.</summary>
internal static class LibraryViews
{
    /// <summary>What such a value shows; null for any other.</summary>
    public static MimeBundle? Show(object value) => FrameKit.IsFrame(value) ? FrameKit.Views[0].Show(value) : PlotlyChart.Show(value);
}
