using Hicra.Notebook.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Verbs;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void There_and_back_and_nothing_is_written_over()
    {
        string notebook = Path.Combine(Repository.Root, "notebooks", "00-start-here.ipynb"), dib = _temporary.File("00-start-here.dib"), back = _temporary.File("00-start-here.ipynb");
        (int code, string said) = Run("convert", notebook, "--out", _temporary.Path);
        Assert.Equal(0, code);
        Assert.Contains("is without tags", said, StringComparison.Ordinal);
        Assert.StartsWith("#!meta\n\n{\"kernelInfo\":", File.ReadAllText(dib), StringComparison.Ordinal);
        Assert.Equal(0, Run("convert", dib).Code);
        Assert.Contains("polyglot_notebook", File.ReadAllText(back), StringComparison.Ordinal);

        File.WriteAllText(back, "mine");
        (code, said) = Run("convert", dib);
        Assert.Equal((2, $"hicra: {back} is there; --force writes over it, --out DIR leaves it alone\n"), (code, said));
        Assert.Equal("mine", File.ReadAllText(back));
        Assert.Equal(0, Run("convert", dib, "--force").Code);
        Assert.NotEqual("mine", File.ReadAllText(back));
    }

    [Fact]
    public void Of_several_all_or_none_are_written()
    {
        File.WriteAllText(_temporary.File("good.dib"), "#!csharp\n1\n");
        File.WriteAllText(_temporary.File("bad.ipynb"), "no notebook");
        (int code, string said) = Run("convert", _temporary.File("good.dib"), _temporary.File("bad.ipynb"));
        Assert.Equal(2, code);
        Assert.Contains("bad.ipynb: no notebook", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_temporary.File("good.ipynb")));
    }

    private static (int Code, string Said) Run(params string[] line)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = HicraTool.Run(line, new Terminal(output, error));
        return (code, output.ToString() + error);
    }
}
