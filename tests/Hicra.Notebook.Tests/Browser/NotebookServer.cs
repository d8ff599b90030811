namespace Hicra.Notebook.Tests.Browser;

/// <summary>The classic Notebook's server with our kernel.</summary>
public sealed class NotebookServer : JupyterServer
{
    public NotebookServer()
    {
        // The fixture of skipped tests is made too.
        if (NotebookFactAttribute.Reason is not null) return;
        Start(Program!, port => ["--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", "--NotebookApp.token=", "--NotebookApp.password=", "--notebook-dir=" + File("work")]);
    }

    public static string? Missing { get; } = Program is null ? "needs the classic Notebook (Debian: apt-get install python3-notebook jupyter-notebook)" : null;

    private static string? Program => Programs.Find("jupyter-notebook");

    public string AddressOf(string notebook) => $"{Address}/notebooks/{notebook}";
}
