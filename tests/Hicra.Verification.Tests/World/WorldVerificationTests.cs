using System.Text.Json.Nodes;
using Hicra.Testing;
using Hicra.Verification.Reports;
using Hicra.Verification.World;

namespace Hicra.Verification.Tests.World;

public sealed class WorldVerificationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_reference_file_passes_in_every_value()
    {
        VerificationReport report = WorldVerification.Verify(Repository.Golden("engine/batch.json"));
        Assert.True(report.Passed, string.Join('\n', report.Mismatches));
        Assert.Equal(
            [("vocabulary", 169), ("strategies", 8), ("grams", 33), ("text and ids", 64), ("reward", 64), ("kind", 64), ("attempts", 64),
             ("sound attempts", 64), ("executed forms", 77), ("gram spans", 89)],
            report.Rows.Select(row => (row.Name, row.Values)));
        Assert.All(report.Rows, row => Assert.Equal((0, 0, ""), (row.LargestError, row.Tolerance, row.Where)));
    }

    [Fact]
    public void The_long_world_says_what_a_program_of_its_own_says()
    {
        VerificationReport report = WorldVerification.Verify(Repository.Golden("long-world/batch.json"));
        Assert.True(report.Passed, string.Join('\n', report.Mismatches));
        Assert.Equal(["vocabulary", "strategies", "grams", "text and ids", "reward", "kind", "attempts", "sound attempts", "executed forms", "gram spans", "plan hits", "plan fits", "columns", "slips", "copies", "copy errors", "misses", "go ons"], report.Rows.Select(row => row.Name));
        JsonNode file = JsonNode.Parse(File.ReadAllText(Repository.Golden("long-world/batch.json")))!;
        foreach (string key in (string[])["plan_hits", "plan_fits", "columns", "slips", "copies", "copy_errors", "misses", "go_ons", "sound", "attempts", "reward"])
        {
            JsonNode changed = file.DeepClone();
            changed["rollouts"]![3]![key] = 77;
            Assert.StartsWith("rollout 3: ", Assert.Single(Run(changed.AsObject()).Mismatches), StringComparison.Ordinal);
        }
        file["world"] = "maze";
        Assert.Contains("a world that is not verified", Assert.Throws<HicraException>(() => Run(file.AsObject())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_one_changed_verdict_of_the_reference_file_fails_and_is_named()
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(Repository.Golden("engine/batch.json")))!.AsObject();
        foreach (JsonNode? node in file["rollouts"]!.AsArray()) Shorten(node!.AsObject());
        JsonArray rollouts = file["rollouts"]!.AsArray();
        for (int i = 0; i < rollouts.Count; i++)
        {
            foreach ((string row, Action<JsonObject> change) in Corruptions(rollouts[i]!.AsObject()))
            {
                JsonNode kept = rollouts[i]!.DeepClone();
                change(rollouts[i]!.AsObject());
                VerificationReport report = Run(new JsonObject { ["rollouts"] = new JsonArray(rollouts[i]!.DeepClone()) });
                rollouts[i] = kept;
                Assert.False(report.Passed, $"rollout {i}: {row}");
                Assert.Equal([row], report.Rows.Where(r => r.LargestError > 0).Select(r => r.Name));
                Assert.StartsWith("rollout 0", Assert.Single(report.Mismatches), StringComparison.Ordinal);
            }
        }
        Assert.True(Run(file).Passed);

        // In the whole file the rollout's own index is named.
        rollouts[41]!["attempts"] = 9;
        VerificationReport whole = Run(file);
        Assert.Equal("rollout 41: attempts: expected 9, got 1", Assert.Single(whole.Mismatches));
        Assert.Equal("rollout 41", whole.Rows.Single(row => row.Name == "attempts").Where);
    }

    private static IEnumerable<(string Row, Action<JsonObject> Change)> Corruptions(JsonObject rollout)
    {
        yield return ("reward", r => r["reward"] = 1 - r["reward"]!.GetValue<double>());
        yield return ("reward", r => r["reward"] = r["reward"]!.GetValue<double>() + 1e-6);
        foreach (string kind in (string[])["right", "plan", "other", "Plan", ""])
            if (kind != rollout["kind"]!.GetValue<string>()) yield return ("kind", r => r["kind"] = kind);
        foreach (int change in (int[])[-1, 1])
        {
            yield return ("attempts", r => r["attempts"] = r["attempts"]!.GetValue<int>() + change);
            yield return ("sound attempts", r => r["sound"] = r["sound"]!.GetValue<int>() + change);
        }
        yield return ("executed forms", r => r["forms"]!.AsArray().Add(0));
        for (int k = 0; k < rollout["forms"]!.AsArray().Count; k++)
        {
            int at = k;
            yield return ("executed forms", r => r["forms"]![at] = r["forms"]![at]!.GetValue<int>() + 1);
        }
        yield return ("executed forms", r => r["forms"]!.AsArray().RemoveAt(r["forms"]!.AsArray().Count - 1));
        yield return ("gram spans", r => r["grams"]!.AsArray().Add(new JsonArray(0, 5, 0)));
        for (int k = 0; k < rollout["grams"]!.AsArray().Count; k++)
        {
            for (int part = 0; part < 3; part++)
            {
                (int at, int of) = (k, part);
                yield return ("gram spans", r => r["grams"]![at]![of] = r["grams"]![at]![of]!.GetValue<int>() + 1);
            }
        }
        yield return ("gram spans", r => r["grams"]!.AsArray().RemoveAt(r["grams"]!.AsArray().Count - 1));
        yield return ("text and ids", r => r["text"] = r["text"]!.GetValue<string>() + " hit");
        yield return ("text and ids", r => r["text"] = r["text"]!.GetValue<string>().Replace("miss", "hit", StringComparison.Ordinal).Replace("<eos>", "<pad>", StringComparison.Ordinal));
        yield return ("text and ids", r => r["text"] = r["text"]!.GetValue<string>().Replace(" = ", "  = ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vocabulary", "<pad>", "<unk>")]
    [InlineData("strategies", "a+b*c", "a*b*c")]
    [InlineData("grams", "let us try", "let me try")]
    public void A_changed_definition_fails(string key, string word, string changed)
    {
        JsonObject file = Small();
        IEnumerable<string> words = key switch
        {
            "vocabulary" => Training.Worlds.Puzzle.PuzzleVocabulary.Words,
            "strategies" => Training.Worlds.Puzzle.PuzzleStrategy.All.Select(strategy => strategy.Name),
            _ => Training.Worlds.Puzzle.PuzzleGrams.Texts,
        };
        file[key] = new JsonArray([.. words.Select(w => JsonValue.Create(w))]);
        Assert.True(Run(file).Passed);
        file[key] = new JsonArray([.. words.Select(w => JsonValue.Create(w.Replace(word, changed, StringComparison.Ordinal)))]);
        Assert.False(Run(file).Passed);
        file[key] = new JsonArray([.. words.SkipLast(1).Select(w => JsonValue.Create(w))]);
        Assert.False(Run(file).Passed);
    }

    [Fact]
    public void A_file_for_the_judge_alone_passes() => Assert.True(Run(Small()).Passed);

    [Fact]
    public void Foreign_words_agree_with_foreign_ids_and_an_empty_text_is_judged()
    {
        JsonObject file = Small();
        JsonObject rollout = file["rollouts"]![0]!.AsObject();
        rollout["ids"]!.AsArray().Insert(0, 500);
        rollout["ids"]!.AsArray().Insert(1, -7);
        rollout["text"] = "frob <-7> " + rollout["text"]!.GetValue<string>();
        rollout["grams"]![0]![0] = 2;
        Assert.True(Run(file).Passed);

        rollout["ids"]![0] = 5;
        Assert.StartsWith("rollout 0: text and ids", Assert.Single(Run(file).Mismatches), StringComparison.Ordinal);

        JsonObject empty = Small();
        JsonObject nothing = empty["rollouts"]![0]!.AsObject();
        (nothing["ids"], nothing["text"], nothing["kind"], nothing["reward"]) = (new JsonArray(), "", "other", 0);
        (nothing["attempts"], nothing["sound"], nothing["forms"], nothing["grams"]) = (0, 0, new JsonArray(), new JsonArray());
        Assert.True(Run(empty).Passed);
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("target")]
    [InlineData("ids")]
    [InlineData("text")]
    [InlineData("reward")]
    [InlineData("kind")]
    [InlineData("attempts")]
    [InlineData("sound")]
    [InlineData("forms")]
    [InlineData("grams")]
    public void A_missing_key_and_a_wrong_type_are_named_with_file_and_rollout(string key)
    {
        JsonObject missing = Small();
        missing["rollouts"]![1]!.AsObject().Remove(key);
        Refused(missing, _path, "rollout 1", $"'{key}' is missing");

        foreach (JsonNode? wrong in (JsonNode?[])[null, true, new JsonObject(), new JsonArray("x")])
        {
            JsonObject file = Small();
            file["rollouts"]![1]![key] = wrong;
            Refused(file, _path, "rollout 1", $"'{key}'");
        }
    }

    [Fact]
    public void A_file_that_is_not_of_this_form_is_refused_in_one_line()
    {
        Refused(new JsonObject(), "'rollouts' is missing");
        Refused(new JsonObject { ["rollouts"] = new JsonArray() }, "'rollouts' is empty");
        Refused(new JsonArray(), "is not an object");
        JsonObject twoNumbers = Small();
        twoNumbers["rollouts"]![0]!["numbers"] = new JsonArray(6, 3);
        Refused(twoNumbers, "rollout 0: 'numbers' has 2 numbers instead of 3");
        JsonObject shortSpan = Small();
        shortSpan["rollouts"]![0]!["grams"]![0] = new JsonArray(0, 5);
        Refused(shortSpan, "rollout 0: 'grams' has 2 numbers");

        File.WriteAllText(_path, "{ \"rollouts\": [ ");
        Assert.Contains("is not valid JSON", Message(_path), StringComparison.Ordinal);
        File.WriteAllText(_path, """{ "rollouts": [ { "numbers": [6, 3, 7], "target": 27, "ids": [], "text": "\ud800" } ] }""");
        Assert.Contains("'text' is not valid Unicode", Message(_path), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Message(Path.Combine(_path, "none.json")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Message(Path.GetTempPath()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_fails_on_a_number_that_is_none()
    {
        Assert.True(new VerificationReport("", [new("x", 1e-10, 1e-9, "", 1)], []).Passed);
        Assert.False(new VerificationReport("", [new("x", double.NaN, 1e-9, "", 1)], []).Passed);
        Assert.False(new VerificationReport("", [new("x", 0, 1e-9, "", 1)], ["one"]).Passed);
    }

    private VerificationReport Run(JsonNode file)
    {
        File.WriteAllText(_path, file.ToJsonString());
        return WorldVerification.Verify(_path);
    }

    private void Refused(JsonNode file, params string[] named)
    {
        File.WriteAllText(_path, file.ToJsonString());
        string message = Message(_path);
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static string Message(string path)
    {
        string message = Assert.Throws<HicraException>(() => WorldVerification.Verify(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>Two rollouts judged by hand, with the keys of a file for the judge alone.</summary>
    private static JsonObject Small() => JsonNode.Parse(
        """
        { "rollouts": [
          { "numbers": [6, 3, 7], "target": 27, "text": "front product plus the rest 3 * 7 = 21 , 21 + 6 = 27 hit answer 27 <eos>",
            "ids": [115, 120, 121, 114, 122, 3, 105, 7, 108, 21, 109, 21, 106, 6, 108, 27, 110, 112, 27, 101],
            "reward": 1.0, "kind": "right", "attempts": 1, "sound": 1, "forms": [2], "grams": [[0, 5, 2]] },
          { "numbers": [6, 3, 7], "target": 27, "text": "6 * 3 = 18 , 18 + 7 = 25 miss answer 25 <eos>",
            "ids": [6, 105, 3, 108, 18, 109, 18, 106, 7, 108, 25, 111, 112, 25, 101],
            "reward": 0.0, "kind": "plan", "attempts": 1, "sound": 1, "forms": [0], "grams": [] }
        ] }
        """)!.AsObject();

    /// <summary>Leaves the keys of a file for the judge alone.</summary>
    private static void Shorten(JsonObject rollout)
    {
        foreach (string key in (string[])["prompt_ids", "advantages", "old_logprobs", "logprobs", "entropies"]) rollout.Remove(key);
    }
}
