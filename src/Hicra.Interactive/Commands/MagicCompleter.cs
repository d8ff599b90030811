using System.CommandLine;
using System.CommandLine.Completions;
using Hicra.Credit;
using Hicra.Interactive.Hosting;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Commands;

/// <summary>Completes magic lines: names of commands and options, and values by their kind.</summary>
internal static class MagicCompleter
{
    public static IReadOnlyList<MagicCompletion> Complete(IReadOnlyList<KitCommand> commands, string line, int position, INotebookHost host)
    {
        IReadOnlyList<MagicWord> words = MagicLine.Split(line);
        MagicWord[] before = [.. words.Where(w => w.End < position)];
        MagicWord current = words.FirstOrDefault(w => w.Start <= position && position <= w.End, new MagicWord("", position, position));
        string typed = current.Start < position ? line[current.Start..position].Trim('"', '\'') : "";
        if (before.Length == 0) return [.. commands.Where(c => Fits(c.Name, typed)).Select(c => new MagicCompletion(c.Name, current.Start, current.End, "command", c.Command.Description))];
        if (commands.FirstOrDefault(c => c.Name == before[0].Text) is not { } command) return [];
        if (typed.StartsWith('-')) return Options(command, typed, current, before);
        if (typed.StartsWith('@')) return Variables(typed, current, host);

        Option? option = command.Command.Options.FirstOrDefault(o => o.Name == before[^1].Text && o.Arity.MaximumNumberOfValues > 0 && o is not Option<bool>);
        Symbol? symbol = (Symbol?)option ?? command.Command.Arguments.FirstOrDefault();
        var found = new List<MagicCompletion>();
        if (symbol is not null) found.AddRange(Values(command, symbol, typed, current, host));
        if (option is null && typed.Length == 0) found.AddRange(Options(command, typed, current, before));
        return found;
    }

    private static MagicCompletion[] Options(KitCommand command, string typed, MagicWord current, MagicWord[] before) =>
        [.. command.Command.Options.Where(o => Fits(o.Name, typed) && !before.Any(w => w.Text == o.Name))
            .OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => new MagicCompletion(o.Name, current.Start, current.End, "option", o.Description))];

    private static MagicCompletion[] Variables(string typed, MagicWord current, INotebookHost host)
    {
        string prefix = typed.StartsWith("@csharp:", StringComparison.Ordinal) ? "@csharp:" : "@";
        return [.. host.Variables.Where(v => v.Value is not null && Fits(prefix + v.Key, typed)).OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => new MagicCompletion(prefix + v.Key, current.Start, current.End, "variable", v.Value!.GetType().Name))];
    }

    private static IEnumerable<MagicCompletion> Values(KitCommand command, Symbol symbol, string typed, MagicWord current, INotebookHost host)
    {
        ValueKind kind = command.Values.GetValueOrDefault(symbol);
        // Only the part behind the last comma is replaced.
        int comma = kind is ValueKind.Methods or ValueKind.Metrics ? typed.LastIndexOf(',') + 1 : 0;
        string part = typed[comma..];
        int start = current.Start + comma;
        return kind switch
        {
            ValueKind.Methods => CreditCatalog.BuiltIn.Methods.Where(m => Fits(m.Name, part)).Select(m => new MagicCompletion(m.Name, start, current.End, "value", m.Description)),
            ValueKind.Metrics => MetricCatalog.Common.Where(m => Fits(m, part)).Select(m => new MagicCompletion(m, start, current.End, "value", MetricCatalog.Find(m)?.Sentence)),
            ValueKind.World => host.Worlds.Names.Where(name => Fits(name, typed)).Select(name => new MagicCompletion(name, start, current.End, "value", "")),
            ValueKind.Engine => host.Engines.Engines.Where(e => Fits(e.Name, typed)).Select(e => new MagicCompletion(e.Name, start, current.End, "value", e.Description)),
            ValueKind.Run => RunReference.Known(host).Where(r => Fits(r, typed)).Select(r => new MagicCompletion(r, start, current.End, "run", null)).Concat(Paths(typed, current, host)),
            ValueKind.Path => Paths(typed, current, host),
            _ => symbol.GetCompletions(CompletionContext.Empty).Select(c => c.Label).Where(c => Fits(c, typed)).Select(c => new MagicCompletion(c, start, current.End, "value", null)),
        };
    }

    private static IEnumerable<MagicCompletion> Paths(string typed, MagicWord current, INotebookHost host)
    {
        int slash = typed.LastIndexOf('/') + 1;
        string directory = Path.GetFullPath(typed[..slash].Length == 0 ? "." : typed[..slash], host.WorkingDirectory);
        if (!Directory.Exists(directory)) return [];
        return new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(e => Fits(e.Name, typed[slash..])).OrderBy(e => e.Name, StringComparer.Ordinal).Take(100)
            .Select(e => e is DirectoryInfo
                ? new MagicCompletion(typed[..slash] + e.Name + "/", current.Start, current.End, "folder", null)
                : new MagicCompletion(typed[..slash] + e.Name, current.Start, current.End, "file", null));
    }

    private static bool Fits(string candidate, string typed) => candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
