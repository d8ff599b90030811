namespace Hicra.Training.Worlds.Vision;

/// <summary>How hard pictures are to read.</summary>
/// <param name="Noise">The probability that a pixel is flipped, each for itself.</param>
/// <param name="Clutter">The probability that a scratch, a short line of lit pixels, lies somewhere in a digit's cell.</param>
public sealed record PictureOptions(double Noise, double Clutter);
