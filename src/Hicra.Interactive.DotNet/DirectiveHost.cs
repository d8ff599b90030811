using Hicra.Data;
using Hicra.Interactive.Hosting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hicra.Interactive.DotNet;

/// <summary>What a command sees of the cell in which it stands.</summary>
internal sealed class DirectiveHost(KernelInvocationContext cell, CSharpVariables variables) : INotebookHost
{
    // The forms that every client of the host draws. Others would be drawn instead, in an order that is the client's.
    private static readonly string[] Forms = ["text/html", "text/plain"];

    /// <summary>A bundle in the host's terms.</summary>
    public static IReadOnlyCollection<FormattedValue> Formatted(MimeBundle bundle) =>
        [.. Forms.Select(form => (Form: form, Text: bundle.Text(form))).Where(f => f.Text is not null).Select(f => new FormattedValue(f.Form, f.Text))];

    public IDisplayed Display(MimeBundle bundle)
    {
        // An id of our own: the one that the host's display(x) hands out is never published.
        string id = Guid.NewGuid().ToString("N");
        cell.Publish(new DisplayedValueProduced(null, cell.Command, Formatted(bundle), id));
        return new Displayed(cell, id);
    }

    public TextWriter Output { get; } = new EventWriter(text => cell.Publish(new StandardOutputValueProduced(cell.Command, [new FormattedValue("text/plain", text)])));

    public TextWriter Errors { get; } = new EventWriter(text => cell.Publish(new StandardErrorValueProduced(cell.Command, [new FormattedValue("text/plain", text)])));

    public IReadOnlyDictionary<string, object?> Variables => variables;

    public void SetVariable(string name, object value) => variables.Set(name, value);

    public async Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation)
    {
        KernelCommandResult result = await cell.HandlingKernel.RootKernel.SendAsync(new RequestInput(prompt, password ? "password" : "text"), cancellation).ConfigureAwait(false);
        return result.Events.OfType<InputProduced>().FirstOrDefault()?.Value ?? throw new HicraException("there is nobody to ask for input here");
    }

    public bool CanUpdate => true;

    public string WorkingDirectory => Environment.CurrentDirectory;

    public IMetricTables? MetricTables => FrameKit.Instance;

    public TimeProvider Clock => TimeProvider.System;

    private sealed class Displayed(KernelInvocationContext cell, string id) : IDisplayed
    {
        public void Update(MimeBundle bundle) => cell.Publish(new DisplayedValueUpdated(null, id, cell.Command, Formatted(bundle)));
    }
}
