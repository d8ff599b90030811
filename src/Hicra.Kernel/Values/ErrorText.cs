using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hicra.Kernel.Values;

/// <summary>An exception for a reader: its type, its message and the frames of their own code, without those of the host.</summary>
internal static partial class ErrorText
{
    private const int Deepest = 40, MostCauses = 10;

    private static readonly string[] Host = ["Hicra.Kernel.Session.", "Hicra.Kernel.Values."];

    /// <summary>The error and what caused it, each with its frames, one entry a line.</summary>
    /// <param name="error">The error.</param>
    /// <param name="line">The line of the cell, from 1, from which it came; null where that is not known.</param>
    public static IReadOnlyList<string> Lines(Exception error, out int? line)
    {
        var lines = new List<string>();
        line = null;
        int errors = 0;
        for (Exception? shown = error; shown is not null; shown = shown.InnerException)
        {
            string head = Head(shown);
            lines.AddRange((shown == error ? head : $"caused by {head}").ReplaceLineEndings("\n").Split('\n'));
            lines.AddRange(Frames(shown, ref line));
            if (++errors > MostCauses) break;
        }
        return lines;
    }

    /// <summary>The error's type and message. A message that cannot be read is no reason for another error.</summary>
    public static string Head(Exception error)
    {
        try { return $"{TypeText.Short(error.GetType())}: {error.Message}"; }
        catch (Exception) { return $"{TypeText.Short(error.GetType())}: its message cannot be read"; }
    }

    private static List<string> Frames(Exception error, ref int? line)
    {
        var lines = new List<string>();
        foreach (StackFrame frame in new StackTrace(error, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            Type? type = method.DeclaringType;
            // Below the submission's factory comes the host.
            if (type?.FullName is { } full && Host.Any(room => full.StartsWith(room, StringComparison.Ordinal))) continue;
            if (method.Name == "<Factory>") break;
            if (method.GetCustomAttribute<StackTraceHiddenAttribute>() is not null || type?.GetCustomAttribute<StackTraceHiddenAttribute>() is not null) continue;
            // How an asynchronous sequence hands its error over: its own frame is there besides.
            if (method.Name.StartsWith("System.Threading.Tasks.Sources.", StringComparison.Ordinal) || type?.FullName?.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal) == true) continue;
            if (type?.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices") continue;
            int at = frame.GetFileLineNumber();
            bool isCell = at > 0 && frame.GetFileName() is { } file && IsCell(method);
            lines.Add($"   at {Name(method)}{(isCell ? FormattableString.Invariant($" in {frame.GetFileName()}:line {at}") : "")}");
            if (isCell) line ??= at;
            if (lines.Count == Deepest)
            {
                lines.Add("   ...");
                break;
            }
        }
        return lines;
    }

    private static bool IsCell(MethodBase method) => method.Module.Assembly.GetName().Name?.StartsWith("hicra-cell-", StringComparison.Ordinal) == true;

    // "Submission#7+<<Initialize>>d__0.MoveNext" is the cell itself, "Submission#7+<Load>d__3.MoveNext" its method Load.
    private static string Name(MethodBase method)
    {
        string type = (method.DeclaringType?.FullName ?? "").Replace('+', '.'), name = method.Name;
        if (name == "MoveNext" && AsyncMethod().Match(type) is { Success: true } match) (type, name) = (type[..match.Index].TrimEnd('.'), match.Groups[1].Value);
        if (name == "<Initialize>") return "the cell";
        type = Submission().Replace(type, "").Trim('.');
        if (type.Contains("<>c", StringComparison.Ordinal)) (type, name) = (type[..type.IndexOf("<>c", StringComparison.Ordinal)].TrimEnd('.'), LambdaName(name));
        else if (name.StartsWith('<')) name = LambdaName(name);
        string parameters = string.Join(", ", method.Name == "MoveNext" ? [] : method.GetParameters().Select(p => p.ParameterType.Name));
        return type.Length > 0 ? $"{type}.{name}({parameters})" : $"{name}({parameters})";
    }

    private static string LambdaName(string name)
    {
        int end = name.LastIndexOf('>');
        string outer = name[1..Math.Max(1, end)];
        if (LocalFunction().Match(name) is { Success: true } local) return local.Groups[1].Value;
        return outer is "<Initialize>" or "" ? "lambda" : $"lambda in {outer.Trim('<', '>')}";
    }

    [GeneratedRegex(@"<([^<>]+|<Initialize>)>d__\d+(`\d+)?$")]
    private static partial Regex AsyncMethod();

    [GeneratedRegex(@"Submission#?\d*")]
    private static partial Regex Submission();

    [GeneratedRegex(@"g__([^|]+)\|")]
    private static partial Regex LocalFunction();
}
