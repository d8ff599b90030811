using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>A small disk of its own in memory (tmpfs); needs Linux and the right to mount.</summary>
internal sealed class MountedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MountedFolder(string options)
    {
        if (!Mount("-t", "tmpfs", "-o", options, "tmpfs", Path)) throw new InvalidOperationException("cannot mount a tmpfs");
    }

    public string Path => _folder.Path;

    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        try
        {
            new MountedFolder("size=1m").Dispose();
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public void Remount(string options)
    {
        if (!Mount("-o", $"remount,{options}", Path)) throw new InvalidOperationException($"cannot remount with {options}");
    }

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        Bounded.Text(process, process.StandardError);
        return Bounded.Exit(process) == 0;
    }
}

/// <summary>A fact that mounts a disk; skipped where that is not allowed.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool Possible = MountedFolder.IsPossible();

    public MountFactAttribute(bool slow = false, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = Slow.If(slow) ?? (Possible ? null! : "needs Linux and the right to mount a tmpfs");
}
