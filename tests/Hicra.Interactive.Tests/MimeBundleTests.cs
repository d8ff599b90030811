using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Tests;

public class MimeBundleTests
{
    [Fact]
    public void A_bundle_keeps_its_representations_in_order_and_apart()
    {
        MimeBundle bundle = MimeBundle.Of("plain", "<b>rich</b>").With("application/json", new System.Text.Json.Nodes.JsonObject { ["x"] = 1 });
        Assert.Equal(["text/plain", "text/html", "application/json"], bundle.Types);
        Assert.Equal("plain", bundle.PlainText);
        Assert.Equal("<b>rich</b>", bundle.Html);
        Assert.Null(bundle.Text("application/json"));
        Assert.Equal("", new MimeBundle().PlainText);
    }
}
