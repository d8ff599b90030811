using System.Net;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>What a cell may call without a prefix. Names are those of .NET Interactive where it has them.</summary>
public static class NotebookFunctions
{
    /// <summary>Shows a value below the cell; the result replaces it later.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">As what it is shown; none for all that it has. A string, or bytes, are taken for what the type says: <c>display("&lt;b&gt;x&lt;/b&gt;", "text/html")</c>.</param>
    /// <exception cref="HicraException">Called outside a cell, or the value has no such representation.</exception>
#pragma warning disable IDE1006 // The name is .NET Interactive's.
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
#pragma warning restore IDE1006

    /// <summary>HTML that is shown as it is. Escape what you do not trust: <see cref="WebUtility.HtmlEncode(string)"/>.</summary>
    public static MimeBundle HTML(string content) => MimeBundle.Of(content ?? "", content ?? "");

    /// <summary>Markdown that is shown formatted.</summary>
    public static MimeBundle Markdown(string content) => MimeBundle.Of(content ?? "").With("text/markdown", content ?? "");

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="HicraException">Called outside a cell, or there is nobody to ask.</exception>
    public static string Input(string prompt = "") => Ask(prompt, password: false);

    /// <summary>Asks the reader for a line that is not shown while it is typed.</summary>
    /// <exception cref="HicraException">Called outside a cell, or there is nobody to ask.</exception>
    public static string Password(string prompt = "") => Ask(prompt, password: true);

    /// <summary>Removes what the cell has shown; with <paramref name="wait"/> only when its next output arrives.</summary>
    /// <exception cref="HicraException">Called outside a cell.</exception>
    public static void ClearOutput(bool wait = false) => Cell().Output.Clear(wait);

    /// <summary>Fires when the reader interrupts the cell. Code that has asked for it gets two seconds to stop by itself.</summary>
    /// <exception cref="HicraException">Called outside a cell.</exception>
    public static CancellationToken CellCancellation => Cell().Cancellation;

    /// <summary>For generated code: a value that a command left for the session.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static object? HandedOver() => Cell().Session.TakeHandedOver();

    private static string Ask(string prompt, bool password)
    {
        CellContext cell = Cell();
        return cell.Output.AskAsync(prompt, password, cell.OwnCancellation).GetAwaiter().GetResult();
    }

    private static CellContext Cell() => CellContext.Required();
}
