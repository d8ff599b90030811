using System.Globalization;
using AngleSharp.Dom;
using Hicra.Interactive.Features.Traces;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Tests.Features.Traces;

public class TraceTests
{
    private static IElement[] Tokens(IDocument document, int layer) => [.. document.QuerySelectorAll(".hicra-tokens")[layer].QuerySelectorAll("[title]")];

    [Fact]
    public void Hovering_a_token_gives_all_its_numbers()
    {
        IElement[] tokens = Tokens(Shown.Untrusted(Shown.Bundle(Shown.Rollout()).Html!), 0);
        Assert.Equal(6, tokens.Length);
        Assert.Equal("token 1 · planning (gram 4) · log-prob −0.100 (p 0.905) · entropy 0.250 nats · advantage −0.400 · HICRA change +0.100", tokens[1].GetAttribute("title"));
        Assert.Equal("token 3 · execution · log-prob −0.300 (p 0.741) · entropy 0.750 nats · advantage −0.500 · HICRA change 0", tokens[3].GetAttribute("title"));
    }

    [Fact]
    public void Planning_tokens_differ_by_more_than_colour()
    {
        IElement[] tokens = Tokens(Shown.Parse(Shown.Bundle(Shown.Rollout()).Html!), 0);
        Assert.All(tokens, (t, i) => Assert.Equal(i is 1 or 2, t.GetAttribute("style")?.Contains("border-bottom", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public void There_is_a_fold_for_every_layer_and_it_opens_without_scripts()
    {
        IDocument document = Shown.Untrusted(Shown.Bundle(Shown.Rollout()).Html!);
        Assert.Equal(["Entropy", "Advantage", "HICRA change", "Log-prob"], document.QuerySelectorAll("details.hicra-layer > summary").Select(s => s.TextContent));
        Assert.All(document.QuerySelectorAll("details.hicra-layer"), d => Assert.Equal(6, d.QuerySelectorAll("[title]").Length));
    }

    [Fact]
    public void The_entropy_layer_is_darker_where_entropy_is_higher()
    {
        IElement[] tokens = Tokens(Shown.Parse(Shown.Bundle(Shown.Rollout()).Html!), 1);
        double[] strength = [.. tokens.Select(t => double.Parse(t.GetAttribute("style")!.Split("background-color:rgba(")[1].Split(')')[0].Split(',')[3], CultureInfo.InvariantCulture))];
        Assert.Equal(strength.Order(), strength);
        Assert.True(strength[0] < strength[^1]);
    }

    [Fact]
    public void Runs_of_other_methods_show_what_hicra_would_change()
    {
        Rollout grpo = Shown.Rollout() with { Method = "grpo", Alpha = 0.4, TokenAdvantages = [.. Enumerable.Repeat(-0.5f, 6)] };
        IDocument document = Shown.Parse(Shown.Bundle(grpo).Html!);
        Assert.Contains("What HICRA would change at alpha 0.4", document.QuerySelectorAll("summary").Select(s => s.TextContent));
        // A + alpha |A|: the penalty of a planning token shrinks by 0.4 * 0.5.
        Assert.EndsWith("HICRA would add +0.200", Tokens(document, 0)[1].GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_traces_fold_and_stay_small()
    {
        string html = Shown.Bundle(Shown.Rollout(tokens: 20_000)).Html!;
        IDocument document = Shown.Untrusted(html);
        Assert.Contains(document.QuerySelectorAll("summary"), s => s.TextContent == "19680 more tokens");
        Assert.Equal(320, document.QuerySelectorAll(".hicra-tokens")[0].QuerySelectorAll("[title]").Length);
        Assert.True(html.Length < 6_000_000, $"{html.Length}");
    }

    [Fact]
    public void Pieces_keep_their_own_spaces_and_line_ends()
    {
        Rollout rollout = new() { Response = "Let me\nthink", TokenTexts = ["Let", " me", "\n", "think"], PlanningSpans = [new GramSpan(0, 2, 0)] };
        string text = Shown.Parse(Shown.Bundle(rollout).Html!).QuerySelector(".hicra-tokens")!.TextContent;
        Assert.Equal("Let me↵\nthink", text);
        Assert.Contains("[[Let me]] think", Shown.Bundle(rollout).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_found_in_the_response_where_token_texts_are_missing()
    {
        Rollout rollout = Shown.Rollout() with { TokenTexts = null };
        Assert.Equal(6, Tokens(Shown.Parse(Shown.Bundle(rollout).Html!), 0).Length);
        Assert.Contains("0word [[1word 2word]] 3word", Shown.Bundle(rollout).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollout_without_tokens_or_text_is_shown_with_what_it_has()
    {
        Assert.Contains("no token can be coloured", Shown.Bundle(new Rollout { Response = "some text" }).Html, StringComparison.Ordinal);
        Assert.Contains("has no text", Shown.Bundle(new Rollout { Reward = 1 }).Html, StringComparison.Ordinal);
        Assert.Contains("planning tokens are not known", Shown.Bundle(Shown.Rollout() with { PlanningSpans = null }).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollout_that_contradicts_itself_is_refused_in_one_line()
    {
        HicraException error = Assert.Throws<HicraException>(() => Shown.Bundle(Shown.Rollout() with { Entropies = [1] }));
        Assert.Equal("the rollout cannot be shown: there is not one entropy per token", error.Message);
    }

    [Fact]
    public void Two_traces_share_one_scale()
    {
        Rollout low = Shown.Rollout(), high = Shown.Rollout() with { Entropies = [0, 0, 0, 0, 0, 10] };
        IDocument document = Shown.Parse(Shown.Bundle(new RolloutPair(low, high, "left", "right")).Html!);
        Assert.Equal(2, document.QuerySelectorAll(".hicra-trace").Length);
        Assert.Equal(2, document.QuerySelectorAll("details.hicra-layer").Count(d => d.TextContent.Contains("10.0 nats", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_shows_its_first_rollouts_folded_and_counts_verdicts()
    {
        Rollout right = Shown.Rollout() with { Kind = "right" }, plan = right with { Kind = "plan" };
        Rollout[] rollouts = [.. Enumerable.Repeat(right, 20), .. Enumerable.Repeat(plan, 10)];
        IDocument html = Shown.Untrusted(Shown.Bundle(rollouts).Html!);
        Assert.Contains("30 rollouts 20 right, 10 planning error", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(8, html.QuerySelectorAll(".hicra-trace").Length);
        Assert.Single(html.QuerySelectorAll("details[open]"));
        Assert.EndsWith("… 6 more", Shown.Bundle(rollouts).PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_trace_gives_the_same_html() => Assert.Equal(Shown.Bundle(Shown.Rollout()).Html, Shown.Bundle(Shown.Rollout()).Html);
}
