using System.Globalization;
using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Figures;

public class SvgRendererTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_drawing_is_well_formed_needs_nothing_from_outside_and_is_always_the_same()
    {
        string svg = SvgRenderer.Render(Samples.Everything());
        XElement root = XDocument.Parse(svg).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("Everything series", root.Element(Svg + "title")!.Value);
        Assert.DoesNotContain(root.DescendantsAndSelf(), e => e.Name.LocalName is "style" or "script" or "image" or "use" or "foreignObject");
        Assert.DoesNotContain(root.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "href" or "id" || a.Value.Contains("url(", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.Equal(svg, SvgRenderer.Render(Samples.Everything()));
    }

    [Fact]
    public void Fonts_are_11_pixels_or_more() => Assert.All(
        XDocument.Parse(SvgRenderer.Render(Samples.Everything())).Descendants(Svg + "text"), t => Assert.True(double.Parse(t.Attribute("font-size")!.Value, CultureInfo.InvariantCulture) >= 11));

    [Fact]
    public void Hostile_text_is_text()
    {
        XDocument svg = XDocument.Parse(SvgRenderer.Render(Samples.Everything(1400, Samples.Hostile)));
        Assert.Empty(svg.Descendants(Svg + "img").Concat(svg.Descendants("img")));
        Assert.Contains(svg.Descendants(Svg + "text"), t => t.Value.Contains("</script><img src=x onerror=alert(1)>\"'&\ufffd", StringComparison.Ordinal));
    }

    // Any name, any width, any number of runs: no two texts may touch, and none may leave the card.
    private static readonly Arbitrary<Figure> AnyFigure = (
        from width in Gen.Choose(420, 1300)
        from columns in Gen.Choose(1, 3)
        from length in Gen.Choose(1, 60)
        from scale in Gen.Elements(1e-5, 0.01, 1, 1000, 1e6)
        let figure = Samples.Everything(width, string.Concat(Enumerable.Repeat("wide name ", 6))[..length])
        select figure with
        {
            Columns = width / columns < 300 ? 1 : columns,
            Panels = [.. figure.Panels.Select(p => p.Y.IsNamed || p.X.IsNamed ? p : p with { Series = [.. p.Series.Select(s => s with { Y = [.. s.Y.Select(y => y * scale)], Low = s.Low?.Select(y => y * scale).ToArray(), High = s.High?.Select(y => y * scale).ToArray() })] })],
        }).ToArbitrary();

    [Fact]
    public void Labels_do_not_overlap_and_stay_on_the_card() => Check.One(Sampled.Inputs(), Prop.ForAll(AnyFigure, figure =>
    {
        IReadOnlyList<TextBox> texts = SvgRenderer.Draw(figure).Texts;
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i].Left < 0 || texts[i].Right > Math.Max(240, figure.Width)) throw new InvalidOperationException($"'{texts[i]}' leaves a card of {figure.Width}");
            for (int k = 0; k < i; k++)
            {
                bool apart = texts[i].Left >= texts[k].Right - 0.5 || texts[k].Left >= texts[i].Right - 0.5 || texts[i].Top >= texts[k].Bottom - 0.5 || texts[k].Top >= texts[i].Bottom - 0.5;
                if (!apart) throw new InvalidOperationException($"{texts[i]} and {texts[k]} overlap at width {figure.Width}, {figure.ColumnCount} columns");
            }
        }
        return true;
    }));

    [Fact]
    public void A_figure_without_panels_points_or_spread_is_drawn()
    {
        Assert.NotNull(XDocument.Parse(SvgRenderer.Render(new Figure { Title = "nothing", Panels = [] })));
        Series flat = new() { Name = "flat", X = [3], Y = [7] }, none = new() { Name = "none", X = [], Y = [] };
        string svg = SvgRenderer.Render(new Figure { Title = "little", Panels = [new Panel { Title = "p", Series = [flat, none] }] });
        Assert.NotNull(XDocument.Parse(svg));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_that_contradict_themselves_are_refused()
    {
        static void Draw(Series series) => SvgRenderer.Render(new Figure { Title = "t", Panels = [new Panel { Title = "p", Series = [series] }] });
        Assert.Throws<ArgumentException>(() => Draw(new Series { Name = "s", X = [1, 2], Y = [1] }));
        Assert.Throws<ArgumentException>(() => Draw(new Series { Name = "s", X = [1], Y = [double.NaN] }));
        Assert.Throws<ArgumentException>(() => Draw(new Series { Name = "s", X = [1], Y = [1], Low = [0] }));
        Assert.Throws<ArgumentException>(() => Draw(new Series { Name = "s", X = [1], Y = [1], Kind = SeriesKind.Band }));
    }

    [Fact]
    public void Data_lie_inside_the_plot()
    {
        // A line from corner to corner of its axes begins and ends on the frame of the plot.
        var figure = new Figure { Title = "t", Width = 400, Panels = [new Panel { Title = "p", Series = [new Series { Name = "s", X = [0, 10], Y = [0, 10] }] }] };
        XElement plot = XDocument.Parse(SvgRenderer.Render(figure)).Descendants(Svg + "svg").Single(e => e.Parent is not null);
        double[] box = [.. plot.Attribute("viewBox")!.Value.Split(' ').Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
        double[] line = [.. plot.Elements(Svg + "path").Single().Attribute("d")!.Value.Split('M', 'L', ' ').Where(x => x.Length > 0).Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
        Assert.Equal([box[0] + 5, box[1] + box[3] - 5, box[0] + box[2] - 5, box[1] + 5], line, (a, b) => Math.Abs(a - b) < 0.05);
    }

    [Fact]
    public void The_data_uri_is_the_drawing()
    {
        string uri = SvgRenderer.DataUri(Samples.Everything());
        Assert.StartsWith("data:image/svg+xml;base64,", uri, StringComparison.Ordinal);
        Assert.Equal(SvgRenderer.Render(Samples.Everything()), Encoding.UTF8.GetString(Convert.FromBase64String(uri[26..])));
    }

    // WCAG 2 contrast against the card: 4.5 for text, 3 for lines.
    [Fact]
    public void Colours_have_contrast_on_the_card()
    {
        Assert.All([Palette.Ink, Palette.Muted], c => Assert.True(Contrast(c) >= 4.5, c));
        Assert.All([Palette.Planning, Palette.Execution, Palette.Accuracy, Palette.Length], c => Assert.True(Contrast(c) >= 3, c));
    }

    private static double Contrast(string color) => (Luminance(Palette.Card) + 0.05) / (Luminance(color) + 0.05);

    private static double Luminance(string color)
    {
        double Part(int i)
        {
            double c = int.Parse(color.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(0) + 0.7152 * Part(1) + 0.0722 * Part(2);
    }
}
