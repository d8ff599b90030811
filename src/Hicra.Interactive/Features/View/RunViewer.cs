using System.Text;
using System.Text.Encodings.Web;
using Hicra.Interactive.Rendering;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.View;

/// <summary>
/// One HTML file of one run or of several side by side: metrics over steps, the groups' rollouts, and a token's advantage and
/// objective as the formula with its own numbers. It needs no network and may not use one: its content security policy
/// forbids every request.
/// </summary>
public static class RunViewer
{
    /// <summary>The most runs that a page holds: as many as have colours that can be told apart.</summary>
    public const int MostRuns = 8;

    /// <summary>The page of one run, or of several beside each other.</summary>
    /// <param name="runs">One to <see cref="MostRuns"/>.</param>
    /// <param name="options">How much goes in.</param>
    /// <exception cref="HicraException">There are none or too many, or a file of a run cannot be read.</exception>
    public static string Html(IReadOnlyList<ExistingRun> runs, RunViewerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count is < 1 or > MostRuns) throw new HicraException($"a page shows one to {MostRuns} runs beside each other, not {runs.Count}; give fewer folders");
        options ??= new();
        string css = Asset.Text("Features/View/page.css"), script = Asset.Text("Features/View/page.js"), frame = Asset.Text("Features/View/page.html");
        int room = options.MaxBytes - Encoding.UTF8.GetByteCount(css) - Encoding.UTF8.GetByteCount(script) - Encoding.UTF8.GetByteCount(frame) - 10_000;
        ViewerData data = ViewerData.Collect(runs, options, room);
        // Parts go in one pass, so that a part that happens to contain a placeholder stays as it is.
        var page = new StringBuilder(data.Json.Length + 60_000);
        foreach (string piece in frame.Split("{{"))
        {
            int close = piece.IndexOf("}}", StringComparison.Ordinal);
            if (close < 0)
            {
                page.Append(piece);
                continue;
            }
            page.Append(piece[..close] switch
            {
                "title" => HtmlEncoder.Default.Encode(data.Title),
                "css" => css,
                "js" => script,
                "data" => data.Json,
                "summary" => data.StaticSummary,
                string other => throw new InvalidOperationException($"unknown part {other}"),
            }).Append(piece.AsSpan(close + 2));
        }
        return page.ToString();
    }

    /// <summary>Writes the page to a file; it appears whole or not at all.</summary>
    /// <exception cref="HicraException">As for <see cref="Html"/>.</exception>
    public static void Write(string path, IReadOnlyList<ExistingRun> runs, RunViewerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TextFile.Write(path, Html(runs, options));
    }
}
