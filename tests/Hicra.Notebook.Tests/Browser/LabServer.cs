using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>JupyterLab's server with our kernel: Debian 13's, unpacked beside the tests by <c>.ci/jupyterlab</c>, with the C library and the Python that it was made for.</summary>
public sealed class LabServer : JupyterServer
{
    public LabServer()
    {
        // The fixture of skipped tests is made too.
        if (LabFactAttribute.Reason is not null) return;
        Setting("notebook-extension/tracker", """{ "windowingMode": "none" }""");
        // Nothing is asked of the network, nor of the reader.
        Setting("apputils-extension/notification", """{ "fetchNews": "false", "checkForUpdates": false, "doNotDisturbMode": true }""");
        // Lab drops what takes longer than a second, as the first completion may on a busy machine.
        Setting("completer-extension/manager", """{ "providerTimeout": 60000 }""");
        Start(Root("usr/lib64/ld-linux-x86-64.so.2"), port => ["--library-path", Root("usr/lib/x86_64-linux-gnu"), Root("usr/bin/python3.13"), "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}",
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.root_dir=" + File("work"), "--LabApp.app_dir=" + Root("usr/share/jupyter/lab"), "--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True"],
            ("PYTHONHOME", Root("usr")), ("PYTHONPATH", Root("usr/lib/python3/dist-packages")), ("HOME", File("HOME")), (Settings, File(Settings)), ("JUPYTERLAB_WORKSPACES_DIR", File("JUPYTERLAB_WORKSPACES_DIR")),
            // The kernel restores packages from where they are for everybody.
            ("NUGET_PACKAGES", Repository.Packages));
    }

    public static string? Missing { get; } = System.IO.File.Exists(Path.Combine(Folder, "complete")) ? null : "needs JupyterLab beside the tests (.ci/jupyterlab puts it there, on Debian)";

    private const string Settings = "JUPYTERLAB_SETTINGS_DIR";

    private static string Folder => Path.Combine(Repository.Root, "tests", "Hicra.Notebook.Tests", "Browser", "lab");

    /// <summary>The address of a notebook, in a workspace of its own.</summary>
    public string AddressOf(string notebook) => $"{Address}/lab/tree/{notebook}?reset";

    private static string Root(string path) => Path.Combine(Folder, "root", path);

    private void Setting(string plugin, string json)
    {
        string file = File($"{Settings}/@jupyterlab/{plugin}.jupyterlab-settings");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, json);
    }
}
