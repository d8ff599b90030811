using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive;

/// <summary>
/// Shows values by the views of a kit, the first that fits. Each view gives <c>text/html</c> that needs no script, style sheet
/// or network, and <c>text/plain</c> that reads well in a terminal. All text that comes from models, files or users is escaped.
/// </summary>
/// <param name="kit">Whose views; null for the standard kit's.</param>
public sealed class HicraFormatter(Kit? kit = null) : IMimeFormatter
{
    private readonly IReadOnlyList<IView> _views = (kit ?? Kit.Standard).Views;

    /// <inheritdoc/>
    public MimeBundle? Format(object value)
    {
        using KitCulture culture = KitCulture.Enter();
        foreach (IView view in _views)
        {
            if (view.Show(value) is { } bundle) return bundle;
        }
        return null;
    }
}
