namespace Hicra.Training.Worlds.Vision;

/// <summary>The ten digits as pixels, five wide and seven high: the shapes of common dot-matrix displays.</summary>
internal static class DigitGlyphs
{
    public const int Width = 5, Height = 7;

    // [rows] the ten digits side by side.
    private static readonly string[] Rows =
    [
        ".###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###.",
        "#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...#",
        "#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...#",
        "#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .####",
        "##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....#",
        "#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#.",
        ".###. .###. ##### .###. ...#. .###. .###. .#... .###. .##..",
    ];

    /// <summary>Whether a pixel of a digit is lit.</summary>
    public static bool IsLit(int digit, int x, int y) => Rows[y][digit * (Width + 1) + x] == '#';
}
