using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Pages;

namespace Hicra.Reproduction;

/// <summary>The notebook kit with the paper's items on top: the command <c>reproduce</c>, and how items show themselves.</summary>
public static class ReproductionKit
{
    private static readonly Lazy<Kit> Whole = new(() =>
    {
        IReadOnlyList<IView> views = [new ReproducedItemView(() => Standard), new TextBlockView(), new GridTableView(), new MarkedTextView(), new ScoreboardView()];
        IReadOnlyList<Func<CommandStyle, KitCommand>> commands = [style => new ReproduceCommand(style)];
        return Kit.Standard.With(views).With(commands);
    });

    /// <summary>The kit that hosts take.</summary>
    public static Kit Standard => Whole.Value;
}
