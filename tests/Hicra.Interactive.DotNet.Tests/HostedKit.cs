using Hicra.Testing;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet.Tests;

/// <summary>The host's own kernels in this process, with the kit in them. Shared by tests: the host runs one cell at a time, and formatters are the process's.</summary>
public sealed class HostedKit : IAsyncLifetime
{
    /// <summary>The root kernel, with C# below it.</summary>
    internal CompositeKernel Root { get; } = new() { new CSharpKernel() };

    public async ValueTask InitializeAsync()
    {
        Root.DefaultKernelName = "csharp";
        await new HicraExtension().OnLoadAsync(Root);
    }

    public ValueTask DisposeAsync()
    {
        Root.Dispose();
        return default;
    }

    /// <summary>Sends a command, and gives what came of it.</summary>
    internal async Task<IReadOnlyList<KernelEvent>> SendAsync(KernelCommand command) => (await Root.SendAsync(command).WaitAsync(Bounded.Limit)).Events;

    /// <summary>Runs a cell.</summary>
    internal Task<IReadOnlyList<KernelEvent>> RunAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>What may be written at the end of a line.</summary>
    internal async Task<string[]> CompleteAsync(string line) =>
        [.. (await SendAsync(new RequestCompletions(line, new LinePosition(line.Count(c => c == '\n'), line.Length - line.LastIndexOf('\n') - 1)))).OfType<CompletionsProduced>().SelectMany(e => e.Completions).Select(c => c.InsertText)];

    /// <summary>What is said about a place in a line.</summary>
    internal async Task<string> HoverAsync(string line, int at) =>
        string.Concat((await SendAsync(new RequestHoverText(line, new LinePosition(0, at)))).OfType<HoverTextProduced>().SelectMany(e => e.Content).Select(v => v.Value));
}

/// <summary>Tests that share the one kernel.</summary>
[CollectionDefinition(nameof(HostedKit))]
public sealed class HostedKitTests : ICollectionFixture<HostedKit>;

/// <summary>What events say.</summary>
internal static class Said
{
    public static string Output(this IEnumerable<KernelEvent> events) => string.Concat(events.OfType<StandardOutputValueProduced>().SelectMany(e => e.FormattedValues).Select(v => v.Value));

    public static string Errors(this IEnumerable<KernelEvent> events) => string.Concat(events.OfType<StandardErrorValueProduced>().SelectMany(e => e.FormattedValues).Select(v => v.Value));

    public static string? Failure(this IEnumerable<KernelEvent> events) => events.OfType<CommandFailed>().FirstOrDefault()?.Message;

    /// <summary>A form of what was shown last, updates too.</summary>
    public static string Shown(this IEnumerable<KernelEvent> events, string form) => events.OfType<DisplayEvent>().Where(e => e is not (StandardOutputValueProduced or StandardErrorValueProduced or ErrorProduced))
        .SelectMany(e => e.FormattedValues).LastOrDefault(v => v.MimeType == form)?.Value ?? "";
}
