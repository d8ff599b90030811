using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Notebooks;

namespace Hicra.Kernel.Tests.Notebooks;

public sealed class NotebookOutputsTests
{
    private readonly JsonArray _outputs = [];
    private readonly NotebookOutputs _output;

    public NotebookOutputsTests() => _output = new NotebookOutputs(_outputs, new NotebookDisplays(), 1);

    [Fact]
    public void Text_that_comes_in_pieces_is_the_text()
    {
        foreach (string piece in (string[])["a", "b\nc", "\n", "10 %\r20 %", "\r30 %", "\nend"]) _output.Write(piece, toErrors: false);
        Assert.Equal("ab\nc\n30 %\nend", NotebookText.Join(Assert.Single(_outputs)!["text"]));
    }

    [Fact]
    public void A_flood_of_text_is_cut_and_said()
    {
        string line = new string('x', 999) + "\n";
        for (int i = 0; i < 2 * NotebookOutputs.MostText / line.Length; i++) _output.Write(line, toErrors: false);
        Assert.Equal(2, _outputs.Count);
        Assert.Equal(NotebookOutputs.MostText, NotebookText.Join(_outputs[0]!["text"]).Length);
        Assert.Contains("the rest is left out", NotebookText.Join(_outputs[1]!["text"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_outputs_is_cut_and_said_and_a_cleared_cell_begins_anew()
    {
        for (int i = 0; i < NotebookOutputs.MostOutputs + 100; i++) _output.Display(MimeBundle.Of("x"), $"{i}");
        Assert.Equal(NotebookOutputs.MostOutputs + 1, _outputs.Count);
        _output.Clear(wait: true);
        _output.Display(MimeBundle.Of("y"), "again");
        Assert.Single(_outputs);
    }
}
