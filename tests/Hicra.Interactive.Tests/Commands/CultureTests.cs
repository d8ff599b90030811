using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>What the kit reads and writes does not depend on the culture of the host, the machine or the cell.</summary>
public sealed partial class CultureTests
{
    private const string Small = "--prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 2 --val-samples 2 --threads 1";

    [Theory]
    [InlineData($"#!hicra-train --method hicra --alpha 0.25 --lr 0.0005 --steps 2 --out run {Small}")]
    [InlineData($"#!hicra-train --method grpo,hicra --alpha 0.1,0.25 --seeds 0..1 --steps 1 --out sweep {Small}")]
    [InlineData("#!hicra-train --alpha 1.5 --dry-run")]
    [InlineData("#!hicra-train --lr -0.5")]
    [InlineData("#!hicra-train --lr 0,5")]
    [InlineData("#!hicra-train --steps -3")]
    [InlineData("#!hicra-train --max-grad-norm -1.5")]
    [InlineData("#!hicra-train --help")]
    [InlineData("#!hicra-train --json --quiet --method hicra --alpha 0.25 --dry-run")]
    [InlineData("#!what-if --run demo --alpha 0,0.25,0.5")]
    [InlineData("#!what-if --run demo --alpha 0.25 --json")]
    [InlineData("#!plot-dynamics demo --compare --paper --out figure.svg")]
    [InlineData("#!plot-dynamics demo --metrics hicra/accuracy,response_length/mean --json")]
    [InlineData("#!hicra-eval --limit 3 --samples 2 --threads 1")]
    [InlineData("#!hicra-eval --limit 3 --samples 2 --threads 1 --temperature 0.5 --json")]
    [InlineData("#!sg-mine demo --out grams.json")]
    [InlineData("#!sg-mine demo --json")]
    [InlineData("#!sg-mine demo --library paper")]
    public async Task A_command_reads_and_says_the_same(string line) => Assert.Equal(await Said(line, CultureInfo.InvariantCulture), await Said(line, OtherCulture.Value));

    [Fact]
    public async Task A_review_says_the_same()
    {
        async Task<string> Reviewed(CultureInfo culture)
        {
            using FakeHost host = Host();
            await Invoke("#!sg-mine demo --out grams.json", host, culture);
            host.Displays.Clear();
            await Invoke("#!sg-review grams.json --drop 2", host, culture);
            return All(host);
        }

        Assert.Equal(await Reviewed(CultureInfo.InvariantCulture), await Reviewed(OtherCulture.Value));
    }

    [Fact]
    public void A_value_is_shown_the_same()
    {
        using var folder = new TemporaryFolder();
        object[] values = Shown.Values("text", folder.Path);
        string[] expected = [.. values.Select(Bundle)];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = OtherCulture.Value;
            Assert.Equal(expected, values.Select(Bundle));
            Assert.Same(OtherCulture.Value, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Bundle(object value) => Text(Shown.Bundle(value));
    }

    // Nothing of the kit asks for the culture; what others bring into its work (a value's own text, a package) may.
    [Fact]
    public async Task Commands_and_formatters_run_in_the_invariant_culture_and_give_the_readers_back()
    {
        var seen = new List<CultureInfo>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = OtherCulture.Value;
        using FakeHost host = Host();
        await Kit.Standard.CreateCommands(new Asking(seen)).InvokeAsync("#!plot-dynamics demo --metrics hicra/accuracy", host, default);
        IEnumerable<ClaimCheck> Checks()
        {
            seen.Add(CultureInfo.CurrentCulture);
            yield return Shown.Check();
        }

        new HicraFormatter().Format(Checks());
        Assert.True(seen.Count >= 2);
        Assert.All(seen, culture => Assert.Same(CultureInfo.InvariantCulture, culture));
        Assert.Same(OtherCulture.Value, CultureInfo.CurrentCulture);
        Assert.Same(OtherCulture.Value, CultureInfo.CurrentUICulture);
    }

    private static FakeHost Host() => new() { Clock = new StandingClock() };

    private static async Task<string> Said(string line, CultureInfo culture)
    {
        using FakeHost host = Host();
        string error = await Invoke(line, host, culture);
        return error + All(host);
    }

    private static async Task<string> Invoke(string line, FakeHost host, CultureInfo culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        CommandSet commands = Kit.Standard.CreateCommands();
        string error = "";
        try { await commands.InvokeAsync(line, host, default); }
        catch (HicraException refused) { error = refused.Message; }
        Assert.Same(culture, CultureInfo.CurrentCulture);
        return string.Join('\n', error, commands.Describe(line, 3), string.Join(' ', commands.Complete(line, line.Length, host).Select(c => $"{c.Text} {c.Documentation}")));
    }

    private static string All(FakeHost host)
    {
        var text = new StringBuilder($"{host.Written}{host.Warned}");
        foreach (MimeBundle shown in host.Displays.Select(d => d.Last)) text.Append(Text(shown)).Append('\n');
        foreach (string file in Directory.EnumerateFiles(host.WorkingDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.Append(Path.GetRelativePath(host.WorkingDirectory, file)).Append(": ").Append(file.EndsWith(".safetensors", StringComparison.Ordinal) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))) : File.ReadAllText(file)).Append('\n');
        return Clockwork().Replace(text.ToString(), "").Replace(host.WorkingDirectory, ".", StringComparison.Ordinal);
    }

    private static string Text(MimeBundle bundle) => string.Join('\n', bundle.Data.Select(d => $"{d.Key}: {d.Value.ToJsonString()}"));

    [GeneratedRegex("""(,?"(timing_s|perf)/[^"]*":[^,}]*)|((Wall time|in): [^\n]* s)""")]
    private static partial Regex Clockwork();

    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }

    private sealed class Asking(List<CultureInfo> seen) : IMimeFormatter
    {
        public MimeBundle? Format(object value)
        {
            seen.Add(CultureInfo.CurrentCulture);
            return null;
        }
    }
}
