namespace Hicra;

/// <summary>
/// An input that cannot be used. The message is one line for a person: it names the input and the remedy, and a command
/// shows it as it is (exit code 2), without a stack trace.
/// </summary>
public class HicraException : Exception
{
    /// <summary>Creates the error with its one-line message.</summary>
    public HicraException(string message) : base(message) { }

    /// <summary>Creates the error with its one-line message and the exception behind it.</summary>
    public HicraException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Creates an error without a message.</summary>
    public HicraException() { }
}
