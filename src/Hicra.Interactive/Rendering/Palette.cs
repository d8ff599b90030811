namespace Hicra.Interactive.Rendering;

/// <summary>
/// The one theme. Series colours are those of Okabe and Ito, which readers with the common colour blindnesses can tell apart
/// (their yellow is left out: it does not show on white). Everything stands on a light card of its own, so that contrast
/// does not depend on the page.
/// </summary>
public static class Palette
{
    /// <summary>Planning tokens, everywhere.</summary>
    public const string Planning = "#d55e00";

    /// <summary>Execution tokens, everywhere.</summary>
    public const string Execution = "#0072b2";

    /// <summary>Accuracy.</summary>
    public const string Accuracy = "#009e73";

    /// <summary>Response length.</summary>
    public const string Length = "#a3487f";

    /// <summary>The colours of series that name none, in order.</summary>
    public static IReadOnlyList<string> Cycle { get; } = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#3d3d3d"];

    /// <summary>The card's background.</summary>
    public const string Card = "#fcfcfa";

    /// <summary>The card's border.</summary>
    public const string Border = "#d4d3ce";

    /// <summary>Text; 14:1 on the card.</summary>
    public const string Ink = "#24292f";

    /// <summary>Labels of axes, captions; 6:1 on the card.</summary>
    public const string Muted = "#57606a";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#e7e6e1";

    /// <summary>The colour of a series by its index in the panel.</summary>
    public static string Of(int index) => Cycle[index % Cycle.Count];
}
