namespace Hicra.Notebook.Tests.Cli;

public class StandardInputTests
{
    [Fact]
    public void Traces_can_come_from_the_standard_input()
    {
        Assert.Equal((0, ""), CommandProcess.RunWithInput("mine - --library paper", "{\"text\": \"but wait\"}\n"));
        (int code, string error) = CommandProcess.RunWithInput("mine - --library paper", "{\"text\": \"but wait\"}\n{\"text\n");
        Assert.Equal(2, code);
        Assert.Matches("^hicra: standard input line 2: not valid JSON[^\n]*\n$", error);
    }
}
