using System.CommandLine;
using System.Globalization;
using System.Text;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Traces;

/// <summary><c>hicra trace</c>, <c>#!hicra-trace</c>: one rollout with its planning tokens marked.</summary>
internal sealed class TraceCommand : KitCommand
{
    private readonly Argument<string?> _run;
    private readonly Option<string?> _step, _index, _name;
    private readonly Option<bool> _tokens, _json;

    public TraceCommand(CommandStyle style) : base("trace", style, "Shows one rollout: planning tokens marked, verdict and advantages.")
    {
        _run = AddArgument(new Argument<string?>("RUN") { Arity = ArgumentArity.ZeroOrOne, Description = $"{RunReference.Help} [demo]" }, ValueKind.Run);
        _step = Add(Options.Text("--step", "n", "a step whose rollouts are saved [the last]"));
        _index = Add(Options.Text("--index", "n", "which rollout of the step [the first right one, else 0]"));
        _tokens = Add(new Option<bool>("--tokens") { Description = "list every token with log-prob, entropy and advantage" });
        _name = Add(CommonOptions.Name("the rollout"));
        _json = Add(Options.Json());
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        if (call.Parsed.GetValue(_run) is null && !call.Parsed.GetValue(_json)) call.Host.Output.WriteLine(RunReference.Unnamed(Typed("trace")));
        NamedRun run = RunReference.One(call.Parsed.GetValue(_run) ?? RunReference.Demo, call.Host);
        IReadOnlyList<int> steps = run.Run.Folder.RolloutSteps();
        if (steps.Count == 0) throw new HicraException($"{run.Name}: the run has no saved rollouts; train with --rollouts-every N");
        int chosen = call.Parsed.WholeNumber(_step, 0) ?? steps[^1];
        if (!steps.Contains(chosen)) throw new HicraException($"{run.Name}: no rollouts of step {chosen}; there are those of {string.Join(", ", steps)}");
        LogOrigin? log = run.Run.Config.Log;
        // What its source lacks is said with the rollout.
        Rollout[] rollouts = [.. RolloutJsonl.Read(run.Run.Folder.RolloutsOf(chosen)).Select(r => log is null ? r : r with { Source = RolloutFormats.Parse(log.Format) })];
        int at = call.Parsed.WholeNumber(_index, 0) ?? Math.Max(0, Array.FindIndex(rollouts, r => r.Kind == "right"));
        if (at >= rollouts.Length) throw new HicraException($"--index is {at}; step {chosen} has {rollouts.Length} rollouts, give 0 to {rollouts.Length - 1}");
        call.Leave(_name, rollouts[at]);
        if (call.Parsed.GetValue(_json) && call.Parsed.GetValue(_tokens)) call.Note("--tokens has no effect with --json, which has them all");
        if (call.Parsed.GetValue(_json)) WriteJson(call, rollouts[at]);
        else call.Host.Display(Bundle(rollouts[at], string.Create(CultureInfo.InvariantCulture, $"{run.Name}, step {chosen}, rollout {at}{(log is null ? "" : $"; planning tokens by {log.Tokens}")}"), call.Parsed.GetValue(_tokens)));
        return Task.CompletedTask;
    }

    private static MimeBundle Bundle(Rollout rollout, string name, bool perToken)
    {
        RolloutModel model = RolloutModel.Of(rollout);
        RowTable? tokens = perToken ? Tokens(model) : null;
        string more = tokens is null ? "" : "\n\n" + tokens.Text().TrimEnd('\n');
        return MimeBundle.Of(RolloutText.Render(model, name) + more, RolloutHtml.Render(rollout) + (tokens is null ? "" : Html.Card(tokens.Html())))
            .With(MimeBundle.TerminalType, RolloutText.Render(model, name, coloured: true) + more);
    }

    private static RowTable Tokens(RolloutModel model) => new(
    [
        ["#", "token", "", "log-prob", "entropy", "advantage"],
        .. Enumerable.Range(0, model.Count).Select(i => (string[])
        [
            i.ToString(CultureInfo.InvariantCulture), model.Texts?[i] ?? "", model.IsPlanning(i) ? "planning" : "",
            NumberText.Of(model.Rollout.LogProbs?[i]), NumberText.Of(model.Rollout.Entropies?[i]), NumberText.Of(model.Rollout.TokenAdvantages?[i]),
        ]),
    ], LeftColumns: 3, Drop: [4, 3]);

    private static void WriteJson(CommandCall call, Rollout rollout)
    {
        using var buffer = new MemoryStream();
        using (var writer = new RolloutWriter(buffer, "output")) writer.Write(rollout with { TokenTexts = RolloutTokens.Pieces(rollout) });
        call.Host.Output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
