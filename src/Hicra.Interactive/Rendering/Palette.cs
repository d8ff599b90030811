namespace Hicra.Interactive.Rendering;

/// <summary>
/// The one theme. Series colours are those of Okabe and Ito, which readers with the common colour blindnesses can tell apart
/// (their yellow is left out: it does not show on white). Everything stands on a card of its own, so that contrast does not
/// depend on the page: a light one, and where the page is dark and lets style sheets be, a dark one (<see cref="Dark"/>).
/// Grounds of words are translucent, so that they fit both.
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

    /// <summary>The ground of planning tokens and of badges of plans.</summary>
    public const string PlanningGround = "rgba(224,122,16,0.25)";

    /// <summary>The ground of grams in lists.</summary>
    public const string GramGround = "rgba(224,122,16,0.12)";

    /// <summary>The ground of what is right or holds.</summary>
    public const string RightGround = "rgba(0,158,115,0.25)";

    /// <summary>The ground of what is wrong.</summary>
    public const string FaultGround = "rgba(207,34,46,0.25)";

    /// <summary>The ground of what holds in part.</summary>
    public const string PartGround = "rgba(0,114,178,0.17)";

    /// <summary>The ground of everything else that stands out a little.</summary>
    public const string PlainGround = "rgba(128,122,105,0.22)";

    /// <summary>What each colour becomes on a dark card. Text keeps 4.5:1 on both.</summary>
    public static IReadOnlyList<(string Light, string Dark)> Dark { get; } =
    [
        (Card, "#1b1f24"), (Ink, "#e6e8ea"), (Muted, "#a7afb9"), (Border, "#3d444d"), (Grid, "#2d333b"),
        (Execution, "#4a9be0"), (Planning, "#f08a3c"), (Accuracy, "#2fc79a"), (Length, "#d583b6"), ("#56b4e9", "#8ad2ff"), ("#3d3d3d", "#c9ccd0"), ("#6b6b66", "#a3a39d"),
        ("#a84700", "#f08a3c"), ("#00755a", "#2fc79a"),
    ];

    /// <summary>A series' colour for words: those that are too pale for text become darker.</summary>
    internal static string ForText(string color) => color switch { Planning => "#a84700", Accuracy => "#00755a", "#cc79a7" or "#56b4e9" or "#e69f00" => Muted, _ => color };

    /// <summary>The colour of a series by its index in the panel.</summary>
    public static string Of(int index) => Cycle[index % Cycle.Count];
}
