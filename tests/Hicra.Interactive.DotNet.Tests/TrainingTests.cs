using System.Reactive.Linq;
using Hicra.Testing;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet.Tests;

/// <summary>A training in the host: one display that is updated, a stop that says how to go on, the run as a variable.</summary>
[Collection(nameof(HostedKit))]
public sealed class TrainingTests(HostedKit kit) : IDisposable
{
    private const string Anew = "  0/100001 steps";
    private const string Small = "--prompts 4 --group 4 --val-problems 0 --threads 1";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Line(int steps, string more = "") => $"#!hicra-train --steps {steps} {Small} --out \"{_folder.File("run")}\" {more}";

    [Fact]
    public async Task One_display_is_updated_to_the_end()
    {
        IReadOnlyList<KernelEvent> events = await kit.RunAsync(Line(3));
        Assert.Null(events.Failure());
        DisplayedValueProduced shown = Assert.Single(events.OfType<DisplayedValueProduced>());
        Assert.NotEmpty(events.OfType<DisplayedValueUpdated>());
        Assert.All(events.OfType<DisplayedValueUpdated>(), update => Assert.Equal(shown.ValueId, update.ValueId));
        Assert.Contains("4/4 steps", events.Shown("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_stays_in_a_variable_that_shows_itself_and_can_be_given_by_reference()
    {
        Assert.Null((await kit.RunAsync(Line(2, "--name left"))).Failure());
        ReturnValueProduced value = Assert.Single((await kit.RunAsync("left")).OfType<ReturnValueProduced>());
        Assert.Equal(["text/html", "text/plain"], value.FormattedValues.Select(v => v.MimeType));
        Assert.Contains("grpo", value.FormattedValues.Last().Value, StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single((await kit.RunAsync("left.NextStep - 1")).OfType<ReturnValueProduced>()).Value.ToString());
        foreach (string word in (string[])["@left", "@csharp:left"])
        {
            IReadOnlyList<KernelEvent> shown = await kit.RunAsync($"#!hicra-show {word}");
            Assert.Null(shown.Failure());
            Assert.Contains("method grpo, steps 2", shown.Shown("text/plain"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stop_says_how_to_go_on_and_the_same_cell_goes_on_at_once()
    {
        var first = new List<KernelEvent>();
        using (kit.Root.KernelEvents.Subscribe(e => { lock (first) first.Add(e); }))
        {
            Task<KernelCommandResult> training = kit.Root.SendAsync(new SubmitCode(Line(100000)));
            await Task.Run(() => Bounded.Until(() => Updates(first) >= 2, "two updates of the display"));
            await kit.Root.SendAsync(new Cancel()).WaitAsync(Bounded.Limit);
            await training.WaitAsync(Bounded.Limit);
        }
        lock (first)
        {
            Assert.Contains(Anew, First(first), StringComparison.Ordinal);
            Assert.Contains("stopped at step", first.Shown("text/plain"), StringComparison.Ordinal);
            Assert.Contains("run the cell again to go on", first.Errors(), StringComparison.Ordinal);
        }
        long done = new FileInfo(Path.Combine(_folder.File("run"), "metrics.jsonl")).Length;
        var second = new List<KernelEvent>();
        using (kit.Root.KernelEvents.Subscribe(e => { lock (second) second.Add(e); }))
        {
            Task<KernelCommandResult> training = kit.Root.SendAsync(new SubmitCode(Line(100000)));
            await Task.Run(() => Bounded.Until(() => training.IsCompleted || Updates(second) >= 2, "two updates of the display"));
            Assert.False(training.IsCompleted, "it ended at once");
            await kit.Root.SendAsync(new Cancel()).WaitAsync(Bounded.Limit);
            await training.WaitAsync(Bounded.Limit);
        }
        lock (second)
        {
            Assert.Contains("/100001 steps", First(second), StringComparison.Ordinal);
            Assert.DoesNotContain(Anew, First(second), StringComparison.Ordinal);
        }
        Assert.True(new FileInfo(Path.Combine(_folder.File("run"), "metrics.jsonl")).Length > done);
    }

    [Fact]
    public async Task A_name_that_is_no_identifier_is_refused()
    {
        string? said = (await kit.RunAsync(Line(1, "--name 2nd"))).Failure();
        Assert.Equal("--name is '2nd', which is no C# identifier; give a name like run1", said);
        Assert.Contains("--name class: C# did not take the variable", (await kit.RunAsync(Line(1, "--name class"))).Failure()!, StringComparison.Ordinal);
    }

    // How the training is shown before its first step.
    private static string First(List<KernelEvent> events) => events.OfType<DisplayedValueProduced>().Take(1).Shown("text/plain");

    private static int Updates(List<KernelEvent> events)
    {
        lock (events) return events.OfType<DisplayedValueUpdated>().Count();
    }
}
