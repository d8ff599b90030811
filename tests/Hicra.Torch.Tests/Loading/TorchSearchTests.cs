using Hicra.Testing;
using Hicra.Torch.Loading;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests.Loading;

public sealed class TorchSearchTests : IDisposable
{
    private static readonly string[] Variables = [TorchSearch.FolderVariable, TorchSearch.AnyVersionVariable, "NUGET_PACKAGES", "VIRTUAL_ENV", "CONDA_PREFIX", "HOME"];
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];
    private readonly TemporaryFolder _temporary = new();

    public TorchSearchTests()
    {
        // A machine without PyTorch, save what the system itself has.
        foreach (string variable in Variables) Environment.SetEnvironmentVariable(variable, null);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", _temporary.File("packages"));
        Environment.SetEnvironmentVariable("HOME", _temporary.Path);
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in Variables.Zip(_before)) Environment.SetEnvironmentVariable(variable, value);
        _temporary.Dispose();
    }

    [Fact]
    public void Without_a_library_the_engine_is_absent_and_says_how_to_have_it()
    {
        Assert.SkipUnless(TorchSearch.Find() is null, "this system has PyTorch in its own folders");
        string message = Assert.Throws<HicraException>(() => TorchEngine.Catalog.Find("torch")).Message;
        Assert.Contains("hicra torch install", message, StringComparison.Ordinal);
        Assert.Contains("torch", TorchEngine.Catalog.Names);
        Assert.Equal([EngineCatalog.Embedded], TorchEngine.Catalog.Engines.Select(e => e.Name));
    }

    [Fact]
    public void A_folder_that_a_person_names_is_taken_or_refused_and_nothing_else_is_tried()
    {
        Package("2.10.0");
        Environment.SetEnvironmentVariable(TorchSearch.FolderVariable, _temporary.File("mine"));
        Assert.Contains("HICRA_TORCH=" + _temporary.File("mine"), Refusal(), StringComparison.Ordinal);
        Assert.Contains("HICRA_TORCH", Assert.Throws<HicraException>(() => TorchEngine.Catalog.Find("torch")).Message, StringComparison.Ordinal);
        Library(_temporary.File("mine/lib"), version: null);
        Assert.Equal((_temporary.File("mine/lib"), true), (TorchSearch.Find()!.Folder, TorchSearch.Find()!.Chosen));
    }

    [Fact]
    public void A_file_that_is_cut_off_is_named_with_its_remedy()
    {
        // Nothing is loaded in this process before the file that does not start.
        string main = Path.Combine(_temporary.File("packages"), $"libtorch-cpu-{TorchSearch.Platform}", "2.10.0", "runtimes", TorchSearch.Platform, "native", TorchSearch.MainFile);
        Package("2.10.0");
        string message = Assert.Throws<HicraException>(() => TorchLibrary.LoadFrom(TorchSearch.Find()!)).Message;
        Assert.Contains(main + " does not start", message, StringComparison.Ordinal);
        Assert.Contains("hicra torch install", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task What_is_installed_is_not_fetched_again()
    {
        Package("2.10.0");
        var progress = new StringWriter();
        TorchLocation location = await TorchInstall.CpuAsync(progress, TestContext.Current.CancellationToken);
        Assert.Equal((TorchSearch.Find()!.Folder, ""), (location.Folder, progress.ToString()));
    }

    [Fact]
    public void Another_version_is_refused_by_name_unless_it_is_allowed()
    {
        string torch = _temporary.File("torch");
        Library(Path.Combine(torch, "lib"), "2.6.0+cu124");
        Environment.SetEnvironmentVariable(TorchSearch.FolderVariable, torch);
        Assert.Contains("PyTorch 2.6.0+cu124 is there", Refusal(), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(TorchSearch.AnyVersionVariable, "1");
        Assert.Equal(Path.Combine(torch, "lib"), TorchSearch.Find()!.Folder);
    }

    [Fact]
    public void Packages_and_Python_are_found_and_those_of_another_version_passed_over()
    {
        Package("2.6.0");
        Environment.SetEnvironmentVariable("VIRTUAL_ENV", _temporary.File("venv"));
        string python = _temporary.File("venv/lib/python3.12/site-packages/torch/lib");
        Library(python, "2.11.0");
        Assert.Equal(["2.6.0", "2.11.0"], TorchSearch.OtherVersions().Select(x => x.Version).Take(2));
        Library(python, "2.10.1");
        Assert.Equal((python, "Python's PyTorch"), (TorchSearch.Find()!.Folder, TorchSearch.Find()!.Source));
        Package("2.10.0");
        Assert.StartsWith(_temporary.File("packages"), TorchSearch.Find()!.Folder, StringComparison.Ordinal);
    }

    private static string Refusal()
    {
        string message = Assert.Throws<HicraException>(TorchSearch.Find).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private void Package(string version) => Library(_temporary.File($"packages/libtorch-cpu-{TorchSearch.Platform}/{version}/runtimes/{TorchSearch.Platform}/native"), version: null);

    private static void Library(string folder, string? version)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, TorchSearch.MainFile), "no library");
        if (version is not null) File.WriteAllText(Path.Combine(folder, "..", "version.py"), $"__version__ = '{version}'\ndebug = False\n");
    }
}
