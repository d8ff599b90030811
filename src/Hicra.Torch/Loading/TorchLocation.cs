namespace Hicra.Torch.Loading;

/// <summary>A folder where PyTorch's library may lie.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Source">Who put it there, for people.</param>
/// <param name="Version">The version, where the place tells it; null otherwise.</param>
/// <param name="Chosen">Whether a person named it: then nothing else is tried.</param>
public sealed record TorchLocation(string Folder, string Source, string? Version, bool Chosen = false);
