using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Tests.Rendering;

public class TerminalTextTests
{
    [Theory]
    [InlineData("one two three", "one two|three")]
    [InlineData("  one two three", "  one|  two|  three")]
    // An item of a list goes on below its words, not below its mark; where there is no room for that it goes on at the left.
    [InlineData("- one two three four five six seven", "- one two three four five|  six seven", 25)]
    [InlineData("  - one two three four five six", "  - one two three four|    five six", 25)]
    [InlineData("- one two three", "- one|two|three")]
    [InlineData("-- one two", "-- one|two")]
    public void Long_lines_are_folded_below_their_beginning(string line, string folded, int width = 8) =>
        Assert.Equal(folded.Split('|'), TerminalText.Fold(line, width));
}
