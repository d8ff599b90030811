namespace Hicra.Torch.Loading;

/// <summary>What is known of the library in this process.</summary>
/// <param name="Location">Where it was found.</param>
/// <param name="Version">PyTorch's version.</param>
/// <param name="Fits">Whether the engine was built for that version.</param>
/// <param name="Shim">TorchSharp's shim.</param>
/// <param name="Weakened">Whether that is the weakened copy for older systems.</param>
public sealed record TorchLibraryInfo(TorchLocation Location, string Version, bool Fits, string Shim, bool Weakened);
