using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Reproduction;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet.Tests;

/// <summary>Every command of the kit is the host's too, with help, completion, hover and errors of one line.</summary>
[Collection(nameof(HostedKit))]
public sealed class CommandTests(HostedKit kit)
{
    private static readonly IReadOnlyList<KitCommand> Commands = ReproductionKit.Standard.Commands(CommandStyle.Cell);

    public static TheoryData<string> Names => [.. Commands.Select(c => c.Name)];

    private static KitCommand Command(string name) => Commands.Single(c => c.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Help_names_every_option(string name)
    {
        IReadOnlyList<KernelEvent> events = await kit.RunAsync($"{name} --help");
        Assert.Null(events.Failure());
        Assert.All(Command(name).Command.Options.Where(o => !o.Hidden), option => Assert.Contains(option.Name, events.Output(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Completion_offers_what_fits(string name)
    {
        string[] options = [.. Command(name).Command.Options.Where(o => o.Name.StartsWith("--", StringComparison.Ordinal)).Select(o => o.Name)];
        Assert.Equal(options.Order(StringComparer.Ordinal), await kit.CompleteAsync($"{name} --"));
        Assert.Equal(options.Where(o => o.StartsWith("--n", StringComparison.Ordinal)).Order(StringComparer.Ordinal), await kit.CompleteAsync($"var x = 1;\n{name} --n"));
        Assert.Contains(name, await kit.CompleteAsync(name[..^1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hover_says_what_an_option_does_and_else_gives_help(string name)
    {
        foreach (Option option in Command(name).Command.Options)
            Assert.Contains(option.Description!, await kit.HoverAsync($"{name} {option.Name}", name.Length + 2), StringComparison.Ordinal);
        Assert.Contains(Command(name).Command.Description!.Split('.')[0], await kit.HoverAsync($"{name} --help", 3), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_wrong_is_said_in_one_line(string name)
    {
        string wrong = Command(name).Command.Options.FirstOrDefault(o => o is Option<string?> && o.Name.StartsWith("--", StringComparison.Ordinal))?.Name ?? "nowhere";
        IReadOnlyList<KernelEvent> events = await kit.RunAsync($"{name} {wrong}\nvar after = 1;");
        Assert.Contains(wrong, events.Failure()!, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', events.Failure()!);
        Assert.DoesNotContain("   at ", events.Failure()!, StringComparison.Ordinal);
        Assert.DoesNotContain(await kit.CompleteAsync("after"), c => c == "after");
    }

    [Fact]
    public async Task Values_are_completed_by_their_kind()
    {
        Assert.Equal(["hicra", "hicra-equal-norm", "hicra-reported", "high-entropy"], (await kit.CompleteAsync("#!hicra-train --method grpo,hi")).Order(StringComparer.Ordinal));
        string[] runs = await kit.CompleteAsync("#!hicra-show demo/");
        Assert.Contains("demo/grpo", runs);
        Assert.All(runs, run => Assert.StartsWith("demo/", run, StringComparison.Ordinal));
        await kit.RunAsync("var myRun = \"demo\"; var myOther = 1;");
        Assert.Equal(["@myOther", "@myRun"], (await kit.CompleteAsync("#!hicra-show @my")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("#!hicra-show nowhere", "nowhere: no such run; give the folder of a run, a log, or demo")]
    [InlineData("#!hicra-train --method hicar", "did you mean 'hicra'?")]
    [InlineData("#!hicra-train --steps many", "--steps is 'many'; give a whole number")]
    [InlineData("#!hicra-train --name class --dry-run stray", "unknown argument 'stray'")]
    [InlineData("#!hicra-show @nothing", "@nothing: there is no such variable")]
    [InlineData("#!what-if --run \"no such folder\" --alpha 0.3", "no such folder: no such run")]
    public async Task An_error_names_the_input_and_the_remedy(string line, string said) => Assert.Contains(said, (await kit.RunAsync(line)).Failure()!, StringComparison.Ordinal);

    [Fact]
    public async Task A_second_load_changes_nothing()
    {
        int before = kit.Root.KernelInfo.SupportedDirectives.Count;
        await new HicraExtension().OnLoadAsync(kit.Root);
        Assert.Equal(before, kit.Root.KernelInfo.SupportedDirectives.Count);
    }

    [Fact]
    public async Task A_demo_is_shown_from_the_data_beside_the_assembly()
    {
        IReadOnlyList<KernelEvent> events = await kit.RunAsync("#!what-if --run demo --alpha 0,0.2");
        Assert.Null(events.Failure());
        Assert.Contains("hicra 0.2", events.Shown("text/plain"), StringComparison.Ordinal);
        Assert.StartsWith("<", events.Shown("text/html"), StringComparison.Ordinal);
    }
}
