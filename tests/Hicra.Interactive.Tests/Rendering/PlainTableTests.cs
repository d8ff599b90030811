using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Tests.Rendering;

public class PlainTableTests
{
    private static readonly string[] Head = ["curve", "step", "last"];
    private static readonly string[][] Rows = [["a long heading of rows", "", ""], ["  a", "123", "1.0"]];

    // Else it would be broken within the first column, and take the room of the others.
    [Fact]
    public void A_row_of_its_first_cell_alone_stands_over_the_columns_of_a_terminal()
    {
        using (TextWidth.Enter(() => 24)) Assert.Equal("curve  step  last\n-----  ----  ----\na long heading of rows\n  a     123   1.0", PlainTable.Render(Head, Rows));
        Assert.Equal("curve                   step  last\n----------------------  ----  ----\na long heading of rows\n  a                      123   1.0", PlainTable.Render(Head, Rows));
    }
}
