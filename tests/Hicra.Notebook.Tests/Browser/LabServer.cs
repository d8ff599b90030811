using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>JupyterLab's server with our kernel: Debian 13's, unpacked beside the tests by <c>.ci/jupyterlab</c>, with the C library and the Python that it was made for.</summary>
public sealed class LabServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process? _process;
    private readonly string _address = "";

    public LabServer()
    {
        // The fixture of skipped tests is made too.
        if (LabFactAttribute.Reason is not null) return;
        Directory.CreateDirectory(File("work"));
        Setting("notebook-extension/tracker", """{ "windowingMode": "none" }""");
        // Nothing is asked of the network, nor of the reader.
        Setting("apputils-extension/notification", """{ "fetchNews": "false", "checkForUpdates": false, "doNotDisturbMode": true }""");
        // Lab drops what takes longer than a second, as the first completion may on a busy machine.
        Setting("completer-extension/manager", """{ "providerTimeout": 60000 }""");
        KernelSpec.Install(KernelSpec.PrefixFolder(File("prefix")), "hicra", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hicra.Notebook.dll")]);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        var start = new ProcessStartInfo(Root("usr/lib64/ld-linux-x86-64.so.2")) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = File("work") };
        foreach (string argument in (string[])["--library-path", Root("usr/lib/x86_64-linux-gnu"), Root("usr/bin/python3.13"), "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=" + new Uri(_address).Port,
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.root_dir=" + File("work"), "--LabApp.app_dir=" + Root("usr/share/jupyter/lab"), "--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True"])
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONHOME"] = Root("usr");
        start.Environment["PYTHONPATH"] = Root("usr/lib/python3/dist-packages");
        start.Environment["JUPYTER_PATH"] = File("prefix/share/jupyter");
        // Nothing of the machine's user: neither settings nor trust in notebooks.
        foreach (string own in (string[])["HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"]) start.Environment[own] = File(own);
        // The kernel restores packages from where they are for everybody.
        start.Environment["NUGET_PACKAGES"] = Repository.Packages;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        Bounded.Until(() => Answers(client), "JupyterLab's server answers", TimeSpan.FromMinutes(3));
    }

    public static string? Missing { get; } = System.IO.File.Exists(Path.Combine(Folder, "complete")) ? null : "needs JupyterLab beside the tests (.ci/jupyterlab puts it there, on Debian)";

    private static string Folder => Path.Combine(Repository.Root, "tests", "Hicra.Notebook.Tests", "Browser", "lab");

    /// <summary>A file in the folder that is served.</summary>
    public string Served(string name) => File("work/" + name);

    /// <summary>The address of a notebook, in a workspace of its own.</summary>
    public string AddressOf(string notebook) => $"{_address}/lab/tree/{notebook}?reset";

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

    private static string Root(string path) => Path.Combine(Folder, "root", path);

    private string File(string name) => _folder.File(name);

    private void Setting(string plugin, string json)
    {
        string file = File($"JUPYTERLAB_SETTINGS_DIR/@jupyterlab/{plugin}.jupyterlab-settings");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, json);
    }

    private bool Answers(HttpClient client)
    {
        try { return client.GetAsync(new Uri(_address + "/api")).GetAwaiter().GetResult().IsSuccessStatusCode; }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException) { return false; }
    }
}
