namespace Hicra.Strategy;

/// <summary>Strategic grams that say the same thing (paper, section 2.1), or one move such as deduction, branching, backtracing.</summary>
/// <param name="Name">A name for people; miners take the cluster's first gram.</param>
/// <param name="Grams">At least one gram, as text.</param>
/// <param name="Df">The Cluster DF: solutions that contain at least one of the grams. Null where the grams were not counted.</param>
/// <param name="Intent">The move that the grams make; null where nobody labelled them, or no rule knew (see <see cref="Intents.IntentRules"/>).</param>
public sealed record GramCluster(string Name, IReadOnlyList<string> Grams, int? Df = null, StrategicMove? Intent = null);
