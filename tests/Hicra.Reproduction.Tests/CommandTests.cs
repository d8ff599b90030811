using Hicra.Interactive.Commands;
using Hicra.Interactive.Tests.Commands;

namespace Hicra.Reproduction.Tests;

/// <summary>The command, as a cell types it.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly CommandSet _commands = ReproductionKit.Standard.CreateCommands();
    private readonly FakeHost _host = new(canUpdate: false);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_kit_s_own_commands_are_there_too() => await Task.Run(() =>
    {
        Assert.Contains("#!reproduce", _commands.List.Select(c => c.Name));
        Assert.Contains("#!hicra-train", _commands.List.Select(c => c.Name));
        Assert.Contains("fig13", _commands.Complete("#!reproduce fig1", 16, _host).Select(c => c.Text));
    }, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_list_says_what_is_needed()
    {
        await _commands.InvokeAsync("#!reproduce --list --runs store", _host, TestContext.Current.CancellationToken);
        string text = _host.Displays.Single().Last.PlainText;
        Assert.Contains("fig8", text, StringComparison.Ordinal);
        Assert.Contains("judges", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_host.WorkingDirectory, "store")));
    }

    [Fact]
    public async Task A_dry_run_makes_nothing_and_estimates()
    {
        await _commands.InvokeAsync("#!reproduce --only fig5,fig6 --world puzzle --dry-run --runs store --jobs 1", _host, TestContext.Current.CancellationToken);
        Assert.Contains("to be made: 2 base models, 12 runs; about", _host.Written.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_host.WorkingDirectory, "store")));
    }

    [Fact]
    public async Task A_page_of_what_is_there_has_every_item_and_no_network()
    {
        await _commands.InvokeAsync("#!reproduce --made --runs store --out page.html", _host, TestContext.Current.CancellationToken);
        string page = await File.ReadAllTextAsync(Path.Combine(_host.WorkingDirectory, "page.html"), TestContext.Current.CancellationToken);
        Assert.All(Items.PaperItems.All, item => Assert.Contains($"<section id=\"{item.Id}\"", page, StringComparison.Ordinal));
        Assert.Contains("<section id=\"claims\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data/results", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!reproduce fig33", "Unknown item of the paper 'fig33': did you mean 'fig3'?")]
    [InlineData("#!reproduce --scale fast", "Unknown scale 'fast'")]
    [InlineData("#!reproduce fig3 --jobs 0", "--jobs is 0; give 1 or more")]
    [InlineData("#!reproduce fig3 --open", "--open opens the page, and none is written; give --out FILE too")]
    [InlineData("#!reproduce --list --out page.html", "--list and --out: ")]
    [InlineData("#!reproduce --list --claims", "--list and --claims: ")]
    [InlineData("#!reproduce --claims --save kept", "--claims and --save: ")]
    [InlineData("#!reproduce fig3 --claims", "--claims is about the whole paper")]
    [InlineData("#!reproduce --world mars", "Unknown world of the reproduction 'mars'")]
    [InlineData("#!reproduce --adopt nowhere", "NOWHERE: no such folder")]
    [InlineData("#!reproduce fig3 --adopt nowhere", "--adopt takes runs in")]
    [InlineData("#!reproduce --adopt nowhere --save kept", "--adopt and --save: ")]
    [InlineData("#!reproduce --from nowhere", "--from nowhere: no such folder")]
    [InlineData("#!reproduce --from .", "--from .: there are no saved results")]
    public async Task Wrong_words_are_one_line(string line, string message)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => _commands.InvokeAsync(line, _host, TestContext.Current.CancellationToken));
        Assert.StartsWith(message.Replace("NOWHERE", Path.Combine(_host.WorkingDirectory, "nowhere"), StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
