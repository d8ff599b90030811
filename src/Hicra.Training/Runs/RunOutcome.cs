namespace Hicra.Training.Runs;

/// <summary>How carrying out a run ended.</summary>
public enum RunStatus
{
    /// <summary>All rows are written.</summary>
    Finished,

    /// <summary>It was stopped and can be resumed.</summary>
    Stopped,

    /// <summary>It ended with an error; what was written before is intact.</summary>
    Failed,
}

/// <summary>How carrying out a run ended, and why where it failed.</summary>
/// <param name="Status">How.</param>
/// <param name="Error">The error of a failed run, in one line.</param>
public sealed record RunOutcome(RunStatus Status, string? Error = null)
{
    /// <summary>All rows are written.</summary>
    public static RunOutcome Finished { get; } = new(RunStatus.Finished);

    /// <summary>It was stopped and can be resumed.</summary>
    public static RunOutcome Stopped { get; } = new(RunStatus.Stopped);

    /// <summary>It ended with an error.</summary>
    public static RunOutcome Failed(string error) => new(RunStatus.Failed, error);

    /// <summary>The outcome of work on a run; an exception makes it a failed one.</summary>
    internal static RunOutcome Of(Func<RunOutcome> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            return Stopped;
        }
#pragma warning disable CA1031 // One failed run must not lose the others, whatever it failed of; its error is in the outcome.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Failed(error.Message.ReplaceLineEndings(" "));
        }
    }
}
