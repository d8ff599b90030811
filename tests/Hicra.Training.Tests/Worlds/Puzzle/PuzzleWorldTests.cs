using System.Text.Json;
using Hicra.Strategy;
using Hicra.Strategy.Intents;
using Hicra.Testing;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Worlds.Puzzle;

public class PuzzleWorldTests
{
    private readonly PuzzleWorld _world = new();

    [Fact]
    public void The_words_strategies_and_grams_are_those_of_the_reference_program()
    {
        using JsonDocument batch = JsonDocument.Parse(File.ReadAllText(Repository.Golden("engine/batch.json")));
        Assert.Equal(Words("vocabulary"), PuzzleVocabulary.Words);
        Assert.Equal(Words("grams"), _world.StrategicGrams);
        Assert.Equal(Words("strategies"), PuzzleStrategy.All.Select(strategy => strategy.Name));

        IEnumerable<string> Words(string key) => batch.RootElement.GetProperty(key).EnumerateArray().Select(word => word.GetString()!);
    }

    [Fact]
    public void The_problems_are_those_of_the_reference_program_in_its_order()
    {
        using JsonDocument problems = JsonDocument.Parse(File.ReadAllText(Repository.Golden("engine/problems.json")));
        Assert.Equal(Ids("train"), _world.Training.Select(problem => problem.Id));
        Assert.Equal(Ids("validation"), _world.Validation.Select(problem => problem.Id));

        IEnumerable<string> Ids(string key) => problems.RootElement.GetProperty(key).EnumerateArray()
            .Select(problem => $"{string.Join(' ', problem[0].EnumerateArray())} target {problem[1]}");
    }

    [Fact]
    public void Prompts_and_texts_are_encoded_as_the_reference_program_does()
    {
        using JsonDocument batch = JsonDocument.Parse(File.ReadAllText(Repository.Golden("engine/batch.json")));
        foreach (JsonElement rollout in batch.RootElement.GetProperty("rollouts").EnumerateArray())
        {
            int[] numbers = Integers(rollout.GetProperty("numbers"));
            var problem = new PuzzleProblem(numbers[0], numbers[1], numbers[2], rollout.GetProperty("target").GetInt32());
            int[] ids = Integers(rollout.GetProperty("ids"));
            string text = rollout.GetProperty("text").GetString()!;
            Assert.Equal(Integers(rollout.GetProperty("prompt_ids")), _world.Prompt(problem));
            Assert.Equal(ids, _world.Tokenizer.Encode(text));
            Assert.Equal(text, _world.Tokenizer.Decode(ids));
        }

        static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
    }

    [Fact]
    public void Named_tokens_stand_where_their_names_say()
    {
        Assert.Equal(169, _world.Tokenizer.VocabularySize);
        Assert.Equal(169, PuzzleVocabulary.Words.Distinct().Count());
        Assert.Equal("0 99", _world.Tokenizer.Decode([0, PuzzleVocabulary.NumberCount - 1]));
        Assert.Equal("<pad> <eos> numbers target :",
            _world.Tokenizer.Decode([PuzzleVocabulary.Pad, PuzzleVocabulary.End, PuzzleVocabulary.Numbers, PuzzleVocabulary.Target, PuzzleVocabulary.Colon]));
        Assert.Equal("* + -", _world.Tokenizer.Decode([.. Enum.GetValues<PuzzleOperator>().Select(operation => PuzzleVocabulary.FirstOperator + (int)operation)]));
        Assert.Equal("= , hit miss answer",
            _world.Tokenizer.Decode([PuzzleVocabulary.EqualsSign, PuzzleVocabulary.Comma, PuzzleVocabulary.Hit, PuzzleVocabulary.Miss, PuzzleVocabulary.Answer]));
    }

    [Fact]
    public void Training_and_validation_share_no_triple_and_every_target_is_reached_by_one_or_two_strategies()
    {
        Assert.Equal(1123, PuzzleProblems.Training.Count);
        Assert.Equal(274, PuzzleProblems.Validation.Count);
        Assert.Equal(["5 5 4 target 15", "5 6 3 target 45", "5 2 7 target 3", "4 6 4 target 40"],
            [_world.Training[0].Id, _world.Training[^1].Id, _world.Validation[0].Id, _world.Validation[^1].Id]);
        Assert.Empty(PuzzleProblems.Training.Select(Triple).Intersect(PuzzleProblems.Validation.Select(Triple)));
        PuzzleProblem[] all = [.. PuzzleProblems.Training, .. PuzzleProblems.Validation];
        Assert.Equal(216, all.Select(Triple).Distinct().Count());
        Assert.Equal(all.Length, all.Select(problem => problem.Id).Distinct().Count());
        Assert.All(all, problem =>
            Assert.InRange(PuzzleStrategy.All.Count(strategy => strategy.Evaluate(problem.A, problem.B, problem.C) == problem.Target), 1, 2));

        static (int, int, int) Triple(PuzzleProblem problem) => (problem.A, problem.B, problem.C);
    }

    [Theory]
    [InlineData("a*b+c", 2 * 3 + 7)]
    [InlineData("a*b-c", 2 * 3 - 7)]
    [InlineData("b*c+a", 3 * 7 + 2)]
    [InlineData("a+b*c", (2 + 3) * 7)]
    [InlineData("b*c-a", 3 * 7 - 2)]
    [InlineData("a*c+b", 2 * 7 + 3)]
    [InlineData("b+c*a", (3 + 7) * 2)]
    [InlineData("a*c-b", 2 * 7 - 3)]
    public void A_strategy_is_worked_from_left_to_right(string name, int value) =>
        Assert.Equal(value, PuzzleStrategy.All.Single(strategy => strategy.Name == name).Evaluate(2, 3, 7));

    [Fact]
    public void Grams_fall_into_eleven_clusters_of_three_and_three_moves()
    {
        (IReadOnlyList<int> clusterOf, IReadOnlyList<string> names) = _world.GramClusters;
        Assert.Equal(_world.StrategicGrams.Count, clusterOf.Count);
        Assert.Equal(["a*b+c", "a*b-c", "b*c+a", "a+b*c", "b*c-a", "a*c+b", "b+c*a", "a*c-b", "branching", "backtracing", "verification"], names);
        Assert.All(Enumerable.Range(0, names.Count), cluster => Assert.Equal(3, clusterOf.Count(of => of == cluster)));
        Assert.Equal("b*c-a", names[clusterOf[_world.StrategicGrams.Index().Single(gram => gram.Item == "back product minus the first").Index]]);
        Assert.Equal("backtracing", names[clusterOf[_world.StrategicGrams.Index().Single(gram => gram.Item == "but we were given more").Index]]);
        Assert.Equal(8, Enumerable.Range(0, names.Count).Count(cluster => PuzzleGrams.MoveOf(cluster) == StrategicMove.Deduction));
        Assert.Equal(StrategicMove.Branching, PuzzleGrams.MoveOf(PuzzleGrams.Branching));
        Assert.Equal(StrategicMove.Backtracing, PuzzleGrams.MoveOf(PuzzleGrams.Constraint));
        Assert.Equal(StrategicMove.Backtracing, PuzzleGrams.MoveOf(PuzzleGrams.Verification));
        Assert.Throws<ArgumentOutOfRangeException>(() => PuzzleGrams.MoveOf(11));
    }

    [Fact]
    public void The_default_rules_know_the_move_of_every_gram_and_cluster()
    {
        for (int gram = 0; gram < PuzzleGrams.Texts.Count; gram++)
            Assert.Equal((PuzzleGrams.Texts[gram], PuzzleGrams.MoveOf(PuzzleGrams.ClusterOf[gram])), (PuzzleGrams.Texts[gram], IntentRules.Default.Label(PuzzleGrams.Texts[gram]).Move!.Value));
        StrategicGramLibrary library = IntentRules.Default.Label(StrategicGramLibrary.FromClusterIndices("world", PuzzleGrams.Texts, PuzzleGrams.ClusterOf, PuzzleGrams.ClusterNames));
        Assert.Equal(Enumerable.Range(0, library.Clusters.Count).Select(c => (StrategicMove?)PuzzleGrams.MoveOf(c)), library.Clusters.Select(c => c.Intent));
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_shown_as_numbers() =>
        Assert.Equal("hit <169> <-1> miss", _world.Tokenizer.Decode([PuzzleVocabulary.Hit, 169, -1, PuzzleVocabulary.Miss]));

    [Theory]
    [InlineData("hit frob", "Word 2 of the text, 'frob'")]
    [InlineData("100", "'100'")]
    [InlineData("07", "'07'")]
    [InlineData("hit  miss", "Word 2 of the text, ''")]
    public void Encoding_names_a_word_outside_the_vocabulary(string text, string named) =>
        Assert.Contains(named, Assert.Throws<HicraException>(() => _world.Tokenizer.Encode(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_empty_text_has_no_tokens()
    {
        Assert.Empty(_world.Tokenizer.Encode(""));
        Assert.Equal("", _world.Tokenizer.Decode([]));
    }

    [Fact]
    public void A_problem_is_read_back_from_its_id()
    {
        var problem = new PuzzleProblem(6, 3, 7, 27);
        Assert.Equal("6 3 7 target 27", problem.Id);
        Assert.Equal(problem, PuzzleProblem.Parse(problem.Id));
        Assert.Equal("numbers 6 3 7 target 27 :", _world.Tokenizer.Decode(_world.Prompt(problem)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6 3 7")]
    [InlineData("6 3 7 target")]
    [InlineData("6 3 x target 27")]
    [InlineData("6 3 7 goal 27")]
    [InlineData("6 3 7 target 100")]
    [InlineData("6 3 -7 target 27")]
    [InlineData("6 3 7 target 99999999999")]
    public void A_text_that_is_no_problem_is_refused_with_an_example(string text)
    {
        string message = Assert.Throws<HicraException>(() => PuzzleProblem.Parse(text)).Message;
        Assert.Contains($"'{text}'", message, StringComparison.Ordinal);
        Assert.Contains("6 3 7 target 27", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_and_verdicts_of_another_world_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _world.Prompt(new OtherProblem()));
        Assert.Throws<ArgumentException>(() => _world.Judge(new OtherProblem(), []));
        Assert.Throws<ArgumentException>(() => _world.Measure([new Verdict(1, ErrorKind.Right)]));
        Assert.Throws<ArgumentException>(() => _world.Prompt(new PuzzleProblem(6, 3, 7, 100)));
    }

    private sealed record OtherProblem() : Problem("other");
}
