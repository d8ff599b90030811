using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Hosting;

/// <summary>What a magic command may ask of the place where it runs: a Jupyter kernel, the headless runner, a terminal, or a later host.</summary>
public interface INotebookHost
{
    /// <summary>Shows a value. The result updates it in place, also from a background task after the cell has ended.</summary>
    IDisplayed Display(MimeBundle bundle);

    /// <summary>Text output of the cell, thread-safe.</summary>
    TextWriter Output { get; }

    /// <summary>Warnings of the cell, thread-safe.</summary>
    TextWriter Errors { get; }

    /// <summary>The session's variables by name, with their values.</summary>
    IReadOnlyDictionary<string, object?> Variables { get; }

    /// <summary>Leaves a variable for later cells, typed as the value's own type.</summary>
    /// <exception cref="HicraException">The name is no C# identifier, or the host has no variables.</exception>
    void SetVariable(string name, object value);

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="HicraException">There is nobody to ask.</exception>
    Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation);

    /// <summary>Whether a displayed value can be updated in place; where it cannot, live output would only pile up.</summary>
    bool CanUpdate { get; }

    /// <summary>Whether the host draws HTML; where it does not, none need be made.</summary>
    bool ShowsHtml => true;

    /// <summary>Characters in a line of text, where the host has lines of a certain length; null where it has not.</summary>
    int? TextWidth => null;

    /// <summary>Where lines about progress go in a host that cannot update.</summary>
    TextWriter Progress => Output;

    /// <summary>Opens a page in the reader's browser; false where the host has no desktop to open it on.</summary>
    bool TryOpen(string page) => false;

    /// <summary>The folder that relative paths start from.</summary>
    string WorkingDirectory { get; }

    /// <summary>The engines that commands can name; a host that has more than the kit's adds them here.</summary>
    EngineCatalog Engines => EngineCatalog.BuiltIn;

    /// <summary>How to start worker processes for runs; null where the host is no <c>hicra</c> program and cannot say.</summary>
    WorkerCommand? Worker => null;

    /// <summary>The worlds that runs can name; a host that has more than the kit's adds them here.</summary>
    WorldCatalog Worlds => WorldCatalog.BuiltIn;

    /// <summary>How tables of metrics are read that the reader's variables hold; null where the host knows none.</summary>
    IMetricTables? MetricTables => null;

    /// <summary>The clock, for rates and throttled redraws.</summary>
    TimeProvider Clock { get; }
}

/// <summary>A value on display.</summary>
public interface IDisplayed
{
    /// <summary>Replaces what is shown.</summary>
    void Update(MimeBundle bundle);
}
