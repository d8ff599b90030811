using Hicra.Training.Policies;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Training.Tests.Worlds.Vision;

public sealed class VisionWorldTests
{
    private static readonly VisionWorld Clear = (VisionWorld)WorldCatalog.BuiltIn.Find("vision"), Noisy = (VisionWorld)WorldCatalog.BuiltIn.Find("vision-noisy"), Clean = new("clean", new PictureOptions(0, 0));

    [Fact]
    public void A_prompt_has_the_puzzles_words_with_the_picture_where_the_numbers_stood()
    {
        foreach (PuzzleProblem problem in PuzzleProblems.Validation.Take(20))
        {
            int[] prompt = Clear.Prompt(problem), words = new PuzzleWorld().Prompt(problem);
            Assert.Equal([words[0], .. words[4..]], prompt.Where(id => !PatchToken.IsPatch(id)));
            Assert.Equal(12, prompt.Count(PatchToken.IsPatch));
            Assert.All(prompt[1..13], id => Assert.True(PatchToken.IsPatch(id)));
            Assert.Equal($"numbers [picture of {problem.A} {problem.B} {problem.C}] target {problem.Target} :", Clear.PromptText(problem));
        }
    }

    [Fact]
    public void Patches_put_together_again_are_the_picture_and_it_is_always_the_same()
    {
        foreach (PuzzleProblem problem in PuzzleProblems.Training.Take(20))
        {
            string[] rows = Noisy.PromptPixels(problem);
            Assert.Equal((12, 30), (rows.Length, rows[0].Length));
            int[] patches = Noisy.Prompt(problem)[1..13];
            for (int y = 0; y < 12; y++)
                for (int x = 0; x < 30; x++)
                    Assert.Equal(rows[y][x] == '#', PatchToken.IsLit(patches[x / 5 * 2 + y / 6], y % 6 * 5 + x % 5));
            Assert.Equal(rows, Noisy.PictureOf(problem).Rows());
        }
    }

    [Fact]
    public void A_noisier_picture_is_the_same_picture_with_more_against_it()
    {
        // Without scratches, which light pixels that noise may then put out.
        var little = new VisionWorld("little", new PictureOptions(.02, 0));
        var much = new VisionWorld("much", new PictureOptions(.2, 0));
        double flipped = 0, more = 0;
        foreach (PuzzleProblem problem in PuzzleProblems.Training.Take(50))
        {
            string clean = string.Concat(Clean.PromptPixels(problem)), first = string.Concat(little.PromptPixels(problem)), second = string.Concat(much.PromptPixels(problem));
            for (int i = 0; i < clean.Length; i++)
            {
                if (first[i] != clean[i]) Assert.NotEqual(clean[i], second[i]);
                flipped += first[i] != clean[i] ? 1.0 / (50 * 360) : 0;
                more += second[i] != clean[i] ? 1.0 / (50 * 360) : 0;
            }
        }
        Assert.InRange(flipped, .015, .025);
        Assert.InRange(more, .18, .22);
    }

    [Fact]
    public void A_clean_picture_shows_each_digit_once_whole_and_anywhere_in_its_cell()
    {
        var places = new HashSet<(int, int)>();
        foreach (PuzzleProblem problem in PuzzleProblems.Training)
        {
            DigitPicture picture = Clean.PictureOf(problem);
            int[] digits = [problem.A, problem.B, problem.C];
            for (int cell = 0; cell < 3; cell++)
            {
                int lit = 0;
                for (int y = 0; y < 12; y++)
                    for (int x = 0; x < 10; x++) lit += picture.IsLit(10 * cell + x, y) ? 1 : 0;
                (int X, int Y)[] found = [.. from x in Enumerable.Range(0, 6) from y in Enumerable.Range(0, 6) where Shows(picture, 10 * cell + x, y, digits[cell]) select (x, y)];
                Assert.Single(found);
                Assert.Equal(Enumerable.Range(0, 35).Count(i => DigitGlyphs.IsLit(digits[cell], i % 5, i / 5)), lit);
                places.Add(found[0]);
            }
        }
        Assert.Equal(36, places.Count);
    }

    [Fact]
    public void Glyphs_are_ten_different_shapes() =>
        Assert.Equal(10, Enumerable.Range(0, 10).Select(d => string.Concat(Enumerable.Range(0, 35).Select(i => DigitGlyphs.IsLit(d, i % 5, i / 5) ? '#' : '.'))).Distinct().Count());

    [Fact]
    public void Authors_write_the_puzzles_texts_to_pictures_of_their_own()
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < 50; i++)
        {
            CounterRandom random = CounterRandom.FromSeed(i);
            AuthoredText text = Clear.Author(random), words = new PuzzleWorld().Author(random);
            Assert.Equal(words.Response, text.Response);
            seen.Add(string.Join(' ', text.Prompt[1..13]));
        }
        Assert.Equal(50, seen.Count);
    }

    [Theory]
    [InlineData("start with the front pair 3 * 7 = 21 , 21 - 3 = 18 hit answer 18 <eos>", 1, 1, 1)]
    [InlineData("start with the front pair 3 * 7 = 21 , 21 - 2 = 19 hit answer 19 <eos>", 0, 1, 0)]
    [InlineData("start with the front pair 3 * 7 = 21 , 21 - 3 = 18 miss answer 18 <eos>", 1, 1, 0)]
    [InlineData("start with the front pair 3 * 7 = 20 , 20 - 3 = 17 miss answer 17 <eos>", 1, 1, 1)]
    [InlineData("answer 18 <eos>", 0, 0, 0)]
    public void A_verdict_says_what_was_read_and_which_markers_are_true(string response, int read, int markers, int right)
    {
        var verdict = (VisionVerdict)Clear.Judge(new PuzzleProblem(3, 7, 3, 18), PuzzleVocabulary.EncodeLenient(response));
        Assert.Equal((read, markers, right), (verdict.ReadAttempts, verdict.Markers, verdict.RightMarkers));
        Assert.Equal(PuzzleVerifier.Judge(new PuzzleProblem(3, 7, 3, 18), response).Kind, verdict.Kind);
        Assert.Equal(read == 1, verdict.ReadsAll);
        Dictionary<string, double> measures = Clear.Measure([verdict]).ToDictionary();
        Assert.Equal(markers > 0, measures.ContainsKey("read_numbers"));
    }

    [Fact]
    public void Numbers_of_two_digits_have_no_picture() =>
        Assert.Throws<ArgumentException>(() => Clear.Prompt(new PuzzleProblem(3, 12, 3, 18)));

    private static bool Shows(DigitPicture picture, int left, int top, int digit)
    {
        for (int i = 0; i < 35; i++)
            if (DigitGlyphs.IsLit(digit, i % 5, i / 5) && !picture.IsLit(left + i % 5, top + i / 5)) return false;
        return true;
    }
}
