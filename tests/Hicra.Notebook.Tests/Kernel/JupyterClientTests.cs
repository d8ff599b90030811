using Xunit.Abstractions;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The built kernel under Jupyter's own client; the checks are in <c>jupyter_checks.py</c>, a line of output each.</summary>
public sealed class JupyterClientTests(ITestOutputHelper output)
{
    [JupyterFact]
    public void Every_convention_that_clients_rely_on_holds()
    {
        using var kernel = new InstalledKernel();
        (int code, string text) = Jupyter.Python("jupyter_checks.py", kernel.Prefix);
        output.WriteLine(text);
        Assert.True(code == 0, text);
        Assert.Equal(30, text.Split('\n').Count(l => l.StartsWith("ok ", StringComparison.Ordinal)));
    }
}
