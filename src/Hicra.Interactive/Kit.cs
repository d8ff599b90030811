using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Analyze;
using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Features.Evaluate;
using Hicra.Interactive.Features.Export;
using Hicra.Interactive.Features.Mine;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Features.Plot;
using Hicra.Interactive.Features.Show;
using Hicra.Interactive.Features.Traces;
using Hicra.Interactive.Features.Train;
using Hicra.Interactive.Features.View;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive;

/// <summary>
/// What the kit has: its commands and its views, each named here once. A new command or a new type touches its own file and
/// this list; libraries on top of the kit add theirs by <see cref="With(IReadOnlyList{IView})"/>. Listed and not searched for,
/// because reflection would cost every start.
/// </summary>
public sealed class Kit
{
    // In the order in which help shows them.
    private static readonly Func<CommandStyle, KitCommand>[] StandardCommands =
    [
        style => new TrainCommand(style), TrainCommand.Sweep, style => new PretrainCommand(style), style => new EvalCommand(style), style => new MineCommand(style), style => new ReviewCommand(style),
        style => new AnalyzeCommand(style), style => new ShowCommand(style), style => new DoctorCommand(style), style => new TraceCommand(style), style => new WhatIfCommand(style), style => new PlotCommand(style), style => new ViewCommand(style), style => new ExportCommand(style),
    ];

    // The first that fits shows a value.
    private static readonly IView[] StandardViews =
    [
        new FigureView(), new RolloutView(), new RolloutListView(), new RolloutPairView(), new PictureView(), new GramLibraryView(), new MiningView(), new GramReviewView(),
        new RunView(), new TrainingRunView(), new RunComparisonView(), new SweepSummaryView(), new DiagnosisView(), new WhatIfView(), new LogReportView(), new PaperTableView(), new ClaimCheckView(), new ClaimListView(), new CompletionReportView(),
    ];

    private readonly IReadOnlyList<Func<CommandStyle, KitCommand>> _commands;

    private Kit(IReadOnlyList<Func<CommandStyle, KitCommand>> commands, IReadOnlyList<IView> views) => (_commands, Views) = (commands, views);

    /// <summary>The kit without additions.</summary>
    public static Kit Standard { get; } = new(StandardCommands, StandardViews);

    /// <summary>How values are shown, in the order in which they are asked; hosts register them by their types.</summary>
    public IReadOnlyList<IView> Views { get; }

    /// <summary>This kit with more views, which are asked before its own.</summary>
    public Kit With(IReadOnlyList<IView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        return new(_commands, [.. views, .. Views]);
    }

    /// <summary>This kit with more commands.</summary>
    internal Kit With(IReadOnlyList<Func<CommandStyle, KitCommand>> commands) => new([.. _commands, .. commands], Views);

    /// <summary>The commands as cells have them.</summary>
    /// <param name="formatter">Turns results into what is displayed; null for this kit's views.</param>
    public CommandSet CreateCommands(IMimeFormatter? formatter = null) => new(Commands(CommandStyle.Cell), formatter ?? new HicraFormatter(this));

    /// <summary>The commands, made anew: a host binds each once.</summary>
    internal IReadOnlyList<KitCommand> Commands(CommandStyle style)
    {
        // Descriptions hold numbers.
        using KitCulture culture = KitCulture.Enter();
        return [.. _commands.Select(make => make(style))];
    }
}
