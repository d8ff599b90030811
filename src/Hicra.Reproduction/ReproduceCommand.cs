using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Claims;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Pages;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction;

/// <summary><c>hicra reproduce</c>, <c>#!reproduce</c>: the paper's items, from runs that are made where they are missing.</summary>
internal sealed class ReproduceCommand : KitCommand
{
    private readonly Argument<string[]> _items;
    private readonly Option<string?> _only, _scale, _world, _jobs, _out, _runs, _from, _save, _name;
    private readonly Option<string[]> _adopt;
    private readonly Option<bool> _list, _json, _dryRun, _quiet, _open, _made, _claims;

    public ReproduceCommand(CommandStyle style) : base("reproduce", style, "Goes through the paper item by item: makes the runs that are missing, and shows what the paper reports beside what they measured.")
    {
        _items = AddArgument(new Argument<string[]>("ITEM") { Arity = ArgumentArity.ZeroOrMore, Description = "figures, tables and listings: fig3, table1, listing2; alpha and why, which the paper lacks [all of the paper]" }, ValueKind.Any);
        _only = Add(Options.Text("--only", "items", "the same as a list with commas: fig5,table1"));
        _scale = Add(Options.Text("--scale", "name", $"how large the runs are: {RunScale.Quick.Name} (minutes) or {RunScale.Full.Name} (hours) [{RunScale.Quick.Name}]"));
        _world = Add(Options.Text("--world", "name", $"the world whose runs are made and shown: {string.Join(", ", RunScale.WorldWords)} [both]"));
        _jobs = Add(Options.Text("--jobs", "n", "runs at a time; they do not change results [all cores]"));
        _runs = Add(Options.Text("--runs", "DIR", "where runs are kept, by the digest of all that determines them [.cache/hicra in the user's folder]"), ValueKind.Path);
        _from = Add(Options.Text("--from", "DIR", "make no runs: take results that were saved, from a folder, or those that are shipped (--from shipped)"), ValueKind.Path);
        _save = Add(Options.Text("--save", "DIR", "save what the items rest on, without weights and rollouts, for --from"), ValueKind.Path);
        _adopt = Add(new Option<string[]>("--adopt") { HelpName = "RUN", Description = "take runs that you made (hicra train) among those that are kept, where settings and base weights are those that items need", AllowMultipleArgumentsPerToken = true }, ValueKind.Path);
        _out = Add(Options.Text("--out", "FILE", $"write the page there [{(style == CommandStyle.Terminal ? "reproduction.html, where no item is named" : "none")}]"), ValueKind.Path);
        _open = Add(new Option<bool>("--open") { Description = "open the page in a browser where there is a desktop" });
        _made = Add(new Option<bool>("--made") { Description = "make no runs: show what those that are there say" });
        _claims = Add(new Option<bool>("--claims") { Description = "the scoreboard: the paper's claims put to the test on the runs that are there" });
        _list = Add(new Option<bool>("--list") { Description = "list the items, and how many of their runs are there" });
        _name = Add(CommonOptions.Name("the items (a list)"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        _quiet = Add(Options.Quiet());
        foreach (PaperItem item in PaperItems.Known)
        {
            _items.CompletionSources.Add(item.Id);
            _only.CompletionSources.Add(item.Id);
        }
        _scale.CompletionSources.Add(RunScale.Quick.Name, RunScale.Full.Name);
        _world.CompletionSources.Add([.. RunScale.WorldWords]);
    }

    public override async Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        PaperItem[] items = Chosen(call.Parsed, out bool named);
        RunScale scale = RunScale.Find(call.Parsed.GetValue(_scale) ?? RunScale.Quick.Name);
        if (call.Parsed.GetValue(_world) is { } world) scale = scale.In(world);
        var store = new RunStore(call.Parsed.GetValue(_runs) is { } given ? call.Resolve(given) : RunStore.DefaultRoot);
        if (call.Parsed.GetValue(_list))
        {
            Refuse(call.Parsed, _list, "a list shows what is there and does nothing else", _claims, _from, _jobs, _save, _out, _open, _name, _dryRun);
            ItemList.Show(call, items, scale, store, call.Parsed.GetValue(_json));
            return;
        }
        bool json = call.Parsed.GetValue(_json);
        if (call.Parsed.GetValue(_adopt) is { Length: > 0 } adopted)
        {
            Refuse(call.Parsed, _adopt, "runs are taken in, and nothing is shown", _claims, _from, _made, _save, _out, _open, _name, _dryRun, _json, _scale, _world);
            if (named) throw new HicraException("--adopt takes runs in for whichever item needs them; leave the items out (or put them in a second line)");
            await AdoptAsync(call, store, [.. adopted.Select(call.Resolve)], cancellation).ConfigureAwait(false);
            return;
        }
        IEvidence evidence = call.Parsed.GetValue(_from) is { } from ? Saved(call, from) : store;
        if (call.Parsed.GetValue(_claims))
        {
            Refuse(call.Parsed, _claims, "the scoreboard is shown, of the runs that are there", _jobs, _save, _out, _open, _dryRun);
            if (named) throw new HicraException("--claims is about the whole paper, and not about some of its items; leave the items out, or leave out --claims: each item shows the verdicts on its own claims");
            await ShowClaimsAsync(call, scale, evidence, json, cancellation).ConfigureAwait(false);
            return;
        }
        string? page = call.ResultFile(_out) ?? (named || Style == CommandStyle.Cell || json ? null : call.Writable(call.Resolve("reproduction.html")));
        if (page is null && call.Parsed.GetValue(_open)) throw new HicraException("--open opens the page, and none is written; give --out FILE too");
        int jobs = call.Parsed.WholeNumber(_jobs, 1) ?? Environment.ProcessorCount;
        Work work = call.Parsed.GetValue(_made) || evidence != store ? new([], [], [], 0) : Work.Of(Needs.Union(items.Select(i => i.NeedsOfWorlds(scale))), store);
        if (call.Parsed.GetValue(_dryRun))
        {
            await call.Host.Output.WriteLineAsync(WorkText.Planned(work, jobs, call.Shorten(store.Root)) + string.Concat(work.Runs.Select(r => $"\n  {r.Name}, {r.Steps} steps"))).ConfigureAwait(false);
            return;
        }
        IReadOnlyList<string> failed = work.IsNothing ? [] : await MakeAsync(call, work, store, jobs, cancellation).ConfigureAwait(false);
        // The verdicts are corrected over all claims, so that all are looked at where an item asks for one.
        Scoreboard? board = items.Any(i => i.Claims.Count > 0) ? await Task.Run(() => Scoreboard.Of(scale, evidence), cancellation).ConfigureAwait(false) : null;
        ReproducedItem[] drawn = await Task.Run(() => items.Select(i => new ReproducedItem(i, scale, i.DrawWorlds(scale, evidence)) { Verdicts = board is null ? [] : ScoreboardView.Verdicts(board, i) }).ToArray(), cancellation).ConfigureAwait(false);
        call.Leave(_name, drawn);
        // The scoreboard belongs to the whole, and not to a few items.
        if (page is not null) ReproductionPage.Write(page, drawn, named ? null : board, scale, evidence.Source, ReproductionKit.Standard);
        if (call.Parsed.GetValue(_save) is { } save) Save(call, save, store, Needs.Union(items.Select(i => i.NeedsOfWorlds(scale))), json);
        if (json) call.WriteJson(writer => ReproductionJson.Write(writer, drawn, scale));
        else if (page is null || Style == CommandStyle.Cell) foreach (ReproducedItem item in drawn) call.Host.Display(Bundle(call, item));
        else call.Host.Output.WriteLine(ItemList.Text(drawn));
        if (page is not null)
        {
            call.SayWritten(page, json);
            if (call.Parsed.GetValue(_open)) call.Host.TryOpen(page);
        }
        if (failed.Count > 0) throw new HicraException(failed[0] + (failed.Count > 1 ? FormattableString.Invariant($" (and {failed.Count - 1} more runs failed)") : "") + "; the other runs are kept, and the same line goes on");
    }

    private async Task<IReadOnlyList<string>> MakeAsync(CommandCall call, Work work, RunStore store, int jobs, CancellationToken cancellation)
    {
        call.Writable(store.Root);
        bool json = call.Parsed.GetValue(_json), quiet = call.Parsed.GetValue(_quiet);
        if (!json && !quiet) await call.Host.Progress.WriteLineAsync(WorkText.Planned(work, jobs, call.Shorten(store.Root))).ConfigureAwait(false);
        var text = new WorkText(work, call.Host.Clock);
        var maker = new RunMaker(store, call.Environment(threads: 0), jobs, Math.Max(1, Environment.ProcessorCount / jobs));
        try
        {
            using var live = new LiveDisplay(call.Host, text.Bundle, text.Line, silent: json, quiet: quiet);
            return await Task.Factory.StartNew(() => maker.Make(work, new Reporter<MakingProgress>(progress =>
            {
                text.Tell(progress);
                live.Refresh();
            }), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"stopped; what is done is kept in {call.Shorten(store.Root)}, and {(Style == CommandStyle.Cell ? "the cell goes on with it" : "the same line goes on with it")}", cancellation);
        }
    }

    private async Task AdoptAsync(CommandCall call, RunStore store, IReadOnlyList<string> runs, CancellationToken cancellation)
    {
        var adoption = new RunAdoption(store, Needs.Union(PaperItems.Known.SelectMany(i => ((RunScale[])[RunScale.Full, RunScale.Quick]).Select(i.NeedsOfWorlds))).Runs);
        // All are looked at before the first is taken, and before base models are made to compare theirs with.
        BaseRecipe[] bases = [.. runs.SelectMany(adoption.BasesToCompare).DistinctBy(b => b.Digest)];
        if (bases.Length > 0) await MakeAsync(call, new Work(bases, [], [], bases.Sum(Work.Cost)), store, call.Parsed.WholeNumber(_jobs, 1) ?? Environment.ProcessorCount, cancellation).ConfigureAwait(false);
        call.Writable(store.Root);
        foreach (string run in runs)
        {
            AdoptedRun adopted = await Task.Run(() => adoption.Adopt(run), cancellation).ConfigureAwait(false);
            string state = adopted.IsFinished ? "finished" : FormattableString.Invariant($"{adopted.Steps} of {adopted.Recipe.Steps + 1} steps; {Typed("reproduce")} goes on with it");
            call.Host.Output.WriteLine($"{call.Shorten(run)}: {(adopted.IsNew ? "taken as" : "there already is")} {adopted.Recipe.Name}, {state}");
        }
    }

    private async Task ShowClaimsAsync(CommandCall call, RunScale scale, IEvidence evidence, bool json, CancellationToken cancellation)
    {
        Scoreboard board = await Task.Run(() => Scoreboard.Of(scale, evidence), cancellation).ConfigureAwait(false);
        call.Leave(_name, board);
        if (json) call.WriteJson(writer => ReproductionJson.Write(writer, board));
        else call.Host.Display(call.Bundle(board));
    }

    private SavedResults Saved(CommandCall call, string from)
    {
        if (SettingOptions.FirstGiven(call.Parsed, _runs, _save) is { } other) throw new HicraException($"--from and {other.Name}: saved results, or runs of your own; leave out either");
        string folder = from == "shipped" ? SavedResults.Shipped : call.Resolve(from);
        if (!Directory.Exists(folder)) throw new HicraException($"--from {from}: no such folder; save results with --save DIR, or take --from shipped");
        var saved = new SavedResults(folder);
        return saved.IsEmpty ? throw new HicraException($"--from {from}: there are no saved results; leave --from out to make the runs, and save what they say with --save DIR") : saved;
    }

    // What was asked for is not left undone without a word.
    private static void Refuse(ParseResult parsed, Option mode, string why, params IEnumerable<Option> others)
    {
        if (SettingOptions.FirstGiven(parsed, others) is { } other) throw new HicraException($"{mode.Name} and {other.Name}: {why}; leave out either");
    }

    private static void Save(CommandCall call, string save, RunStore store, Needs needs, bool json)
    {
        int files = new SavedResults(call.Resolve(save)).Save(store, needs);
        if (!json) call.Host.Output.WriteLine($"saved {NumberText.Count(files, "result", "results")} in {save}");
    }

    private PaperItem[] Chosen(ParseResult parsed, out bool named)
    {
        string[] words = [.. (parsed.GetValue(_items) ?? []).Concat((parsed.GetValue(_only) ?? "").Split(',')).Select(w => w.Trim()).Where(w => w.Length > 0 && w != "all")];
        named = words.Length > 0;
        PaperItem[] chosen = [.. words.Select(PaperItems.Find).Distinct()];
        return named ? [.. PaperItems.Known.Where(chosen.Contains)] : [.. PaperItems.All];
    }

    // Where no HTML is shown, the item is not written as HTML.
    private static MimeBundle Bundle(CommandCall call, ReproducedItem item) => call.Host.ShowsHtml ? call.Bundle(item) : MimeBundle.Of(new ReproducedItemView(() => ReproductionKit.Standard).RenderText(item));
}
