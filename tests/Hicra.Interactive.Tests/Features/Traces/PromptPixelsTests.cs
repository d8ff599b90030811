using System.Text;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Interactive.Tests.Features.Traces;

/// <summary>A rollout shows the picture of its prompt, on pages and in terminals.</summary>
public sealed class PromptPixelsTests
{
    private static readonly DigitPicture Picture = ((VisionWorld)WorldCatalog.BuiltIn.Find("vision")).PictureOf(PuzzleProblem.Parse("6 3 7 target 27"));

    [Fact]
    public void A_trace_has_the_picture_pixel_by_pixel()
    {
        MimeBundle bundle = new HicraFormatter(Kit.Standard).Format(new Rollout { Prompt = "numbers [picture of 6 3 7]", PromptPixels = Picture.Rows(), Response = "hit", TokenTexts = ["hit"] })!;
        Assert.Contains("viewBox=\"0 0 30 12\"", Drawing(bundle.Html), StringComparison.Ordinal);
        Assert.Contains("alt=\"the picture of the prompt\"", bundle.Html, StringComparison.Ordinal);
        string[] lines = [.. bundle.PlainText.Split('\n').Where(l => l.Length == 30 && l.All(c => "█▀▄·".Contains(c, StringComparison.Ordinal)))];
        Assert.Equal(6, lines.Length);
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 30; x++)
                Assert.Equal(Picture.IsLit(x, y), (y % 2 == 0 ? "█▀" : "█▄").Contains(lines[y / 2][x], StringComparison.Ordinal));
    }

    [Fact]
    public void Lit_pixels_of_the_drawing_are_those_of_the_picture()
    {
        string html = PixelPicture.Html(["##.#", "....", ".###"], "it");
        Assert.Contains("d=\"M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z\"", Drawing(html), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_shows_itself() =>
        Assert.Contains("<svg", Drawing(new HicraFormatter(Kit.Standard).Format(Picture)!.Html), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_picture_or_too_large_is_not_drawn()
    {
        Assert.Null(PixelPicture.Path(["##", "#"]));
        string[][] wrong = [[], [""], ["##", "#"], [.. Enumerable.Repeat("#", 257)], [new string('#', 257)]];
        Assert.All(wrong, rows => Assert.Equal(("", ""), (PixelPicture.Html(rows, "it"), PixelPicture.Text(rows))));
        Assert.Equal("", PixelPicture.Html(null, "it"));
        Assert.Contains("&lt;b&gt;", PixelPicture.Html(["#"], "<b>"), StringComparison.Ordinal);
    }

    private static string Drawing(string? html)
    {
        const string Start = "data:image/svg+xml;base64,";
        int from = html!.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return Encoding.UTF8.GetString(Convert.FromBase64String(html[from..html.IndexOf('"', from)]));
    }
}
