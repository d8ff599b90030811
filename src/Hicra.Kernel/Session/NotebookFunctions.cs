using System.Net;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>What a cell may call without a prefix. Names are those of .NET Interactive where it has them.</summary>
public static class NotebookFunctions
{
    /// <summary>Shows a value below the cell; the result replaces it later.</summary>
    /// <exception cref="HicraException">Called outside a cell.</exception>
#pragma warning disable IDE1006 // The name is .NET Interactive's.
    public static DisplayedValue display(object? value) => Show(Cell().Session.Format(value));
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

    private static DisplayedValue Show(MimeBundle bundle)
    {
        CellContext cell = Cell();
        var shown = new DisplayedValue(cell.Session, cell.Output, Guid.NewGuid().ToString("N"));
        cell.Output.Display(bundle, shown.DisplayId);
        return shown;
    }

    private static string Ask(string prompt, bool password)
    {
        CellContext cell = Cell();
        return cell.Output.AskAsync(prompt, password, cell.OwnCancellation).GetAwaiter().GetResult();
    }

    private static CellContext Cell() => CellContext.Current ?? throw new HicraException("display, Input and their like work in a notebook cell only");
}
