namespace Hicra.Training.Policies;

/// <summary>A prompt and the response to it, before they are packed.</summary>
/// <param name="Prompt">[tokens] ids that are given, at least one.</param>
/// <param name="Response">[tokens] ids of the response.</param>
public readonly record struct PackedSequence(ReadOnlyMemory<int> Prompt, ReadOnlyMemory<int> Response);
