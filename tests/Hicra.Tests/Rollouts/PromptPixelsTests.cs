using System.Text;
using Hicra.Rollouts;

namespace Hicra.Tests.Rollouts;

/// <summary>Pictures of prompts in rollout files.</summary>
public sealed class PromptPixelsTests
{
    [Fact]
    public void A_picture_is_written_and_read_again()
    {
        var rollout = new Rollout { Prompt = "numbers", PromptPixels = ["#..", ".#.", "..#"], Response = "hit" };
        using var stream = new MemoryStream();
        new RolloutWriter(stream, "memory").Write(rollout);
        Assert.Equal("""{"prompt":"numbers","prompt_pixels":["#..",".#.","..#"],"response":"hit"}""" + "\n", Encoding.UTF8.GetString(stream.ToArray()));
        stream.Position = 0;
        Assert.Equal(rollout.PromptPixels, RolloutJsonl.Read(stream, "memory", null).Single().PromptPixels);
    }

    [Theory]
    [InlineData("""["#.","#"]""")]
    [InlineData("""["<script>"]""")]
    public void What_is_no_picture_is_refused(string pixels)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"response":"hit","prompt_pixels":{{pixels}}}""" + "\n{\"response\":\"miss\"}\n"));
        Assert.Contains("picture", Assert.Throws<HicraException>(() => RolloutJsonl.Read(stream, "memory", null).ToArray()).Message, StringComparison.Ordinal);
    }
}
