using System.Globalization;
using Hicra.Interactive.Commands;
using Microsoft.DotNet.Interactive;

namespace Hicra.Interactive.DotNet;

/// <summary>Runs lines in cells, one at a time, so that a cell which is run again after a stop finds its run closed.</summary>
/// <remarks>
/// The host ends a cell at the moment of its cancellation, and drops what is published afterwards. So the cancellation is held up
/// until the command has ended its step and has said how to go on, for as long as <see cref="LongestStep"/>.
/// </remarks>
internal sealed class DirectiveRunner(CommandSet commands, CSharpVariables variables) : IDisposable
{
    /// <summary>How long the end of a cell waits for the end of a step.</summary>
    public static TimeSpan LongestStep { get; } = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Does what a line says.</summary>
    public async Task RunAsync(string line, KernelInvocationContext cell)
    {
        CancellationToken cancellation = cell.CancellationToken;
        try { await _turn.WaitAsync(cancellation).ConfigureAwait(false); }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return; }
        var host = new DirectiveHost(cell, variables);
        var ended = new ManualResetEventSlim();
        CancellationTokenRegistration stop = cancellation.Register(() =>
        {
            if (!ended.Wait(LongestStep)) host.Errors.WriteLine("stopping after this step, which takes long; then run the cell again to go on");
        });
        string? failure = null;
        try
        {
            // On a thread of its own: the host's is needed to hear of a cancellation.
            await Task.Run(() => commands.InvokeAsync(line, host, cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (cancellation.IsCancellationRequested)
        {
            host.Errors.WriteLine($"stopped{Detail(stopped)}");
        }
        catch (HicraException error)
        {
            failure = error.Message.ReplaceLineEndings(" ");
        }
        finally
        {
            ended.Set();
            stop.Unregister();
            _turn.Release();
        }
        // Cancels the cell's token too, so that nothing may wait for it any more.
        if (failure is not null) cell.Fail(cell.Command, message: failure);
    }

    // Messages of our own name the run and how to go on; the framework's says nothing.
    private static string Detail(OperationCanceledException stopped)
    {
        bool own = stopped.Message != new OperationCanceledException().Message && stopped.Message != new TaskCanceledException().Message;
        return own ? string.Create(CultureInfo.InvariantCulture, $": {stopped.Message.ReplaceLineEndings(" ")}") : "; run the cell again to begin anew";
    }
}
