namespace Hicra.Training.Policies;

/// <summary>
/// A patch of a picture as one token of a prompt: an id that no vocabulary has, whose bits are the patch's pixels. So prompts,
/// batches and checks stay what they are for text, and a model with a patch embedding (<see cref="ModelConfig.PatchPixels"/>)
/// takes the projection of the pixels where it would look up a word.
/// </summary>
/// <remarks>Bit 31 is set and bit 30 is not, which tells a patch from ids (not negative) and from foreign words (-1).</remarks>
public static class PatchToken
{
    /// <summary>Pixels of a row.</summary>
    public const int Width = 5;

    /// <summary>Rows of pixels.</summary>
    public const int Height = 6;

    /// <summary>Pixels of a patch, row by row.</summary>
    public const int Pixels = Width * Height;

    private const int Patch = int.MinValue;

    /// <summary>The token of a patch.</summary>
    /// <param name="lit">[<see cref="Pixels"/>] which pixels are lit, row by row.</param>
    public static int Of(ReadOnlySpan<bool> lit)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(lit.Length, Pixels);
        int token = Patch;
        for (int i = 0; i < Pixels; i++)
            if (lit[i]) token |= 1 << i;
        return token;
    }

    /// <summary>Whether a token is a patch.</summary>
    public static bool IsPatch(int token) => token >>> Pixels == 2;

    /// <summary>Whether a pixel of a patch is lit.</summary>
    public static bool IsLit(int token, int pixel) => (token >>> pixel & 1) != 0;
}
