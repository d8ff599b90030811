using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hicra.Kernel.Session;

/// <summary>What the <c>using</c> variables of a cell hold, until the end of the cell closes it, the newest first, as C# does at the end of a block.</summary>
internal sealed class UsedVariables
{
    private readonly List<CompiledSubmission> _open = [];
    private readonly HashSet<string> _closed = [];

    /// <summary>Whether there is anything to close.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>Takes over what a piece of the cell declares; before it runs.</summary>
    public void Add(CompiledSubmission submission)
    {
        if (submission.Used.Count > 0) _open.Add(submission);
    }

    /// <summary>The work of closing all, as a piece of code that runs like a cell's own; afterwards there is nothing to close.</summary>
    public CompiledSubmission Take()
    {
        (object? Value, bool IsAsync)[] values = [.. _open.SelectMany(s => s.Used.Select(u => (s.States[s.Slot] is { } script ? u.Field.GetValue(script) : null, u.IsAsync))).Reverse()];
        _closed.UnionWith(_open.SelectMany(s => s.Used).Select(u => u.Field.Name));
        _open.Clear();
        return new(_ => CloseAsync(values), [], HasValue: false);
    }

    /// <summary>Why a cell finds something closed; null where no earlier cell closed what it names.</summary>
    public string? Explain(string code) => _closed.FirstOrDefault(name => System.Text.RegularExpressions.Regex.IsMatch(code, $@"\b{System.Text.RegularExpressions.Regex.Escape(name)}\b")) is { } closed
        ? $"the end of a cell closes what 'using' declares in it: leave 'using' out to keep {closed} for the cells that follow" : null;

    /// <summary>Holds the compiler's rule for <c>using</c>, which it does not see any more.</summary>
    /// <exception cref="CompilationFailure">A variable's type cannot be closed.</exception>
    public static void Check(CSharpCompilation compilation, CellSource source)
    {
        foreach (UsedVariable used in source.Used)
        {
            if (compilation.ScriptClass?.GetMembers(used.Name).OfType<IFieldSymbol>().FirstOrDefault() is not { Type: { TypeKind: not TypeKind.Dynamic } type } field) continue;
            string wanted = used.IsAsync ? "System.IAsyncDisposable" : "System.IDisposable";
            if (type.AllInterfaces.Append(type).Any(i => i.ToDisplayString() == wanted)) continue;
            string message = $"'{type.ToDisplayString()}': type used in {(used.IsAsync ? "an asynchronous " : "a ")}using statement must implement '{wanted}'";
            var rule = new DiagnosticDescriptor(used.IsAsync ? "CS8410" : "CS1674", "using", message, "Compiler", DiagnosticSeverity.Error, isEnabledByDefault: true);
            throw new CompilationFailure([Diagnostic.Create(rule, field.Locations[0])], source.Script);
        }
    }

    // One that cannot be closed does not keep the others open.
    private static async Task<object?> CloseAsync((object? Value, bool IsAsync)[] values)
    {
        ExceptionDispatchInfo? first = null;
        foreach ((object? value, bool isAsync) in values)
        {
            try
            {
                if (isAsync && value is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
                else if (!isAsync) (value as IDisposable)?.Dispose();
            }
            catch (Exception error) { first ??= ExceptionDispatchInfo.Capture(error); }
        }
        first?.Throw();
        return null;
    }
}
