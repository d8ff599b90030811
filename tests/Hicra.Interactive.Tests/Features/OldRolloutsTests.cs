using Hicra.Interactive.Tests.Commands;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Text;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Tests.Features;

/// <summary>Rollouts of before they carried their tokens' texts, as the shipped demo has them: every view shows of them what it shows of new ones.</summary>
public sealed class OldRolloutsTests : IDisposable
{
    private readonly FakeHost _old = new(), _new = new();

    public OldRolloutsTests()
    {
        string demo = Path.Combine(Repository.Root, "data", "demo", "hicra");
        Rollout[] rollouts = [.. RolloutJsonl.Read(Path.Combine(demo, "rollouts", "step-000080.jsonl")).Take(32)];
        Assert.All(rollouts, r => Assert.Null(r.TokenTexts));
        ITokenizer tokenizer = WorldCatalog.BuiltIn.Find(WorldCatalog.Puzzle).Tokenizer;
        Write(_old, rollouts);
        Write(_new, rollouts.Select(r => r with { TokenTexts = tokenizer.Pieces(r.TokenIds) }));

        void Write(FakeHost host, IEnumerable<Rollout> some)
        {
            string run = Path.Combine(host.WorkingDirectory, "run");
            Directory.CreateDirectory(Path.Combine(run, "rollouts"));
            foreach (string file in (string[])["config.json", "metrics.jsonl", "grams.json"]) File.Copy(Path.Combine(demo, file), Path.Combine(run, file));
            using RolloutWriter writer = RolloutJsonl.OpenWrite(Path.Combine(run, "rollouts", "step-000080.jsonl"));
            foreach (Rollout rollout in some) writer.Write(rollout);
        }
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    [Theory]
    [InlineData("#!hicra-trace run --tokens")]
    [InlineData("#!hicra-trace run --json")]
    [InlineData("#!what-if --run run")]
    [InlineData("#!what-if --run run --json")]
    [InlineData("#!hicra-show run")]
    [InlineData("#!sg-mine run --library run")]
    [InlineData("#!sg-mine run --library paper --json")]
    [InlineData("#!hicra-view run --out run.html", "run.html")]
    [InlineData("#!hicra-export run --out run.json", "run.json")]
    public async Task A_file_without_token_texts_shows_the_same(string line, string? file = null)
    {
        (string before, string after) = (await Shown(_old, line, file), await Shown(_new, line, file));
        Assert.True(before.Length > 200, before);
        Assert.Equal(before, after);
    }

    private static async Task<string> Shown(FakeHost host, string line, string? file)
    {
        await Kit.Standard.CreateCommands().InvokeAsync(line, host, default);
        string bundles = string.Join('\n', host.Displays.Select(d => d.Last.Html + d.Last.PlainText));
        string written = file is null ? "" : await File.ReadAllTextAsync(Path.Combine(host.WorkingDirectory, file));
        return (bundles + host.Written + written).Replace(host.WorkingDirectory, "", StringComparison.Ordinal);
    }
}
