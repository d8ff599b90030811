namespace Hicra.Objective;

/// <summary>What a sequence must know of the whole minibatch so that its loss and gradient are final.</summary>
/// <param name="Tokens">Kept tokens of the minibatch: those that take part in the loss.</param>
/// <param name="Sequences">Sequences with at least one kept token.</param>
public readonly record struct LossNormalizer(long Tokens, int Sequences);
