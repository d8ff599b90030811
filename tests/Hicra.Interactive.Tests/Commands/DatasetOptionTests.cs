using Hicra.Interactive.Commands;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>Problems in words by the options of a line, from training to what-if; and what contradicts itself.</summary>
public sealed class DatasetOptionTests : IDisposable
{
    private const string Small = "--prompts 2 --group 4 --minibatches 1 --max-new-tokens 20 --val-problems 2 --val-samples 1 --rollouts-every 1 --threads 1";
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands(new NoFormatter());

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public async Task A_file_of_problems_is_trained_resumed_forked_evaluated_and_replayed()
    {
        File.WriteAllLines(Path.Combine(_host.WorkingDirectory, "words.jsonl"), Enumerable.Range(0, 16).Select(i => $$"""{"problem": "Tom saw {{i}} cats", "answer": "{{i}}"}"""));
        await Run($"#!hicra-train --model stories --dataset words.jsonl --verifier boxed --stop . --top-k 5 --method hicra {Small} --steps 2 --out run --name run");
        RunConfig config = Assert.IsType<ExistingRun>(_host.Values["run"]).Config;
        Assert.Equal(("words", "boxed"), (config.World, config.Dataset!.Verifier));
        Assert.Equal(["."], config.Dataset.Stop);
        await Run("#!hicra-train --resume run --steps 3 --threads 1");
        await Run("#!hicra-train --fork run@1 --out fork --name fork --threads 1");
        Assert.Equal(config.Dataset.Digest, Assert.IsType<ExistingRun>(_host.Values["fork"]).Config.Dataset!.Digest);
        await Run("#!hicra-eval run --samples 2 --limit 2 --top-p 0.9 --threads 1");
        await Run("#!hicra-eval stories --dataset words.jsonl --samples 1 --limit 1 --max-new-tokens 8 --threads 1");
        foreach (string line in (string[])["#!hicra-show run", "#!hicra-trace run --tokens", "#!what-if --run run", "#!hicra-view run --out run.html", "#!what-if --fork run@1 --steps 1 --alpha 0.2 --out branches"]) await Run(line);
    }

    [Fact]
    public async Task The_shipped_model_of_stories_has_problems_of_its_own()
    {
        foreach (string words in (string[])["--model stories", "--dataset stories"])
        {
            await Run($"#!hicra-train {words} {Small} --steps 0 --out run --name run");
            RunConfig config = Assert.IsType<ExistingRun>(_host.Values["run"]).Config;
            Assert.Equal(("stories", "stories", "story"), (config.Base.Directory, config.Dataset!.File, config.Dataset.Verifier));
        }
        foreach (string words in (string[])["stories", "--world stories", "--dataset stories"]) await Run($"#!hicra-eval {words} --limit 1 --samples 1 --max-new-tokens 8 --threads 1");
    }

    [Theory]
    [InlineData("--dtype bf16")]
    [InlineData("--device cuda:0")]
    public async Task An_evaluation_takes_what_the_line_says_on_top_of_the_run(string option)
    {
        await Run($"#!hicra-train {Small} --steps 0 --out run --name run");
        Assert.Contains("the embedded engine computes", (await Assert.ThrowsAsync<HicraException>(() => Run($"#!hicra-eval @run {option} --limit 1 --samples 1 --threads 1"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!hicra-train --dataset none.jsonl --model stories", "no such file")]
    [InlineData("#!hicra-train --dataset stories --world puzzle", "leave out either")]
    [InlineData("#!hicra-train --verifier boxed", "--dataset FILE")]
    [InlineData("#!hicra-train --stop .", "--dataset FILE")]
    [InlineData("#!hicra-train --model stories --verifier boxd", "did you mean 'boxed'?")]
    [InlineData("#!hicra-train --model stories --prompt-template x", "no {problem}")]
    [InlineData("#!hicra-train --top-p 0", "--top-p is 0")]
    [InlineData("#!hicra-train --device cuda:0", "the embedded engine computes on the CPU")]
    [InlineData("#!hicra-train --dtype bf16", "the embedded engine computes in fp32")]
    [InlineData("#!hicra-train --dtype bf61", "did you mean 'bf16'?")]
    [InlineData("#!hicra-train --lora 8", "the embedded engine learns all weights")]
    [InlineData("#!hicra-train --lora 0", "--lora is 0")]
    [InlineData("#!hicra-train --lora-alpha 8", "--lora 16")]
    [InlineData("#!hicra-train --offload", "--offload")]
    [InlineData("#!hicra-train --checkpointing maybe", "give on or off")]
    [InlineData("#!hicra-eval --device cuda:0 --limit 1", "the embedded engine computes on the CPU")]
    [InlineData("#!hicra-eval --min-p 1", "--min-p is 1")]
    [InlineData("#!hicra-eval --dataset stories --world puzzle", "leave out either")]
    public async Task What_cannot_be_meant_is_refused_in_one_line_and_leaves_nothing(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.WorkingDirectory));
    }
}
