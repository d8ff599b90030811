using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Pages;

/// <summary>The items as a table.</summary>
internal static class ItemList
{
    /// <summary>The items, and how many of their runs are there.</summary>
    public static void Show(CommandCall call, IReadOnlyList<PaperItem> items, RunScale scale, RunStore store, bool json)
    {
        (PaperItem Item, int Needed, int There)[] rows = [.. items.Select(i =>
        {
            Needs needs = Needs.Union([i.NeedsOfWorlds(scale)]);
            Work work = Work.Of(needs, store);
            int needed = needs.Runs.Count + needs.Evaluations.Count + needs.Splits.Count;
            return (i, needed, needed - work.Runs.Count - work.Evaluations.Count - work.Splits.Count);
        })];
        if (json)
        {
            call.WriteJson(writer =>
            {
                writer.WriteStartArray();
                foreach ((PaperItem item, int needed, int there) in rows)
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", item.Id);
                    writer.WriteString("name", item.Name);
                    writer.WriteString("title", item.Title);
                    writer.WriteNumber("needed", needed);
                    writer.WriteNumber("there", there);
                    writer.WriteStartArray("lacks");
                    foreach (Lack lack in item.Lacks) writer.WriteStringValue($"{lack.What}: {lack.Why}");
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return;
        }
        var table = new RowTable([(string[])["item", "name", "about", "not yet", "runs there", "needed"], .. rows.Select(r => (string[])
            [r.Item.Id, r.Item.Name, r.Item.Title, string.Join("; ", r.Item.Lacks.Select(l => $"{l.What} ({Short(l.Reason)})")), NumberText.Count(r.There), NumberText.Count(r.Needed)])], 4, [1, 3]);
        string note = $"{scale.Name} scale: {scale.Describe()}; in {call.Shorten(store.Root)}";
        call.Host.Display(MimeBundle.Of(table.Text() + PlainTable.Wrap(note), call.Host.ShowsHtml ? Html.Card(table.Html() + Html.Note(note)) : null));
    }

    /// <summary>What became of the items, a line each.</summary>
    public static string Text(IReadOnlyList<ReproducedItem> items) =>
        new RowTable([(string[])["item", "about", "state"], .. items.Select(i => (string[])[i.Item.Name, i.Item.Title, i.State])], 3).Text() + ReproductionPage.Tally(items);

    private static string Short(LackReason reason) => reason switch { LackReason.Judge => "judges", _ => throw new InvalidOperationException($"No words for {reason}.") };
}
