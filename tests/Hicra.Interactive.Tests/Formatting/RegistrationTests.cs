using System.Collections;
using System.Reflection;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Formatting;
using Hicra.Interactive.Tests.Figures;
using Hicra.Interactive.WhatIf;
using Hicra.Strategy;
using Hicra.Traces;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Formatting;

/// <summary>Finds formatters as .NET Interactive does: by an attribute's name and by reflection, without a reference to the kit.</summary>
public class RegistrationTests
{
    private static object Attribute(Type type) => type.GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");

    private static IEnumerable<object> Formatters(object attribute)
    {
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        MethodInfo create = source.GetMethod("CreateTypeFormatters")!;
        return ((IEnumerable)create.Invoke(Activator.CreateInstance(source), null)!).Cast<object>();
    }

    private static string? Format(object value, string mimeType)
    {
        object formatter = Formatters(Attribute(value.GetType())).Single(f => (Type)f.GetType().GetProperty("Type")!.GetValue(f)! == value.GetType() && (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType);
        using var writer = new StringWriter();
        MethodInfo format = formatter.GetType().GetMethods().Single(m => m.Name == "Format" && m.GetParameters() is [{ ParameterType.FullName: "System.Object" }, _]);
        return (bool)format.Invoke(formatter, [value, writer])! ? writer.ToString() : null;
    }

    [Theory]
    [InlineData(typeof(Figure))]
    [InlineData(typeof(Rollout))]
    [InlineData(typeof(TracePair))]
    [InlineData(typeof(StrategicGramLibrary))]
    [InlineData(typeof(ExistingRun))]
    [InlineData(typeof(TrainingRun))]
    [InlineData(typeof(RunComparison))]
    [InlineData(typeof(PaperTable))]
    [InlineData(typeof(ClaimCheck))]
    [InlineData(typeof(WhatIfReport))]
    [InlineData(typeof(SweepSummary))]
    public void Every_type_that_the_kit_shows_leads_there(Type type)
    {
        Assert.Contains(type, HicraFormatter.Types);
        object attribute = Attribute(type);
        Assert.Contains("text/html", (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
        Assert.Contains("text/plain", (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
        Assert.Equal(2 * HicraFormatter.Types.Count + 1, Formatters(attribute).Count());
    }

    [Fact]
    public void What_reflection_writes_is_what_the_formatter_gives()
    {
        Rollout rollout = Shown.Rollout();
        Assert.Equal(Shown.Bundle(rollout).Html, Format(rollout, "text/html"));
        Assert.Equal(Shown.Bundle(rollout).PlainText, Format(rollout, "text/plain"));
        Assert.StartsWith("{\"data\":", Format(Samples.Everything(), PlotlyRenderer.MimeType), StringComparison.Ordinal);
    }
}
