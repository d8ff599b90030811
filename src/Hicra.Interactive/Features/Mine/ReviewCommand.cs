using System.CommandLine;
using System.Globalization;
using Hicra.Interactive.Commands;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Mine;

/// <summary><c>#!sg-review</c>, <c>hicra review</c>: a person keeps or drops clusters of a mined library; the decisions lie beside it.</summary>
internal sealed class ReviewCommand : KitCommand
{
    private readonly Argument<string> _file;
    private readonly Option<string?> _drop, _keep, _note, _out, _list, _name;
    private readonly Option<bool> _dryRun, _json;

    public ReviewCommand(CommandStyle style) : base("review", style, "Shows the clusters of a gram library for review; --drop and --keep write decisions beside it, --out the library that is left.")
    {
        _file = AddArgument(new Argument<string>("LIBRARY") { Description = "the file that mining wrote, or the folder of a run" }, ValueKind.Path);
        _drop = Add(Options.Text("--drop", "list", "clusters to drop, by number or name, with commas; 3..5 is a range"));
        _keep = Add(Options.Text("--keep", "list", "clusters to keep"));
        _note = Add(Options.Text("--note", "text", "why"));
        _out = Add(Options.Text("--out", "FILE", "write the library without the dropped clusters"), ValueKind.Path);
        _list = Add(Options.Text("--list", "FILE", "write its grams as a plain list, one a line"), ValueKind.Path);
        _name = Add(CommonOptions.Name("the library without the dropped clusters"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        string word = call.Parsed.GetValue(_file)!, file = Library(call, word), beside = GramReview.PathBeside(file);
        StrategicGramLibrary library = GramLibraryFile.Load(file);
        GramReview review = GramReview.Load(beside);
        GramDecision[] decisions = [.. Named(library, _drop, call).Select(c => Decision(call, c, keep: false)), .. Named(library, _keep, call).Select(c => Decision(call, c, keep: true))];
        if (decisions.GroupBy(d => d.Cluster).FirstOrDefault(g => g.Select(d => d.Keep).Distinct().Count() > 1) is { } both) throw new HicraException($"'{both.Key}' is in --drop and in --keep; give it once");
        if (decisions.Length == 0 && SettingOptions.IsGiven(call.Parsed, _note)) throw new HicraException("--note says why a cluster is dropped or kept, and none is; give --drop or --keep too");
        foreach (GramDecision decision in decisions) review = review.With(decision);
        StrategicGramLibrary left = review.Apply(library);
        // All or nothing: a decision is not written where what follows from it cannot be.
        if (decisions.Length > 0) call.Writable(beside);
        string? result = call.ResultFile(_out), list = call.ResultFile(_list);
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would write {decisions.Length} decisions to {call.Shorten(beside)}; {left.Clusters.Count} of {library.Clusters.Count} clusters would be left");
            return Task.CompletedTask;
        }
        if (decisions.Length > 0) review.Save(beside);
        if (result is not null) GramLibraryFile.Save(left, result);
        if (list is not null) GramLibraryFile.SaveList(left, list);
        call.Leave(_name, left);
        if (call.Parsed.GetValue(_json)) call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("library", word);
            json.WriteNumber("clusters", library.Clusters.Count);
            json.WriteNumber("kept", left.Clusters.Count);
            json.WriteNumber("decided", library.Clusters.Count(c => review.Of(c.Name) is not null));
            json.WriteEndObject();
        });
        else call.Host.Display(call.Bundle(new GramReviewTable(word, library, review, Typed(Verb))));
        return Task.CompletedTask;
    }

    // A run's library lies in its folder; a log has none until it is mined.
    private string Library(CommandCall call, string word)
    {
        string path = call.Resolve(word);
        if (new RunFolder(path) is { HoldsRun: true } run) return run.Grams;
        bool isLog = !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && RunReference.IsLog(path) && (Directory.Exists(path) || RolloutFiles.IsTraceName(path));
        return isLog ? throw new HicraException($"{word}: is a log and no gram library; mine one with: {Typed("analyze")} {word} --grams mined --out DIR, then: {Typed(Verb)} DIR") : path;
    }

    private GramDecision Decision(CommandCall call, GramCluster cluster, bool keep) => new(cluster.Name, keep, call.Parsed.GetValue(_note));

    private static IEnumerable<GramCluster> Named(StrategicGramLibrary library, Option<string?> option, CommandCall call)
    {
        foreach (string part in (call.Parsed.GetValue(option) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split("..");
            if (ends.Length <= 2 && Number(ends[0]) is int first && Number(ends[^1]) is int last)
            {
                if (first < 1 || first > last || last > library.Clusters.Count) throw new HicraException($"{option.Name} has '{part}'; the library has clusters 1 to {library.Clusters.Count}");
                for (int number = first; number <= last; number++) yield return library.Clusters[number - 1];
            }
            else
            {
                yield return library.Clusters.FirstOrDefault(c => c.Name == part) ?? throw NameSuggestion.Unknown("cluster", part, library.Clusters.Select(c => c.Name));
            }
        }

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
    }
}
