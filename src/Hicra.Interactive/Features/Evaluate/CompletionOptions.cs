using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hicra.Answers;
using Hicra.Benchmarks;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary>The part of <c>hicra eval</c> that judges responses which other programs have sampled.</summary>
internal sealed class CompletionOptions
{
    private readonly Option<string[]> _completions = Many("--completions", "FILE", "judge these responses instead of sampling: files of verl, TRL, lm-eval, our own and others, one response or a list a line");
    private readonly Option<string[]> _sets = Many("--set", "set", $"the problems that they answer: {string.Join(", ", BenchmarkCatalog.Names)}, or a file of problems and answers; several make a row of the paper's Table 1");
    private readonly Option<string[]> _against = Many("--against", "FILE", "responses of another model to the same problems, compared in pairs");
    private readonly Option<string?> _columns = Options.Text("--columns", "list", "members of a problem file, for example problem=text,answer=result,id=key [the usual names]");
    private readonly Option<string?> _tolerance = Options.Text("--tolerance", "x", "numbers within this share of the reference are right, for measured quantities; Minerva's authors allow 0.01 [0]");
    private readonly Option<string?> _judged = Options.Text("--judged", "FILE", "write every response's answer and verdict, one a line");
    private readonly Option<bool> _strict = new("--strict") { Description = "only \\boxed{} is an answer" };

    public CompletionOptions(Command command)
    {
        foreach (Option option in (Option[])[_completions, _sets, _against, _columns, _tolerance, _judged, _strict]) command.Options.Add(option);
        foreach (string name in BenchmarkCatalog.Names) _sets.CompletionSources.Add(name);
    }

    /// <summary>The option that names members of a problem file.</summary>
    public Option<string?> Columns => _columns;

    /// <summary>The options that take a path.</summary>
    public IEnumerable<Symbol> Paths => [_completions, _against, _judged];

    /// <summary>Whether the line asks for this.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="dataset">Whether it names problems to sample, whose members may be named too.</param>
    public bool Given(ParseResult parsed, bool dataset)
    {
        if (parsed.GetValue(_completions) is { Length: > 0 }) return true;
        foreach (Option option in (Option[])[_sets, _against, _columns, _tolerance, _judged, _strict])
            if (SettingOptions.IsGiven(parsed, option) && !(dataset && option == _columns)) throw new HicraException($"{option.Name} goes with --completions FILE; give it the file of responses to judge");
        return false;
    }

    /// <summary>Judges.</summary>
    /// <returns>Null where the line only asks what would be done, which is then said.</returns>
    public CompletionReport? Run(CommandCall call, bool dryRun, CancellationToken cancellation)
    {
        ParseResult parsed = call.Parsed;
        string? judged = call.ResultFile(_judged);
        string[] files = parsed.GetValue(_completions)!, against = parsed.GetValue(_against) ?? [];
        if (parsed.GetValue(_sets) is not { Length: > 0 } names) throw new HicraException($"--completions needs the problems that the responses answer; give --set {string.Join(", ", BenchmarkCatalog.Names)} or a file of problems and answers");
        BenchmarkColumns? columns = parsed.GetValue(_columns) is { } list ? BenchmarkColumns.Parse(list) : null;
        double tolerance = parsed.Number(_tolerance, 0) ?? 0;
        if (tolerance >= 1) throw new HicraException(FormattableString.Invariant($"--tolerance is {tolerance}; give less than 1, for example 0.01"));
        var options = new AnswerOptions { Strict = parsed.GetValue(_strict), RelativeTolerance = tolerance };
        Benchmark[] benchmarks = [.. names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(name => BenchmarkCatalog.Load(File.Exists(call.Resolve(name)) ? call.Resolve(name) : name, columns))];
        if (dryRun)
        {
            call.Host.Output.WriteLine($"would judge {string.Join(", ", files.Concat(against))} on {string.Join(", ", benchmarks.Select(set => $"{set.Title} ({set.Problems.Count} problems)"))}");
            return null;
        }
        CompletionReport report = Judge(call, files, benchmarks, options, cancellation);
        if (against.Length > 0) report = report.Beside(Judge(call, against, benchmarks, options, cancellation));
        if (judged is not null) Write(report, judged);
        return report;
    }

    private static CompletionReport Judge(CommandCall call, string[] files, Benchmark[] benchmarks, AnswerOptions options, CancellationToken cancellation)
    {
        List<Rollout> rollouts = [];
        foreach (Rollout rollout in RolloutFiles.Read(files.Select(file => file == "-" ? file : call.Resolve(file)), LogRuns.Default.Files))
        {
            cancellation.ThrowIfCancellationRequested();
            rollouts.Add(rollout);
        }
        return CompletionReport.Of(rollouts, benchmarks, options, string.Join(", ", files), cancellation);
    }

    private static void Write(CompletionReport report, string path)
    {
        var lines = new StringBuilder();
        foreach (BenchmarkScore score in report.Scores)
            foreach (Completion completion in score.Completions) lines.Append(JsonText.Line(json => Write(json, score.Benchmark.Name, completion))).Append('\n');
        TextFile.Write(path, lines.ToString());
    }

    private static void Write(Utf8JsonWriter json, string set, Completion completion)
    {
        json.WriteStartObject();
        json.WriteString("set", set);
        json.WriteString("id", completion.Problem.Id);
        json.WriteString("gold", completion.Problem.Answer);
        json.WriteString("answer", completion.Verdict.Answer?.Text);
        json.WriteString("source", completion.Verdict.Answer?.Source.ToString());
        json.WriteBoolean("correct", completion.IsRight);
        if (completion.Recorded is { } recorded) json.WriteBoolean("recorded", recorded);
        json.WriteEndObject();
    }

    private static Option<string[]> Many(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description, AllowMultipleArgumentsPerToken = true };
}
