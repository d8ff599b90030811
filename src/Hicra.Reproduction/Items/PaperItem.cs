using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Items;

/// <summary>What an item of the paper is.</summary>
public enum PaperItemKind
{
    /// <summary>A figure.</summary>
    Figure,

    /// <summary>A table.</summary>
    Table,

    /// <summary>A listing.</summary>
    Listing,

    /// <summary>An experiment that the paper lacks.</summary>
    Beyond,
}

/// <summary>An item of the paper (arXiv 2509.03646 v3): what it shows, which runs it needs here, and how they are drawn.</summary>
public abstract class PaperItem
{
    /// <summary>Names the item.</summary>
    /// <param name="kind">Figure, table or listing.</param>
    /// <param name="number">Its number in the paper.</param>
    /// <param name="title">What it is about, in a few words.</param>
    private protected PaperItem(PaperItemKind kind, int number, string title) => (Kind, Number, Title) = (kind, number, title);

    /// <summary>Figure, table or listing.</summary>
    public PaperItemKind Kind { get; }

    /// <summary>Its number in the paper.</summary>
    public int Number { get; }

    /// <summary>What it is about, in a few words.</summary>
    public string Title { get; }

    /// <summary>The word by which commands choose it: <c>fig3</c>, <c>table1</c>, <c>listing2</c>.</summary>
    public virtual string Id => FormattableString.Invariant($"{(Kind == PaperItemKind.Figure ? "fig" : Kind == PaperItemKind.Table ? "table" : "listing")}{Number}");

    /// <summary>Its name in the paper: <c>Figure 3</c>.</summary>
    public virtual string Name => FormattableString.Invariant($"{Kind} {Number}");

    /// <summary>What it shows in the paper, panel by panel.</summary>
    public abstract string Shows { get; }

    /// <summary>What is smaller here, or otherwise different.</summary>
    public virtual IReadOnlyList<string> ScaledDown => StandIns.ScaledDown;

    /// <summary>What of it is not here yet, with the reason of each; empty where everything is.</summary>
    public virtual IReadOnlyList<Lack> Lacks => [];

    /// <summary>The claims of the paper that rest on it, by their numbers in the scoreboard.</summary>
    public virtual IReadOnlyList<int> Claims => [];

    /// <summary>The notebook of the kit that goes through it, for example <c>04-training-dynamics</c>; null for none yet.</summary>
    public virtual string? Notebook => null;

    /// <summary>The runs that it needs in the puzzle world.</summary>
    /// <param name="scale">How many, and how long.</param>
    public virtual Needs Needs(RunScale scale) => Recipes.Needs.Nothing;

    /// <summary>Draws it in the puzzle world from what there is; what is not there is left out and named.</summary>
    /// <param name="scale">The scale whose runs are taken.</param>
    /// <param name="evidence">Where the runs are.</param>
    public abstract Drawing Draw(RunScale scale, IEvidence evidence);

    /// <summary>Its part in the long world; null where it has none.</summary>
    internal virtual LongPart? Long => null;

    /// <summary>Whether it is about the long world alone.</summary>
    internal virtual bool IsOfLongWorld => false;

    /// <summary>The runs that it needs in the worlds of a scale.</summary>
    public Needs NeedsOfWorlds(RunScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        Needs puzzle = scale.Has(WorldCatalog.Puzzle) ? Needs(scale) : Recipes.Needs.Nothing;
        return scale.Has(WorldCatalog.LongSums) && Long is { } part ? Recipes.Needs.Union([puzzle, part.Needs(scale)]) : puzzle;
    }

    /// <summary>Draws it in the worlds of a scale, side by side.</summary>
    public Drawing DrawWorlds(RunScale scale, IEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(scale);
        Drawing? part = scale.Has(WorldCatalog.LongSums) ? Long?.Draw(scale, evidence) : null;
        if (scale.Has(WorldCatalog.Puzzle) && !IsOfLongWorld) return part is null ? Draw(scale, evidence) : LongPart.Join(Draw(scale, evidence), part);
        // What the paper reports is shown whatever there is.
        Drawing empty = Draw(scale, NoEvidence.Instance) with { Missing = [] };
        if (part is null) return empty.State == ItemState.NotRun ? empty with { Differences = [IsOfLongWorld ? "It is about the long world alone." : "It has no part in the long world."] } : empty;
        return LongPart.Join(empty with { State = part.State, Measured = [], Differences = [] }, part);
    }
}
