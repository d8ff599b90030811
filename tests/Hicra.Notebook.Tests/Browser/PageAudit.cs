namespace Hicra.Notebook.Tests.Browser;

/// <summary>
/// What is asked of every page and card, by one script: text has a contrast of 4.5 to its ground (3 where it is large), in
/// drawings too; nothing reaches beyond the page or has to be scrolled sideways; cards end on one line.
/// </summary>
internal static class PageAudit
{
    /// <summary>Looks at a page at every width, all folds open. Pictures are kept where HICRA_SCREENSHOTS says.</summary>
    /// <param name="browser">The browser, with the page.</param>
    /// <param name="name">What findings and pictures call it.</param>
    /// <param name="widths">The widths; none for the three.</param>
    /// <param name="themedBySystem">Whether the page's theme is the system's, so that drawings can be looked into.</param>
    public static IReadOnlyList<string> Findings(Chromium browser, string name, bool themedBySystem = true, params int[] widths)
    {
        var findings = new List<string>();
        foreach (int width in widths is [] ? [700, 1000, 1600] : widths)
        {
            browser.Resize(width, 900);
            PageChecks.OpenFolds(browser);
            browser.Picture($"{name}-{width}", width);
            browser.Do(Script);
            findings.AddRange(browser.Ask<string[]>($"hicraAudit({(themedBySystem ? "true" : "false")})").Distinct().Take(12).Select(finding => $"{name} at {width}: {finding}"));
        }
        return findings;
    }

    private const string Script = """
        window.hicraAudit = drawings => {
          const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
          const light = c => { const v = c.slice(0, 3).map(x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const page = matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18] : [255, 255, 255];
          const ground = e => {
            const layers = [];
            for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break; }
            return layers.reverse().reduce((below, top) => over(top, below), page);
          };
          const bad = [], say = text => bad.push(text);
          const shown = e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
            if (!text || !shown(e) || e.closest('script,style,option,noscript,svg')) continue;
            const style = getComputedStyle(e);
            let opacity = 1; for (let p = e; p; p = p.parentElement) opacity *= +getComputedStyle(p).opacity;
            const below = ground(e), ink = parse(style.color); ink[3] *= opacity;
            const found = ratio(over(ink, below), below), size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.6 && +style.fontWeight >= 700;
            if (found < (large ? 3 : 4.5)) say(`contrast ${found.toFixed(2)}, ${style.color} on ${below.map(Math.round)}: ${text.slice(0, 50)}`);
          }
          for (const picture of drawings ? document.querySelectorAll('img[src^="data:image/svg+xml;base64,"]') : []) {
            if (!shown(picture)) continue;
            const box = document.createElement('div');
            box.innerHTML = new TextDecoder().decode(Uint8Array.from(atob(picture.src.split(',')[1]), c => c.charCodeAt(0)));
            document.body.append(box);
            const rect = box.querySelector('svg > rect'), below = rect ? parse(getComputedStyle(rect).fill) : ground(picture);
            for (const text of box.querySelectorAll('svg text')) {
              const found = ratio(parse(getComputedStyle(text).fill), below);
              if (found < 4.5) say(`contrast ${found.toFixed(2)} in a drawing, ${getComputedStyle(text).fill} on ${below}: ${text.textContent.slice(0, 40)}`);
            }
            box.remove();
          }
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (wide > 0) say(`the page is ${wide} pixels too wide`);
          for (const e of document.querySelectorAll('body *')) {
            if (!shown(e) || e.closest('pre,svg') || e.matches('input')) continue;
            const style = getComputedStyle(e), hides = style.overflowX !== 'visible';
            if (hides && e.scrollWidth > e.clientWidth + 1) say(`${e.scrollWidth - e.clientWidth} pixels of ${e.tagName.toLowerCase()} are out of sight: ${e.textContent.trim().slice(0, 50)}`);
          }
          const edges = [...document.querySelectorAll('.hicra')].filter(e => shown(e) && !e.parentElement.closest('.hicra')).map(e => Math.round(e.getBoundingClientRect().right));
          if (new Set(edges).size > 1) say(`cards end at ${[...new Set(edges)].join(', ')}`);
          return bad;
        };
        """;
}
