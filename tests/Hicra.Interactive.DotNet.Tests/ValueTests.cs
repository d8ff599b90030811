using Hicra.Interactive.Rendering;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hicra.Interactive.DotNet.Tests;

/// <summary>Values of the kit's types show themselves in the host, in both forms.</summary>
[Collection(nameof(HostedKit))]
public sealed class ValueTests(HostedKit kit)
{
    private const string Rollouts = "RolloutFiles.Read([Path.Combine(ShippedData.Path(\"demo\", \"hicra\"), \"rollouts\")]).Take(3)";

    [Fact]
    public void Every_view_is_registered_for_html_and_text() =>
        Assert.All(Hicra.Reproduction.ReproductionKit.Standard.Views, (IView view) => Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(view.Type)));

    [Theory]
    [InlineData(Rollouts + ".First()", "mathjax_ignore")]
    [InlineData(Rollouts + ".ToArray()", "mathjax_ignore")]
    [InlineData(Rollouts + ".ToList()", "mathjax_ignore")]
    [InlineData("ExistingRun.Open(ShippedData.Path(\"demo\", \"hicra\")).Frame()", "<details")]
    [InlineData("RunFigures.Dynamics([RunFigures.Read(ExistingRun.Open(ShippedData.Path(\"demo\", \"hicra\")))])", "mathjax_ignore")]
    public async Task Values_and_lists_show_themselves(string expression, string part)
    {
        IReadOnlyList<KernelEvent> events = await kit.RunAsync(expression);
        Assert.Null(events.Failure());
        ReturnValueProduced value = Assert.Single(events.OfType<ReturnValueProduced>());
        Assert.Equal(["text/html", "text/plain"], value.FormattedValues.Select(v => v.MimeType));
        Assert.Contains(part, value.FormattedValues.First().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<div", value.FormattedValues.Last().Value, StringComparison.Ordinal);
    }
}
