using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>Where one cell's output goes: a Jupyter client, an executed notebook, a terminal.</summary>
/// <remarks>Every member is thread-safe and works after the cell has ended: background tasks of the cell write here too.</remarks>
public interface ICellOutput
{
    /// <summary>Text of the standard output, or of the error stream.</summary>
    void Write(string text, bool toErrors);

    /// <summary>Shows a value under an identifier of its own.</summary>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>Replaces a value that is on display, wherever it is shown.</summary>
    void Update(MimeBundle bundle, string displayId);

    /// <summary>The value of the cell's last expression.</summary>
    void Result(MimeBundle bundle);

    /// <summary>Removes what the cell has shown; with <paramref name="wait"/> only when the next output arrives, without flicker.</summary>
    void Clear(bool wait);

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="HicraException">There is nobody to ask.</exception>
    Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation);

    /// <summary>Whether a displayed value can be replaced.</summary>
    bool CanUpdate { get; }
}
