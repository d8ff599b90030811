using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>How the program starts itself, whatever its file is called.</summary>
public sealed class ThisProgramTests
{
    [Theory]
    [InlineData("/usr/bin/dotnet", "/usr/bin/dotnet /opt/x/Any.Name.dll")]
    [InlineData("/usr/bin/DOTNET.exe", "/usr/bin/DOTNET.exe /opt/x/Any.Name.dll")]
    [InlineData("/home/a/.dotnet/tools/hicra", "/home/a/.dotnet/tools/hicra")]
    public void The_command_is_the_file_that_was_started_or_dotnet_with_the_program_s_own(string process, string command) =>
        Assert.Equal(command, string.Join(' ', ThisProgram.CommandOf(process, "/opt/x/Any.Name.dll")));

    [Fact]
    public void The_program_s_own_file_is_there() => Assert.All(ThisProgram.Command, part => Assert.True(File.Exists(part), part));
}
