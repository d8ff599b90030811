using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds;

public class PretrainingBatchesTests
{
    private static readonly PuzzleWorld World = new();
    private static readonly CounterRandom Stream = CounterRandom.FromSeed(0).Derive("pretrain");

    [Fact]
    public void A_batch_depends_on_the_stream_and_its_index_alone()
    {
        var inOrder = new PretrainingBatches(World, Stream);
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => Text(inOrder[i]))];
        var restarted = new PretrainingBatches(World, Stream);
        foreach (int i in (int[])[39, 17, 0, 16, 15, 31]) Assert.Equal(texts[i], Text(restarted[i]));
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.NotEqual(texts[0], Text(new PretrainingBatches(World, Stream.Derive(1))[0]));
    }

    [Fact]
    public void Many_threads_get_the_same_batches()
    {
        var batches = new PretrainingBatches(World, Stream, batchSize: 4);
        string[] expected = [.. Enumerable.Range(0, 64).Select(i => Text(batches[i]))];
        Parallel.For(0, 256, i => Assert.Equal(expected[i % 64], Text(batches[i % 64])));
    }

    [Fact]
    public void A_batch_holds_whole_solutions_of_training_problems()
    {
        var world = new PuzzleWorld();
        HashSet<string> training = [.. world.Training.Select(problem => world.Tokenizer.Decode(world.Prompt(problem)))];
        IReadOnlyList<AuthoredText> batch = new PretrainingBatches(World, Stream)[3];
        Assert.Equal(64, batch.Count);
        Assert.All(batch, solution =>
        {
            Assert.Contains(world.Tokenizer.Decode(solution.Prompt), training);
            Assert.Equal(PuzzleVocabulary.End, solution.Response[^1]);
        });
    }

    [Fact]
    public void A_pool_is_sorted_by_length_before_it_is_dealt_out()
    {
        var batches = new PretrainingBatches(World, Stream);
        (int Shortest, int Longest)[] ranges =
            [.. Enumerable.Range(16, 16).Select(i => (batches[i].Min(s => s.Response.Length), batches[i].Max(s => s.Response.Length)))];
        (int Shortest, int Longest)[] sorted = [.. ranges.Order()];
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.Longest <= pair.Second.Shortest));
        Assert.True(sorted[^1].Longest > sorted[0].Shortest);
        Assert.NotEqual(sorted, ranges); // dealt out in random order
    }

    [Fact]
    public void A_negative_index_or_an_empty_batch_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PretrainingBatches(World, Stream)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PretrainingBatches(World, Stream, batchSize: 0));
    }

    private static string Text(IReadOnlyList<AuthoredText> batch) =>
        string.Join('\n', batch.Select(solution => PuzzleVocabulary.Decode([.. solution.Prompt, .. solution.Response])));
}
