using System.Text;
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

    public TextWriter Output { get; } = TextWriter.Synchronized(new CellWriter(output, toErrors: false));

    public TextWriter Errors { get; } = TextWriter.Synchronized(new CellWriter(output, toErrors: true));

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

    private sealed class CellWriter : TextWriter
    {
        private readonly ICellOutput _output;
        private readonly bool _toErrors;

        public CellWriter(ICellOutput output, bool toErrors)
        {
            (_output, _toErrors) = (output, toErrors);
            CoreNewLine = ['\n'];
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => _output.Write(value.ToString(), _toErrors);

        public override void Write(char[] buffer, int index, int count) => _output.Write(new string(buffer, index, count), _toErrors);

        public override void Write(string? value)
        {
            if (!string.IsNullOrEmpty(value)) _output.Write(value, _toErrors);
        }

        public override void WriteLine(string? value) => Write(value + "\n");
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
