using Hicra.Interactive.Commands;

namespace Hicra.Interactive.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands(new NoFormatter());

    public void Dispose() => _host.Dispose();

    private string[] At(string line) => [.. _commands.Complete(line, line.Length, _host).Select(c => line[..c.Start] + c.Text)];

    [Theory]
    [InlineData("#!hicra-tr", "#!hicra-train")]
    [InlineData("#!hicra-train --see", "#!hicra-train --seed")]
    [InlineData("#!hicra-train --method grpo,hic", "#!hicra-train --method grpo,hicra")]
    [InlineData("#!hicra-train --estimator group-m", "#!hicra-train --estimator group-mean")]
    [InlineData("#!hicra-train --resume @r", "#!hicra-train --resume @run")]
    [InlineData("#!hicra-train --resume @csharp:r", "#!hicra-train --resume @csharp:run")]
    [InlineData("#!hicra-train --resume de", "#!hicra-train --resume demo")]
    [InlineData("#!hicra-train --out ru", "#!hicra-train --out runs/")]
    public void Names_options_and_values_complete(string line, string expected)
    {
        _host.Values["run"] = "x";
        Directory.CreateDirectory(Path.Combine(_host.WorkingDirectory, "runs"));
        Assert.Contains(expected, At(line));
    }

    [Fact]
    public void An_option_that_stands_already_is_not_offered_again() =>
        Assert.DoesNotContain("#!hicra-train --steps 3 --steps", At("#!hicra-train --steps 3 --st"));

    [Fact]
    public void Help_of_an_option_and_of_the_command()
    {
        Assert.StartsWith("--steps <n>: updates", _commands.Describe("#!hicra-train --steps 3", 17), StringComparison.Ordinal);
        Assert.Contains("Usage:", _commands.Describe("#!hicra-train ", 3), StringComparison.Ordinal);
        Assert.Null(_commands.Describe("var x = 1;", 2));
    }

    [Fact]
    public async Task Help_goes_to_the_output()
    {
        await _commands.InvokeAsync("#!hicra-train -h", _host, default);
        Assert.Contains("#!hicra-train [options]", _host.Written.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a 'b c' \"d\" e\"f g\"", new[] { "a", "b c", "d", "ef g" })]
    [InlineData("  x  ", new[] { "x" })]
    [InlineData("'it is", new[] { "it is" })]
    [InlineData("'say \"x\"'", new[] { "say \"x\"" })]
    public void Quotation_marks_keep_words_together(string line, string[] words) => Assert.Equal(words, MagicLine.Split(line).Select(w => w.Text));
}
