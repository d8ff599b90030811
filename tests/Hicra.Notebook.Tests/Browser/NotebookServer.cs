using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>The classic Notebook's server with our kernel, in a folder of its own.</summary>
public sealed class NotebookServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process? _process;
    private readonly string _address = "";

    public NotebookServer()
    {
        // The fixture of skipped tests is made too.
        if (NotebookFactAttribute.Reason is not null) return;
        Directory.CreateDirectory(File("work"));
        KernelSpec.Install(KernelSpec.PrefixFolder(File("prefix")), "hicra", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll")]);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = File("work") };
        foreach (string argument in (string[])["--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=" + new Uri(_address).Port, "--port-retries=0", "--NotebookApp.token=", "--NotebookApp.password=", "--notebook-dir=" + File("work")])
            start.ArgumentList.Add(argument);
        start.Environment["JUPYTER_PATH"] = File("prefix/share/jupyter");
        // Nothing of the machine's user: neither settings nor trust in notebooks.
        foreach (string own in (string[])["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]) start.Environment[own] = File(own);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilItAnswers();
    }

    public static string? Missing { get; } = Program is null ? "needs the classic Notebook (Debian: apt-get install python3-notebook jupyter-notebook)" : null;

    private static string? Program => Programs.Find("jupyter-notebook");

    /// <summary>A file in the folder that is served.</summary>
    public string Served(string name) => File("work/" + name);

    public string AddressOf(string notebook) => $"{_address}/notebooks/{notebook}";

    public void Dispose()
    {
        if (_process is not null)
        {
            // Its kernels are its children.
            _process.Kill(entireProcessTree: true);
            Bounded.Exit(_process);
            _process.Dispose();
        }
        _folder.Dispose();
    }

    private string File(string name) => _folder.File(name);

    private void WaitUntilItAnswers()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (int i = 0; i < 300; i++)
        {
            try
            {
                if (client.GetAsync(new Uri(_address + "/api")).GetAwaiter().GetResult().IsSuccessStatusCode) return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException) { }
            Thread.Sleep(200);
        }
        throw new InvalidOperationException("the Notebook's server does not answer");
    }
}
