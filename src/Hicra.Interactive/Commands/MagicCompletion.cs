namespace Hicra.Interactive.Commands;

/// <summary>One way to go on with a magic line.</summary>
/// <param name="Text">What replaces the part of the line from <paramref name="Start"/> to <paramref name="End"/>.</param>
/// <param name="Start">Where the replaced part begins, in characters of the line.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Kind"><c>command</c>, <c>option</c>, <c>value</c>, <c>run</c>, <c>variable</c>, <c>folder</c> or <c>file</c>.</param>
/// <param name="Documentation">One line about it; null where there is none.</param>
public sealed record MagicCompletion(string Text, int Start, int End, string Kind, string? Documentation);
