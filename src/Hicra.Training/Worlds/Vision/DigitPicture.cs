using Hicra.Training.Policies;

namespace Hicra.Training.Worlds.Vision;

/// <summary>
/// Digits as a small picture of black and white pixels: each in a cell of its own, where it may stand anywhere, so that patches
/// cut through it; then scratches and flipped pixels. A pure function of the digits, the options and the stream.
/// </summary>
public sealed class DigitPicture
{
    /// <summary>Patches of a digit's cell side by side, and on top of each other.</summary>
    public const int Across = 2, Down = 2;

    /// <summary>Rows of pixels.</summary>
    public const int Height = Down * PatchToken.Height;

    private const int CellWidth = Across * PatchToken.Width, ScratchLength = 4;

    private readonly bool[] _lit;

    private DigitPicture(int width)
    {
        Width = width;
        _lit = new bool[width * Height];
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Whether a pixel is lit.</summary>
    public bool IsLit(int x, int y) => _lit[y * Width + x];

    /// <summary>Draws digits.</summary>
    /// <param name="digits">From left to right, each 0 to 9.</param>
    /// <param name="options">Noise and clutter.</param>
    /// <param name="random">Decides places, scratches and noise.</param>
    public static DigitPicture Draw(ReadOnlySpan<int> digits, PictureOptions options, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        var picture = new DigitPicture(digits.Length * CellWidth);
        for (int i = 0; i < digits.Length; i++) picture.DrawCell(i * CellWidth, digits[i], options, random.Derive(i));
        return picture;
    }

    /// <summary>The picture cut into patches: column by column from the left, each from the top.</summary>
    public int[] Patches()
    {
        var patches = new int[_lit.Length / PatchToken.Pixels];
        Span<bool> pixels = stackalloc bool[PatchToken.Pixels];
        for (int p = 0; p < patches.Length; p++)
        {
            int left = p / Down * PatchToken.Width, top = p % Down * PatchToken.Height;
            for (int i = 0; i < PatchToken.Pixels; i++) pixels[i] = IsLit(left + i % PatchToken.Width, top + i / PatchToken.Width);
            patches[p] = PatchToken.Of(pixels);
        }
        return patches;
    }

    private void DrawCell(int left, int digit, PictureOptions options, CounterRandom random)
    {
        int x0 = random.Derive("x").Below(0, CellWidth - DigitGlyphs.Width + 1), y0 = random.Derive("y").Below(0, Height - DigitGlyphs.Height + 1);
        for (int y = 0; y < DigitGlyphs.Height; y++)
            for (int x = 0; x < DigitGlyphs.Width; x++)
                if (DigitGlyphs.IsLit(digit, x, y)) Light(left + x0 + x, y0 + y);
        CounterRandom scratch = random.Derive("scratch");
        if (scratch.Uniform(0) < options.Clutter)
        {
            bool upright = scratch.Uniform(1) < .5;
            int x = scratch.Below(2, CellWidth - (upright ? 0 : ScratchLength - 1)), y = scratch.Below(3, Height - (upright ? ScratchLength - 1 : 0));
            for (int i = 0; i < ScratchLength; i++) Light(left + x + (upright ? 0 : i), y + (upright ? i : 0));
        }
        // The same draws at every strength of noise: a noisier picture is the same picture with more pixels flipped.
        CounterRandom noise = random.Derive("noise");
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < CellWidth; x++)
                if (noise.Uniform(y * CellWidth + x) < options.Noise) _lit[y * Width + left + x] ^= true;
    }

    private void Light(int x, int y) => _lit[y * Width + x] = true;

    /// <summary>[height] rows of <c>#</c> (lit) and <c>.</c> (dark).</summary>
    public string[] Rows() => [.. Enumerable.Range(0, Height).Select(y => string.Create(Width, y, (row, at) =>
    {
        for (int x = 0; x < row.Length; x++) row[x] = IsLit(x, at) ? '#' : '.';
    }))];
}
