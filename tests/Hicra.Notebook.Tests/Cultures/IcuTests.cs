using Hicra.Kernel.Notebooks;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Tests.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cultures;

/// <summary>Where readers' cells run, the process has the machine's cultures; where the machine has none it says so and goes on.</summary>
public sealed class IcuTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("run notebook.dib", "libicuuc.so libicui18n.so", false, false)]
    [InlineData("run notebook.dib", "libicuuc.so.72 libicui18n.so.72", false, false)]
    [InlineData("kernel start connection.json", "libicuuc.so.50 libicui18n.so.50", false, false)]
    // Both libraries of one version are needed.
    [InlineData("run notebook.dib", "libicuuc.so.72 libicui18n.so.71", true, true)]
    [InlineData("run notebook.dib", "libicuuc.so.72 libicudata.so.72", true, true)]
    [InlineData("run notebook.dib", "libicuuc.so.49 libicui18n.so.49", true, true)]
    [InlineData("run notebook.dib", "", true, true)]
    [InlineData("kernel start connection.json", "", true, true)]
    // What runs no cells does not look, and says nothing.
    [InlineData("train --steps 3", "libicuuc.so.72 libicui18n.so.72", true, false)]
    [InlineData("kernel install", "", true, false)]
    [InlineData("", "", true, false)]
    public void Cells_have_the_cultures_of_the_machine(string line, string libraries, bool isInvariant, bool says)
    {
        (bool invariant, string? said, int looks) = Choose(line, libraries.Split(' '), needsIcu: true, []);
        Assert.Equal((isInvariant, says), (invariant, said is not null));
        if (isInvariant != says) Assert.Equal(0, looks);
        if (said is null) return;
        Assert.StartsWith("hicra: ICU is not on this machine", said, StringComparison.Ordinal);
        Assert.Contains("install libicu", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT")]
    [InlineData(true, "DOTNET_SYSTEM_GLOBALIZATION_APPLOCALICU")]
    public void Systems_with_cultures_of_their_own_and_people_who_chose_are_left_alone(bool needsIcu, params string[] set) =>
        Assert.Equal((false, null, 0), Choose("run notebook.dib", [], needsIcu, set));

    [CultureFact(slow: true)]
    public void A_notebook_in_another_language_differs_in_what_its_cells_write_and_in_nothing_else()
    {
        File.WriteAllText(_folder.File("a.dib"), """
            #!csharp
            Console.Write(1234.5.ToString("N1"));
            #!csharp
            #!what-if --run demo --alpha 0.25,0.5
            #!csharp
            #!what-if --run demo --alpha 0.25 --json
            #!csharp
            #!plot-dynamics demo --compare --paper
            #!csharp
            #!sg-mine demo
            #!csharp
            #!hicra-eval --limit 3 --samples 2 --threads 1 --quiet
            #!csharp
            new[] { 0.5, -1.5 }
            """);
        string plain = Executed("a.dib", "C"), german = Executed("a.dib", "de_DE.UTF-8");
        Assert.Contains("\"1,234.5\"", plain, StringComparison.Ordinal);
        Assert.Equal(plain.Replace("\"1,234.5\"", "\"1.234,5\"", StringComparison.Ordinal), german);
    }

    [CultureFact(slow: true)]
    public void A_training_in_another_language_writes_the_same_numbers()
    {
        File.WriteAllText(_folder.File("t.dib"), "#!csharp\n#!hicra-train --method hicra --alpha 0.25 --steps 2 --prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 2 --threads 1 --out run\n");
        Executed("t.dib", "C");
        string[] plain = CommandProcess.Numbers(_folder.File("run"));
        Directory.Move(_folder.File("run"), _folder.File("plain"));
        Executed("t.dib", "de_DE.UTF-8");
        Assert.Equal(plain, CommandProcess.Numbers(_folder.File("run")));
        Assert.Equal(File.ReadAllText(_folder.File("plain/config.json")), File.ReadAllText(_folder.File("run/config.json")));
    }

    // What .NET does with the switch is its own affair, and could change with a version.
    [MountFact]
    public void Without_ICU_a_notebook_runs_and_a_line_says_what_it_lacks()
    {
        File.WriteAllText(_folder.File("a.dib"), "#!csharp\nConsole.Write(1234.5.ToString(\"N1\"));");
        string[] libraries = [.. File.ReadAllLines("/proc/self/maps").Select(l => l.Split(' ')[^1]).Where(p => Path.GetFileName(p).StartsWith("libicu", StringComparison.Ordinal)).Distinct()];
        string hide = string.Concat(libraries.Select(l => $"mount --bind /dev/null '{l}' && "));
        (int code, string error) = CommandProcess.RunWith("unshare", ["-m", "sh", "-c", hide + "exec \"$@\"", "sh"], $"run -q {_folder.File("a.dib")} --out {_folder.Path}");
        Assert.Equal(0, code);
        Assert.Equal(libraries.Length > 0, error.StartsWith("hicra: ICU is not on this machine", StringComparison.Ordinal));
        Assert.Contains("\"1,234.5\"", NotebookDocument.Load(_folder.File("a.ipynb")).ToText(), StringComparison.Ordinal);
    }

    private static (bool Invariant, string? Said, int Looks) Choose(string line, string[] libraries, bool needsIcu, string[] set)
    {
        bool invariant = false;
        int looks = 0;
        string? said = MachineCultures.Choose(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), needsIcu, name => set.Contains(name) ? "1" : null, name =>
        {
            looks++;
            return libraries.Contains(name);
        }, () => invariant = true);
        return (invariant, said, looks);
    }

    private string Executed(string name, string language)
    {
        (int code, string error) = CommandProcess.Run($"run -q {_folder.File(name)} --out {_folder.Path}", ("LC_ALL", language));
        Assert.True(code == 0, error);
        Assert.Empty(error);
        return NotebookDocument.Load(_folder.File(Path.ChangeExtension(name, ".ipynb"))).ToText();
    }
}
