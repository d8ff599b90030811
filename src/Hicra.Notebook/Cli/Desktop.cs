using System.Diagnostics;
using Hicra.Kernel.Jupyter;

namespace Hicra.Notebook.Cli;

/// <summary>The reader's desktop, where there is one.</summary>
internal static class Desktop
{
    /// <summary>Opens a page in the reader's browser; false where there is no desktop, or none that opens pages.</summary>
    public static bool TryOpen(string page)
    {
        if (!IsThere(KernelSpec.Here, Environment.GetEnvironmentVariable)) return false;
        try
        {
            using Process? opened = Process.Start(new ProcessStartInfo(Path.GetFullPath(page)) { UseShellExecute = true });
            return true;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether somebody could see a window. Over SSH a desktop's browser would open on a screen elsewhere.</summary>
    /// <param name="platform">The operating system.</param>
    /// <param name="variable">Environment variables by name.</param>
    public static bool IsThere(Platform platform, Func<string, string?> variable) =>
        string.IsNullOrEmpty(variable("SSH_CONNECTION")) && string.IsNullOrEmpty(variable("CI"))
        && (platform != Platform.Linux || !string.IsNullOrEmpty(variable("DISPLAY")) || !string.IsNullOrEmpty(variable("WAYLAND_DISPLAY")));
}
