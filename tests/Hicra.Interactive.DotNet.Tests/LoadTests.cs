using Hicra.Testing;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet.Tests;

/// <summary>Loading, and what is said where it fails: the host itself says that it failed and not why.</summary>
[Collection(nameof(HostedKit))]
public sealed class LoadTests
{
    [Fact]
    public void An_assembly_that_does_not_bind_is_named_with_what_the_host_has()
    {
        var error = new FileLoadException("Could not load file or assembly 'System.CommandLine, Version=9.0.0.0'.", "System.CommandLine, Version=9.0.0.0, Culture=neutral");
        Assert.Equal("Hicra.Interactive could not be loaded: Could not load file or assembly 'System.CommandLine, Version=9.0.0.0'; this host has System.CommandLine 2.0.0.0. Take the package and the host of versions that fit: docs/hosts.md names them",
            LoadFailure.Text(new TypeInitializationException("Kit", error)));
        Assert.EndsWith("this host has no Nowhere. Take the package and the host of versions that fit: docs/hosts.md names them", LoadFailure.Text(new FileNotFoundException("Gone.", "Nowhere, Version=1.0.0.0")), StringComparison.Ordinal);
        Assert.Equal("Hicra.Interactive could not be loaded: no such data", LoadFailure.Text(new InvalidOperationException("no such\ndata.")));
    }

    [Fact]
    public async Task The_cell_is_told_why()
    {
        using var root = new CompositeKernel { new BrokenCSharp() };
        root.AddDirective(new KernelActionDirective("#!load"), (_, _) => new HicraExtension().OnLoadAsync(root));
        IReadOnlyList<KernelEvent> events = (await root.SendAsync(new SubmitCode("#!load")).WaitAsync(Bounded.Limit)).Events;
        Assert.Equal("Hicra.Interactive could not be loaded: C# cells cannot use the kit: it is broken", Assert.Single(events.OfType<ErrorProduced>()).Message);
        Assert.NotNull(events.Failure());
    }

    [Fact]
    public async Task A_reader_is_introduced_once()
    {
        using var root = new CompositeKernel { new Microsoft.DotNet.Interactive.CSharp.CSharpKernel() };
        root.AddDirective(new KernelActionDirective("#!load"), (_, _) => new HicraExtension().OnLoadAsync(root));
        IReadOnlyList<KernelEvent> first = (await root.SendAsync(new SubmitCode("#!load")).WaitAsync(Bounded.Limit)).Events, second = (await root.SendAsync(new SubmitCode("#!load")).WaitAsync(Bounded.Limit)).Events;
        Assert.Null(first.Failure());
        Assert.Contains("#!what-if --run demo", first.Shown("text/plain"), StringComparison.Ordinal);
        Assert.Contains("<code>#!what-if --run demo</code>", first.Shown("text/html"), StringComparison.Ordinal);
        Assert.Empty(second.OfType<DisplayedValueProduced>());
    }

    private sealed class BrokenCSharp() : Kernel("csharp"), IKernelCommandHandler<SubmitCode>
    {
        public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
        {
            context.Fail(command, message: "it is broken");
            return Task.CompletedTask;
        }
    }
}
