using Hicra.Interactive.Rendering;
using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Traces;

/// <summary>A rollout, token by token.</summary>
internal sealed class RolloutView : View<Rollout>
{
    public override string RenderText(Rollout value) => RolloutText.Render(value);

    public override string RenderHtml(Rollout value) => RolloutHtml.Render(value);
}

/// <summary>Rollouts of a step or a file.</summary>
internal sealed class RolloutListView : View<IReadOnlyCollection<Rollout>>
{
    public override string RenderText(IReadOnlyCollection<Rollout> value) => RolloutText.Render(value);

    public override string RenderHtml(IReadOnlyCollection<Rollout> value) => RolloutHtml.Render(value);
}

/// <summary>Two rollouts side by side.</summary>
internal sealed class RolloutPairView : View<RolloutPair>
{
    public override string RenderText(RolloutPair value) => RolloutText.Render(value);

    public override string RenderHtml(RolloutPair value) => RolloutHtml.Render(value);
}
