using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>A server of notebooks with our kernel, in a folder of its own, with nothing of the machine's user: neither settings nor trust in notebooks.</summary>
public abstract class JupyterServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    protected JupyterServer() => Directory.CreateDirectory(File("work"));

    /// <summary>Where it answers.</summary>
    protected string Address { get; private set; } = "";

    /// <summary>A file in the folder that is served.</summary>
    public string Served(string name) => File("work/" + name);

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
        GC.SuppressFinalize(this);
    }

    protected string File(string name) => _folder.File(name);

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments; the port is given.</param>
    /// <param name="environment">Its variables, beside those that Jupyter looks for.</param>
    protected void Start(string program, Func<int, string[]> arguments, params (string Name, string Value)[] environment)
    {
        KernelSpec.Install(KernelSpec.PrefixFolder(File("prefix")), "hicra", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll")]);
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(program, arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = File("work") };
        start.Environment["JUPYTER_PATH"] = File("prefix/share/jupyter");
        foreach (string own in (string[])["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]) start.Environment[own] = File(own);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        Bounded.Until(() => Answers(client), $"{GetType().Name} answers", TimeSpan.FromMinutes(3), pause: 200);
    }

    private bool Answers(HttpClient client)
    {
        try { return client.GetAsync(new Uri(Address + "/api")).GetAwaiter().GetResult().IsSuccessStatusCode; }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException) { return false; }
    }
}
