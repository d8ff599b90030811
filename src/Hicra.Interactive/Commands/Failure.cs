namespace Hicra.Interactive.Commands;

/// <summary>Exit codes, and errors as one line that names the cause and the remedy.</summary>
internal static class Failure
{
    public const int Ok = 0, CheckFailed = 1, Unusable = 2, Interrupted = 130;

    /// <summary>Whether an error is the user's to mend: it gets one line. Others are defects and keep their stack trace.</summary>
    public static bool IsExpected(Exception error) => error is HicraException or IOException or UnauthorizedAccessException or OutOfMemoryException;

    public static string Line(Exception error) => $"hicra: {Text(error)}";

    /// <summary>The cause and the remedy, without line breaks.</summary>
    public static string Text(Exception error)
    {
        // A library may have wrapped the system's error in its own words; the remedy follows from the system's.
        Exception? system = error;
        while (system is not null and not (IOException or UnauthorizedAccessException)) system = system.InnerException;
        return (system is null ? error.Message : Describe(error, system)).ReplaceLineEndings(" ").Trim();
    }

    private static string Describe(Exception error, Exception system)
    {
        string? remedy = system switch
        {
            IOException { HResult: NoSpace or QuotaExceeded or DiskFull } => "free some space or give a folder on another disk; what was written before is intact",
            IOException { HResult: ReadOnly } => "give a folder that can be written",
            UnauthorizedAccessException => "give a file or folder to which you have access",
            FileNotFoundException or DirectoryNotFoundException => "check the name",
            _ => null,
        };
        string message = error.Message.TrimEnd('.');
        return remedy is null ? message : $"{message}; {remedy}";
    }

    // errno values on Linux and macOS, which .NET passes on, and Windows' ERROR_DISK_FULL.
    private const int NoSpace = 28, ReadOnly = 30, QuotaExceeded = 122, DiskFull = unchecked((int)0x80070070);
}
