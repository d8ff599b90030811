namespace Hicra.Notebook.Tests.Browser;

/// <summary>What is asked of every page.</summary>
internal static class PageChecks
{
    /// <summary>Opens every fold, as a reader who wants to see everything.</summary>
    public static void OpenFolds(Chromium browser) => browser.Do("document.querySelectorAll('details').forEach(d => d.open = true)");

    /// <summary>Every picture is decoded and has a size.</summary>
    public static void PicturesShow(Chromium browser, string within, int atLeast)
    {
        OpenFolds(browser);
        Picture[] pictures = browser.Ask<Picture[]>($"[...document.querySelectorAll('{within} img')].map(i => ({{ complete: i.complete, natural: i.naturalWidth, width: i.getBoundingClientRect().width, height: i.getBoundingClientRect().height }}))");
        Assert.True(pictures.Length >= atLeast, $"{pictures.Length} pictures, {atLeast} or more expected");
        Assert.All(pictures, p => Assert.True(p.Complete && p.Natural > 0 && p.Width > 10 && p.Height > 10, p.ToString()));
    }

    /// <summary>
    /// Text that is hard to read: its contrast to the ground that it stands on, found by walking up to the first ground, is
    /// below WCAG's 4.5 (3 for large text).
    /// </summary>
    public static void TextIsReadable(Chromium browser, string within)
    {
        browser.Do(Contrast);
        string[] bad = browser.Ask<string[]>($"hicraContrast('{within}')");
        Assert.True(bad.Length == 0, string.Join('\n', bad.Distinct().Take(20)));
    }

    /// <summary>No text stands right of the card that it belongs to, except where a part of the card scrolls.</summary>
    public static void TextStaysInItsCard(Chromium browser, string cards)
    {
        browser.Do(Beside);
        string[] bad = browser.Ask<string[]>($"hicraBeside('{cards}')");
        Assert.True(bad.Length == 0, string.Join('\n', bad.Distinct().Take(20)));
    }

    private const string Beside = """
        window.hicraBeside = within => {
          const bad = [];
          document.querySelectorAll(within).forEach(card => {
            const edge = card.getBoundingClientRect().right;
            const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const e = walk.currentNode.parentElement;
              if (!walk.currentNode.textContent.trim() || !e.getClientRects().length || e.closest('script,style,option')) continue;
              let clipped = false;
              for (let p = e; p !== card; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') clipped = true;
              if (clipped) continue;
              const range = document.createRange(); range.selectNodeContents(walk.currentNode);
              for (const r of range.getClientRects()) if (r.right > edge + 1) { bad.push(Math.round(r.right - edge) + ' px right of its card: ' + walk.currentNode.textContent.trim().slice(0, 60)); break; }
            }
          });
          return bad;
        };
        """;

    private const string Contrast = """
        window.hicraContrast = within => {
          const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
          const light = c => { const v = c.slice(0, 3).map(x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
          const ground = e => {
            const layers = [];
            for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break; }
            return layers.reverse().reduce((below, top) => over(top, below), matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18] : [255, 255, 255]);
          };
          const bad = [];
          document.querySelectorAll(within).forEach(root => {
            const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
              if (!text || !e.getClientRects().length || e.closest('script,style,option')) continue;
              const style = getComputedStyle(e);
              let opacity = 1; for (let p = e; p; p = p.parentElement) opacity *= +getComputedStyle(p).opacity;
              const below = ground(e), ink = parse(style.color); ink[3] *= opacity;
              const a = light(over(ink, below)), b = light(below), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.6 && +style.fontWeight >= 700;
              if (ratio < (large ? 3 : 4.5)) bad.push(ratio.toFixed(2) + ' ' + style.color + ' on ' + below.map(Math.round) + ': ' + text.slice(0, 50));
            }
          });
          return bad;
        };
        """;

    private sealed record Picture(bool Complete, double Natural, double Width, double Height);
}
