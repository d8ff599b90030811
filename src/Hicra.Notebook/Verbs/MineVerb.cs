using System.CommandLine;
using System.Text.Json;
using Hicra.Notebook.Cli;
using Hicra.Strategy.Mining;
using Hicra.Traces;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra mine</c>: a gram library from traces.</summary>
internal static class MineVerb
{
    public static Command Create(Terminal terminal)
    {
        var traces = new Option<string[]>("--traces") { HelpName = "FILE", AllowMultipleArgumentsPerToken = true, Description = "traces" };
        Option<string?> output = Options.Text("--out", "FILE", "the library"), threads = Options.Threads();
        Option<string?> set = Options.Text("--set", "k=v,...", "settings");
        var command = new Command("mine", "Mines strategic grams from solutions.") { traces, output, threads, set };
        command.SetAction(parsed =>
        {
            var settings = new MiningSettings { Threads = parsed.ThreadCount(threads) };
            foreach (string kv in (parsed.GetValue(set) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] p = kv.Split('=');
                var property = typeof(MiningSettings).GetProperty(p[0])!;
                settings = settings with { };
                property.SetValue(settings, Convert.ChangeType(p[1], property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
            }
            MiningResult result = new GramMiner(settings).Mine(Read(parsed.GetValue(traces)!));
            if (parsed.GetValue(output) is { } path) MinedLibraryFile.Save(result, path);
            terminal.Output.WriteLine($"{result.Corpus}");
            terminal.Output.WriteLine(string.Join(" ", result.Stages.Select(s => $"{s.Stage} {s.Seconds:F2}")));
            terminal.Output.WriteLine(string.Join(" ", result.Dropped.Select(s => $"{s.Reason} {s.Count}")));
            terminal.Output.WriteLine($"clusters {result.Clusters.Count} kept {result.Clusters.Count(c => c.IsKept)} grams {result.Library.Grams.Count}");
            foreach (MinedCluster c in result.Clusters.Take(60)) terminal.Output.WriteLine($"{(c.IsKept ? '*' : ' ')} {c.Df,6} {c.PerSolution:F2} {c.Name} ({c.Grams.Count}): {string.Join(" | ", c.Grams.Skip(1).Take(6).Select(g => g.Text))}");
            return Failure.Ok;
        });
        return command;
    }

    private static IEnumerable<Solution> Read(string[] paths)
    {
        foreach (string path in paths)
        {
            foreach (string line in File.ReadLines(path))
            {
                using JsonDocument d = JsonDocument.Parse(line);
                JsonElement r = d.RootElement;
                if (r.TryGetProperty("code", out JsonElement code))
                {
                    for (int i = 0; i < code.GetArrayLength(); i++) yield return new(code[i].GetString()!, r.GetProperty("score")[i].GetBoolean(), r.GetProperty("idx").ToString());
                }
                else if (r.TryGetProperty("text", out JsonElement t) || r.TryGetProperty("response", out t) || (r.TryGetProperty("solution", out t) && t.ValueKind == JsonValueKind.String))
                {
                    bool? correct = r.TryGetProperty("correct", out JsonElement c) ? c.GetBoolean() : r.TryGetProperty("reward", out c) ? c.GetDouble() > .5 : null;
                    string? problem = r.TryGetProperty("problem", out JsonElement p) && p.ValueKind == JsonValueKind.String ? p.GetString() : r.TryGetProperty("problem", out p) ? p.ToString() : null;
                    yield return new(t.GetString()!, correct, problem);
                }
            }
        }
    }
}
