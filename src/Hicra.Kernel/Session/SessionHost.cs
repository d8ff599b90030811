using Hicra.Data;
using Hicra.Interactive.Hosting;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Kernel.Session;

/// <summary>What a magic command sees of the session and of the cell in which it stands.</summary>
internal sealed class SessionHost(CSharpSession session, ICellOutput output) : INotebookHost
{
    public IDisplayed Display(MimeBundle bundle)
    {
        string id = Guid.NewGuid().ToString("N");
        output.Display(bundle, id);
        return new Displayed(output, id);
    }

    public TextWriter Output { get; } = TextWriter.Synchronized(new EventWriter(text => output.Write(text, toErrors: false)));

    public TextWriter Errors { get; } = TextWriter.Synchronized(new EventWriter(text => output.Write(text, toErrors: true)));

    public IReadOnlyDictionary<string, object?> Variables => session.Variables;

    public void SetVariable(string name, object value) => session.SetVariable(name, value);

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => output.AskAsync(prompt, password, cancellation);

    public bool CanUpdate => output.CanUpdate;

    public string WorkingDirectory => session.WorkingDirectory;

    public WorkerCommand? Worker => session.Worker;

    public EngineCatalog Engines => session.Engines();

    public IMetricTables? MetricTables => FrameKit.Instance;

    public TimeProvider Clock => TimeProvider.System;

    private sealed class Displayed(ICellOutput output, string id) : IDisplayed
    {
        public void Update(MimeBundle bundle) => output.Update(bundle, id);
    }
}

/// <summary>Output that nobody sees.</summary>
internal sealed class NoOutput : ICellOutput
{
    public static NoOutput Instance { get; } = new();

    public void Write(string text, bool toErrors) { }

    public void Display(MimeBundle bundle, string displayId) { }

    public void Update(MimeBundle bundle, string displayId) { }

    public void Result(MimeBundle bundle) { }

    public void Clear(bool wait) { }

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => throw new HicraException("there is nobody to ask for input here");

    public bool CanUpdate => false;
}
