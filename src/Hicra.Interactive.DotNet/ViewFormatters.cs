using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hicra.Interactive.DotNet;

/// <summary>The kit's views as formatters of the host: single values, and lists and arrays where a view is one of lists.</summary>
internal static class ViewFormatters
{
    /// <summary>Registers each view for HTML and for text; both go out together.</summary>
    public static void Register(Kit kit)
    {
        foreach (IView view in kit.Views)
        {
            Formatter.SetPreferredMimeTypesFor(view.Type, "text/html", "text/plain");
            foreach (string form in (string[])["text/html", "text/plain"])
                Formatter.Register(view.Type, (object value, FormatContext context) => Write(view, value, form, context), form);
        }
    }

    private static bool Write(IView view, object value, string form, FormatContext context)
    {
        using KitCulture culture = KitCulture.Enter();
        if (view.Show(value) is not { } bundle || bundle.Text(form) is not { } text) return false;
        context.Writer.Write(text);
        return true;
    }
}
