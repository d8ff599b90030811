using System.Security.Cryptography;
using System.Text;
using Hicra.Logs.Runs;
using Hicra.Logs.Tables;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Commands;

/// <summary>Runs that are read from logs of other trainers when a command names one: made once, and kept for the next command while the log stays as it is.</summary>
internal static class LogRuns
{
    private const int MostKept = 16;

    /// <summary>Reads Parquet.</summary>
    public static IRecordTables Tables { get; } = new ParquetTables();

    /// <summary>Where they lie: the user's folder for caches.</summary>
    public static string Directory { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache") : Path.GetTempPath(), "hicra", "logs");

    /// <summary>The run of a log with the paper's grams; other choices are <c>hicra analyze</c>'s.</summary>
    /// <param name="path">A file, folder or pattern.</param>
    /// <exception cref="HicraException">The log cannot be read.</exception>
    public static ExistingRun Open(string path)
    {
        string folder = Path.Combine(Directory, Key(path)), run = Path.Combine(folder, Name(path));
        if (ExistingRun.Find(run) is { } known)
        {
            System.IO.Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
            return known;
        }
        Forget();
        try
        {
            return LogRun.Write(run, [path], Default);
        }
        catch (HicraException e) when (e.InnerException is IOException or UnauthorizedAccessException && e.Message.StartsWith("cannot write", StringComparison.Ordinal))
        {
            throw new HicraException($"{e.Message.Split(';')[0]}; read the log into a folder of yours with: hicra analyze {path} --out DIR", e);
        }
    }

    /// <summary>How a log is read where nothing else was said.</summary>
    public static LogOptions Default => new() { Files = new RolloutFileOptions { AllowTornLastLine = true, Tables = Tables } };

    // The files' names, sizes and times: a log that goes on being written is read again.
    private static string Key(string path)
    {
        var text = new StringBuilder(typeof(LogRuns).Assembly.ManifestModule.ModuleVersionId.ToString()).Append(path);
        foreach (string file in RolloutFiles.Find([path]))
        {
            var info = new FileInfo(file);
            text.Append('\n').Append(file).Append(' ').Append(info.Exists ? info.Length : 0).Append(' ').Append(info.Exists ? info.LastWriteTimeUtc.Ticks : 0);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..20];
    }

    private static string Name(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        string clean = new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        return clean.Trim('.').Length == 0 ? "log" : clean;
    }

    private static void Forget()
    {
        if (!System.IO.Directory.Exists(Directory)) return;
        foreach (string old in System.IO.Directory.GetDirectories(Directory).OrderByDescending(System.IO.Directory.GetLastWriteTimeUtc).Skip(MostKept - 1)) WholeFile.TryDelete(old);
    }
}
