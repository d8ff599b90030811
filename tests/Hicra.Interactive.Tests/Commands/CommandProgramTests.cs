using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Interactive.Commands;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>What every program of commands does around the work of its commands.</summary>
public class CommandProgramTests
{
    [Fact]
    public void Work_that_was_stopped_says_so_and_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal((130, "", "hicra: stopped\n"), Run(Program(() => stop.Token.ThrowIfCancellationRequested()), "work"));
    }

    [Fact]
    public void Defects_keep_their_stack_trace()
    {
        Assert.Throws<InvalidOperationException>(() => Run(Program(() => throw new InvalidOperationException("a defect")), "work"));
        Assert.Throws<OperationCanceledException>(() => Run(Program(() => throw new OperationCanceledException("by nobody")), "work"));
    }

    [Fact]
    public void An_input_that_cannot_be_used_is_one_line_and_2()
    {
        Assert.Equal((2, "", "hicra: no; give another\n"), Run(Program(() => throw new HicraException("no; give\nanother")), "work"));
        Assert.Equal((2, "", "hicra: unknown command 'wrok'; did you mean 'work'?\n"), Run(Program(() => { }), "wrok"));
        Assert.Equal((2, "", "hicra: unknown argument 'more'; see tool work --help\n"), Run(Program(() => { }), "work", "more"));
    }

    [Fact]
    public void A_line_without_words_does_the_roots_work_or_else_gives_the_help()
    {
        Command root = Program(() => { });
        Assert.Equal(Run(root, "--help"), Run(root));
        root.SetAction(_ => 7);
        Assert.Equal((7, "", ""), Run(root));
    }

    private static Command Program(Action work)
    {
        var command = new Command("work");
        command.SetAction(_ => work());
        return new Command("tool") { command, new HelpOption() };
    }

    private static (int Code, string Output, string Error) Run(Command root, params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = CommandProgram.Run(root, args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
