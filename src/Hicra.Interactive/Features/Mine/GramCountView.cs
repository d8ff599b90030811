using System.Globalization;
using System.Text.Json;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Strategy;
using Hicra.Strategy.Intents;

namespace Hicra.Interactive.Features.Mine;

/// <summary>Counts of a library's grams, for people and for machines.</summary>
internal static class GramCountView
{
    private const int Shown = 15;

    public static MimeBundle Bundle(GramCount count)
    {
        StrategicGramLibrary library = count.Library;
        long times = count.Times.Sum();
        int said = count.Times.Count(c => c > 0);
        string line = string.Create(CultureInfo.InvariantCulture, $"{PlainTable.Clean(library.Name)}: {said} of {library.Grams.Count} grams occur in {count.Traces} traces, {times} times ({(double)times / count.Traces:F2} a trace); {Share(count)}");
        RowTable table = new([["gram", "cluster", "intent", "times", "traces with it"], .. count.Ranked.Take(Shown).Select(g => Row(count, g))], LeftColumns: 3);
        string more = said > Shown ? $"the {Shown} most frequent; --json has all" : "";
        string html = Html.Card($"<b>{Html.Escape(line)}</b>{table.Html()}{more}{Html.Details("The library", new GramLibraryView().RenderHtml(library))}");
        return MimeBundle.Of($"{line}\n{table.Text()}{more}".TrimEnd(), html);
    }

    /// <summary>The planning tokens' share in words.</summary>
    public static string Share(GramCount count) => count.Share is not double share ? "no tokens"
        : $"{NumberText.Percent(share)} of {count.Tokens.ToString("N0", CultureInfo.InvariantCulture)} {(count.WhyPreTokens is null ? "tokens" : "pre-tokens")} plan{(count.WhyPreTokens is null ? "" : $" (counting tokens {count.WhyPreTokens})")}";

    public static void Write(Utf8JsonWriter json, GramCount count)
    {
        json.WriteStartObject();
        json.WriteString("library", count.Library.Name);
        json.WriteNumber("traces", count.Traces);
        json.WriteString("unit", count.WhyPreTokens is null ? "tokens" : "pre-tokens");
        json.WriteNumber("tokens", count.Tokens);
        json.WriteNumber("planning_tokens", count.Planning);
        json.WriteStartArray("grams");
        foreach (int gram in count.Ranked)
        {
            json.WriteStartObject();
            json.WriteString("gram", count.Library.Grams[gram]);
            if (Cluster(count, gram).Intent is { } intent) json.WriteString("intent", IntentRules.NameOf(intent));
            json.WriteNumber("times", count.Times[gram]);
            json.WriteNumber("traces", count.InTraces[gram]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static GramCluster Cluster(GramCount count, int gram) => count.Library.Clusters[count.Library.ClusterOf[gram]];

    private static string[] Row(GramCount count, int gram) =>
        [count.Library.Grams[gram], Cluster(count, gram).Name, Cluster(count, gram).Intent is { } intent ? IntentRules.NameOf(intent) : "", Number(count.Times[gram]), Number(count.InTraces[gram])];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
