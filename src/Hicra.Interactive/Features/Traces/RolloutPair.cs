using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Traces;

/// <summary>Two rollouts to be shown side by side on one scale, for example of two methods on the same problem.</summary>
/// <param name="First">The one on the left.</param>
/// <param name="Second">The one on the right.</param>
/// <param name="FirstName">A heading; null to name it by method, step and sample.</param>
/// <param name="SecondName">A heading; null to name it by method, step and sample.</param>
public sealed record RolloutPair(Rollout First, Rollout Second, string? FirstName = null, string? SecondName = null);
