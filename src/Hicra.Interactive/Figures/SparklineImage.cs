using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>Images small enough for a table's cell.</summary>
internal static class SparklineImage
{
    private const double Width = 140, Height = 26;

    /// <summary>A curve.</summary>
    /// <param name="name">What is drawn.</param>
    /// <param name="values">[points]</param>
    /// <param name="share">Whether values are shares, which are drawn from 0.</param>
    public static string Curve(string name, IReadOnlyList<double> values, bool share = false)
    {
        double low = share ? Math.Min(0, values.Min()) : values.Min(), high = values.Max();
        Scale x = new(0, Math.Max(1, values.Count - 1), 3, Width - 4), y = high > low ? new(low, high, Height - 4, 4) : new(low - 1, low + 1, Height - 4, 4);
        var canvas = new SvgCanvas();
        bool noisy = values.Count > 30 && !Smoothing.IsStepped(values);
        canvas.Path(Line(values), Palette.Execution, noisy ? 0.8 : 1.6, noisy ? "stroke-opacity=\"0.4\"" : "");
        if (noisy) canvas.Path(Line(Smoothing.LocalLines(values, Smoothing.WindowFor(values.Count))), Palette.Execution, 1.7);
        canvas.Circle(x.At(values.Count - 1), y.At(values[^1]), 2.4, Palette.Execution);
        return Image(canvas, $"{name}: {Sparkline.Draw(values, 16)}", $"{name}, {NumberText.Of(values[0], share)} → {NumberText.Of(values[^1], share)}{(share ? " %" : "")}");

        string Line(IReadOnlyList<double> all)
        {
            var path = new StringBuilder();
            for (int i = 0; i < all.Count; i++) path.Append(i == 0 ? 'M' : 'L').Append(SvgCanvas.N(x.At(i))).Append(' ').Append(SvgCanvas.N(y.At(all[i])));
            return path.ToString();
        }
    }

    /// <summary>An interval beside 0, on its own scale.</summary>
    public static string Interval(string name, double low, double estimate, double high)
    {
        double most = Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)), 1e-12);
        Scale x = new(-most, most, 6, Width - 6);
        const double Middle = Height / 2;
        string color = low > 0 || high < 0 ? Palette.Planning : Palette.Muted;
        var canvas = new SvgCanvas();
        canvas.Line(x.At(0), 2, x.At(0), Height - 2, "#8b8b85", 1, "stroke-dasharray=\"2 2\"");
        canvas.Line(x.At(low), Middle, x.At(high), Middle, color, 2);
        canvas.Circle(x.At(estimate), Middle, 3.6, color);
        string words = $"{name}: {NumberText.Signed(estimate)} [{NumberText.Of(low)}, {NumberText.Of(high)}]; dashed: 0";
        return Image(canvas, words, words);
    }

    private static string Image(SvgCanvas canvas, string alt, string title)
    {
        string svg = $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SvgCanvas.N(Width)}\" height=\"{SvgCanvas.N(Height)}\" viewBox=\"0 0 {SvgCanvas.N(Width)} {SvgCanvas.N(Height)}\">{Theme.SvgStyle}{canvas}</svg>";
        return $"<img src=\"{Html.SvgUri(svg)}\" alt=\"{Html.Escape(alt)}\" title=\"{Html.Escape(title)}\" width=\"{SvgCanvas.N(Width)}\" height=\"{SvgCanvas.N(Height)}\" style=\"vertical-align:middle\">";
    }
}
