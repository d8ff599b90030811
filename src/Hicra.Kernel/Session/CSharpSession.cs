using System.Diagnostics;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Values;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Kernel.Session;

/// <summary>The C# session of one notebook: runs cells one after the other, and keeps what they declare.</summary>
/// <remarks>See <see cref="CellRunner"/> for how far an interrupt reaches.</remarks>
public sealed class CSharpSession : IDisposable
{
    private readonly IMimeFormatter _formatter;
    private readonly SubmissionChain _chain = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly BuiltInMagics _builtIn;
    private readonly LanguageService _language;
    private readonly PackageReferences _packages;
    private readonly UsedVariables _used = new();
    private readonly Dictionary<string, object?> _handedOver = [];
    private string? _handingOver;
    private volatile CellExecution? _running;
    private int _cells;

    /// <summary>Creates a session.</summary>
    /// <param name="commands">Hicra's magic commands.</param>
    /// <param name="formatter">How values are shown; what it does not know is shown as text.</param>
    /// <param name="workingDirectory">Where relative paths of <c>#r</c>, <c>#load</c> and commands start.</param>
    public CSharpSession(CommandSet commands, IMimeFormatter formatter, string workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(formatter);
        ArgumentException.ThrowIfNullOrEmpty(workingDirectory);
        (Commands, _formatter, WorkingDirectory) = (commands, formatter, Path.GetFullPath(workingDirectory));
        _builtIn = new(this);
        _language = new(_chain, commands, _builtIn, this);
        _packages = new(_chain);
        RoutedConsole.Install();
        UnhandledErrors.Install();
    }

    /// <summary>How commands start worker processes; null where the program that hosts the session cannot be one.</summary>
    public WorkerCommand? Worker { get; init; }

    /// <summary>The engines that commands find by name, asked anew for each command.</summary>
    public Func<EngineCatalog> Engines { get; init; } = () => EngineCatalog.BuiltIn;

    internal CommandSet Commands { get; }

    internal string WorkingDirectory { get; }

    /// <summary>What the cells have set.</summary>
    internal CellCulture Culture { get; } = new();

    /// <summary>The variables of the session by name, with their values, in order of declaration.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _chain.Variables();

    /// <summary>Runs a cell: its C# and its magic lines, in the order in which they stand.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="output">Where its output goes, now and later from its background tasks.</param>
    /// <param name="cancellation">Interrupts the cell. The variables stay, also those that the cell had declared.</param>
    /// <returns>How it ended; errors of the cell are no exceptions of this method.</returns>
    public async Task<CellResult> ExecuteAsync(string code, ICellOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(output);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try { return await CloseAsync(await RunAsync(code, FormattableString.Invariant($"cell {++_cells}"), output, output.Result, cancellation).ConfigureAwait(false), output).ConfigureAwait(false); }
        finally { _turn.Release(); }
    }

    /// <summary>Says to the running cell at once what the token of <see cref="ExecuteAsync"/> says to it as soon as a thread of the pool is free, which the cell may all have taken.</summary>
    internal void Interrupt() => _running?.Interrupt();

    /// <summary>Evaluates an expression without counting as a cell, for a client's <c>user_expressions</c>.</summary>
    public async Task<CellResult> EvaluateAsync(string expression, ICellOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(expression);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try { return await CloseAsync(await RunAsync(expression, "expression", output, static _ => { }, cancellation).ConfigureAwait(false), output).ConfigureAwait(false); }
        finally { _turn.Release(); }
    }

    /// <summary>What may be written at a place in a cell. Positions are those of .NET strings.</summary>
    public CellCompletions Complete(string code, int position) => _language.Complete(code, position);

    /// <summary>What stands at a place in a cell: signature and documentation; null where there is nothing to say.</summary>
    public MimeBundle? Inspect(string code, int position) => _language.Inspect(code, position);

    /// <summary>Whether a cell can run as it stands: <c>complete</c>, <c>incomplete</c> or <c>invalid</c>, with the indent of a next line.</summary>
    public static (string Status, string Indent) IsComplete(string code) => LanguageService.IsComplete(code);

    /// <summary>The representations of a value, as <c>display</c> shows it. Reading a value may run the reader's code, and throws what that throws.</summary>
    public MimeBundle Format(object? value) => Values().Format(value);

    /// <summary>Those of its representations that are asked for; all for none.</summary>
    internal MimeBundle Format(object? value, IReadOnlyList<string> mimeTypes) => MimeChoice.Of(value, mimeTypes, Format);

    internal MimeBundle FormatTable(object items, int rows) => Values().FormatTable(items, rows);

    /// <summary>Compiles and runs nothing of note, so that the first cell finds the compiler warm.</summary>
    public async Task WarmUpAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            CompiledSubmission warm = _chain.Append("await Task.CompletedTask; string.Join(\" \", new[] { 1 }.Select(x => x))", "start");
            await warm.Start!(warm.States).ConfigureAwait(false);
        }
        finally { _turn.Release(); }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Declares a variable for the cells that follow.</summary>
    internal void SetVariable(string name, object value)
    {
        if (!Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name) || Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) != Microsoft.CodeAnalysis.CSharp.SyntaxKind.None)
            throw new HicraException($"--name is '{name}', which is no C# identifier; give a name like run1");
        lock (_handedOver)
        {
            CompiledSubmission declaration = _chain.Append($"var {name} = ({TypeText.Of(value.GetType())}){typeof(NotebookFunctions).FullName}.HandedOver();", "variable");
            _handedOver[_handingOver = name] = value;
            CellContext? before = CellContext.Current;
            CellContext.Current = new(this, before?.Output ?? NoOutput.Instance, CancellationToken.None);
            try { declaration.Start!(declaration.States).GetAwaiter().GetResult(); }
            finally
            {
                CellContext.Current = before;
                _handedOver.Remove(name);
            }
        }
    }

    internal object? TakeHandedOver() => _handingOver is { } name ? _handedOver.GetValueOrDefault(name) : null;

    private ValueFormatter Values()
    {
        CellContext? cell = CellContext.Current;
        return new(_formatter, () => cell?.IsStopping == true, cell?.OwnCancellation ?? CancellationToken.None);
    }

    // The value is read where there is somebody to show it to.
    private async Task<CellResult> RunAsync(string code, string name, ICellOutput output, Action<MimeBundle>? show, CancellationToken cancellation)
    {
        CellResult last = CellResult.Done();
        IReadOnlyList<Piece> pieces = CellSplitter.Split(code);
        // Found before anything runs: what stands above a misplaced line is not whole either.
        if (pieces.FirstOrDefault(p => p.Kind == PieceKind.Misplaced) is { } misplaced)
            return CellResult.Failed("Error", $"'{CellSplitter.Name(misplaced.Text)}' stands inside a statement; a directive stands on a line of its own between statements", code.AsSpan(0, misplaced.Start).Count('\n') + 1);
        if (pieces.FirstOrDefault(p => p.Kind == PieceKind.Foreign) is { } foreign)
            return CellResult.Failed("Error", ForeignLines.Refusal(foreign.Text), code.AsSpan(0, foreign.Start).Count('\n') + 1);
        long? timed = null;
        Piece? valued = pieces.LastOrDefault(p => !IsBlank(p) && !IsTime(p));
        foreach (Piece piece in pieces)
        {
            int line = code.AsSpan(0, piece.Start).Count('\n') + 1;
            if (IsTime(piece))
            {
                timed = Stopwatch.GetTimestamp();
                continue;
            }
            CellResult result;
            try { result = await RunAsync(piece, line, name, output, show is not null && piece == valued, cancellation).ConfigureAwait(false); }
            catch (OperationCanceledException stopped) when (cancellation.IsCancellationRequested) { result = CellResult.Stopped(stopped.Message); }
            catch (CompilationFailure failure) when (failure.Errors.Count > 0) { result = CompilerErrors.Result(failure); }
            catch (Exception error) when (Failure.IsExpected(error)) { result = CellResult.Failed(error is HicraException ? "Error" : error.GetType().Name, Failure.Text(error), line); }
            catch (Exception error) when (piece.Kind != PieceKind.Code) { result = Traceback.Result(error) with { Line = line }; }
            if (!result.Ok) return result;
            if (!IsBlank(piece)) last = result;
        }
        if (last.Shown is { } shown) show?.Invoke(shown);
        if (timed is { } from) output.Display(MimeBundle.Of(FormattableString.Invariant($"Wall time: {Stopwatch.GetElapsedTime(from).TotalMilliseconds:F1} ms")), Guid.NewGuid().ToString("N"));
        return last;
    }

    private static bool IsBlank(Piece piece) => piece.Kind == PieceKind.Code && string.IsNullOrWhiteSpace(piece.Text);

    private static bool IsTime(Piece piece) => piece.Kind == PieceKind.Magic && CellSplitter.Name(piece.Text) == "#!time";

    private async Task<CellResult> RunAsync(Piece piece, int line, string name, ICellOutput output, bool shows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (piece.Kind)
        {
            case PieceKind.Code:
                // Blank lines above keep the compiler's line numbers those of the cell.
                return await RunCodeAsync(string.Concat(new string('\n', line - 1), piece.Text), name, output, shows, cancellation).ConfigureAwait(false);
            case PieceKind.Reference:
                string reference = piece.Text.StartsWith("#:", StringComparison.Ordinal) ? DirectiveText.OfProgram(piece.Text) : DirectiveText.Quoted(piece.Text, "#r");
                if (await _packages.AddAsync(reference, WorkingDirectory, cancellation).ConfigureAwait(false) is { } note) output.Write($"hicra: {note}\n", toErrors: true);
                return CellResult.Done();
            case PieceKind.Source:
                _packages.AddSource(DirectiveText.Quoted(piece.Text, "#i"), WorkingDirectory);
                return CellResult.Done();
            case PieceKind.Load:
                return await LoadAsync(DirectiveText.Quoted(piece.Text, "#load"), output, shows, cancellation).ConfigureAwait(false);
            default:
                var host = new SessionHost(this, output);
                if (_builtIn.Run(piece.Text, output)) return CellResult.Done();
                if (!Commands.Knows(piece.Text)) throw new HicraException(_builtIn.Unknown(CellSplitter.Name(piece.Text)));
                CellContext.Current = new(this, output, cancellation);
                await Commands.InvokeAsync(piece.Text, host, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                return CellResult.Done();
        }
    }

    private async Task<CellResult> LoadAsync(string path, ICellOutput output, bool shows, CancellationToken cancellation)
    {
        string full = Path.GetFullPath(path, WorkingDirectory);
        if (!File.Exists(full)) throw new HicraException($"#load \"{path}\": there is no such file; relative paths start at {WorkingDirectory}");
        return await RunAsync(await File.ReadAllTextAsync(full, cancellation).ConfigureAwait(false), path, output, shows ? static _ => { } : null, cancellation).ConfigureAwait(false);
    }

    private async Task<CellResult> RunCodeAsync(string code, string path, ICellOutput output, bool shows, CancellationToken cancellation)
    {
        CompiledSubmission submission = _chain.Append(code, path);
        if (submission.Start is null) return CellResult.Done();
        _used.Add(submission);
        CellResult result = await RunAsync(submission, output, shows, cancellation).ConfigureAwait(false);
        return result.ErrorName == nameof(ObjectDisposedException) && _used.Explain(code) is { } hint ? result with { ErrorMessage = $"{result.ErrorMessage}; {hint}", Traceback = [.. result.Traceback, $"hint: {hint}"] } : result;
    }

    private async Task<CellResult> RunAsync(CompiledSubmission submission, ICellOutput output, bool shows, CancellationToken cancellation)
    {
        var execution = _running = new CellExecution(new(this, output, cancellation));
        try { return await execution.RunAsync(submission, shows, cancellation).ConfigureAwait(false); }
        finally { _running = null; }
    }

    // The end of a cell closes what its 'using' variables hold, however it ended.
    private async Task<CellResult> CloseAsync(CellResult result, ICellOutput output)
    {
        if (_used.IsEmpty) return result;
        CellResult closed = await RunAsync(_used.Take(), output, shows: false, CancellationToken.None).ConfigureAwait(false);
        return result.Ok && !closed.Ok ? closed : result;
    }
}
