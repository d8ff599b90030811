namespace Hicra.Kernel.Session;

/// <summary>What may be written at a place in a cell.</summary>
/// <param name="Start">Where the name under the cursor begins.</param>
/// <param name="End">Where the replaced text ends.</param>
/// <param name="Items">The names, those that begin with what is written.</param>
public sealed record CellCompletions(int Start, int End, IReadOnlyList<CellCompletion> Items);

/// <summary>A name that may be written.</summary>
/// <param name="Text">The bare name.</param>
/// <param name="Kind">What it is: <c>method</c>, <c>property</c>, <c>keyword</c>, <c>magic</c> ...</param>
/// <param name="Signature">Its declaration or description; empty where there is none.</param>
public sealed record CellCompletion(string Text, string Kind, string Signature);
