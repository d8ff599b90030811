using Hicra.Credit;

namespace Hicra.Tests.Credit;

public class StatefulCreditTests
{
    private static readonly CounterRandom Random = CounterRandom.FromSeed(4);

    [Fact]
    public void A_state_holds_numbers_lists_and_sequences_by_name()
    {
        CreditState state = CreditState.Empty.With("count", 3).With("means", [0.5, -1e-300]).With("seen", [[1, 2], []]);
        Assert.Equal(["count", "means", "seen"], state.Names);
        Assert.True(state.TryGet("count", out double count) & state.TryGet("means", out IReadOnlyList<double>? means) & state.TryGet("seen", out IReadOnlyList<int[]>? seen));
        Assert.Equal(3, count);
        Assert.Equal([0.5, -1e-300], means!);
        Assert.Equal([[1, 2], []], seen!);
        // Another name, another kind.
        Assert.False(state.TryGet("counts", out double _));
        Assert.False(state.TryGet("count", out IReadOnlyList<double>? _));
        Assert.False(state.TryGet("means", out IReadOnlyList<int[]>? _));
        Assert.True(CreditState.Empty.IsEmpty);
        Assert.False(state.IsEmpty);
    }

    [Fact]
    public void A_state_does_not_change_with_what_it_was_made_of()
    {
        int[] sequence = [1, 2];
        double[] means = [0.5];
        CreditState state = CreditState.Empty.With("seen", [sequence]).With("means", means);
        (sequence[0], means[0]) = (9, 9);
        Assert.True(state.TryGet("seen", out IReadOnlyList<int[]>? seen) & state.TryGet("means", out IReadOnlyList<double>? kept));
        Assert.Equal([1, 2], seen![0]);
        Assert.Equal(0.5, kept![0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Count")]
    [InlineData("../config")]
    [InlineData("taken")]
    public void A_name_that_no_file_could_have_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => CreditState.Empty.With("taken", 0).With(name, 1));

    [Fact]
    public void A_number_that_no_file_could_hold_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CreditState.Empty.With("x", double.NaN));
        Assert.Throws<ArgumentException>(() => CreditState.Empty.With("x", [1, double.PositiveInfinity]));
    }

    [Fact]
    public void A_placebo_draws_at_its_first_step_and_keeps_what_it_drew()
    {
        TokenContext first = Context("abcdabcdabcdxyzwxyzwabcd", 0), second = Context("ponmlkjihgfedcbaponmlkji", 1);
        var drawn = new PlaceboCredit(new FixedAlpha(0.5), 3);
        Assert.Null(drawn.Grams);
        Assert.True(drawn.Capture().IsEmpty);
        Assert.Throws<InvalidOperationException>(() => drawn.Assign(first, new double[first.TokenCount], new bool[first.TokenCount]));
        drawn.Prepare(first, Random);
        Assert.Equal(PlaceboGrams.Draw(first, Random, 3), drawn.Grams!);
        IReadOnlyList<int[]> grams = drawn.Grams!;
        drawn.Prepare(second, Random);
        Assert.Same(grams, drawn.Grams);

        // Another run goes on with the same, and a state without any lets it draw for itself.
        var resumed = new PlaceboCredit(new FixedAlpha(0.5), 3);
        resumed.Restore(drawn.Capture());
        resumed.Prepare(second, Random);
        Assert.Equal(grams, resumed.Grams!);
        resumed.Restore(CreditState.Empty);
        resumed.Prepare(second, Random);
        Assert.NotEqual(grams, resumed.Grams!);

        var given = new PlaceboCredit(0.5, [[7, 8]]);
        given.Restore(CreditState.Empty);
        given.Prepare(first, Random);
        Assert.Equal([[7, 8]], given.Grams!);
    }

    [Fact]
    public void Every_amplifying_rule_keeps_the_state_of_its_alpha()
    {
        static AdaptiveAlpha Adaptive() => new(new AdaptiveAlphaOptions { Target = 2 });
        Func<IAlphaSchedule, IStatefulCredit>[] rules = [a => new HicraCredit(a), a => new HighEntropyCredit(a), a => new HicraReportedCredit(a), a => new PlaceboCredit(a, [[1, 2]])];
        foreach (Func<IAlphaSchedule, IStatefulCredit> make in rules)
        {
            AdaptiveAlpha alpha = Adaptive(), resumed = Adaptive();
            alpha.At(3, 1.2);
            alpha.At(4, 1.7);
            make(resumed).Restore(make(alpha).Capture());
            Assert.Equal(alpha.State, resumed.State);
            // A fork may have a fixed alpha where its parent's was adaptive, and the other way round.
            make(new FixedAlpha(0.3)).Restore(make(alpha).Capture());
            make(resumed).Restore(make(new FixedAlpha(0.3)).Capture());
            Assert.Equal(alpha.State, resumed.State);
        }
    }

    private static TokenContext Context(string text, int step) => new()
    {
        GroupSize = 1, Offsets = [0, text.Length], Rewards = [1], RolloutAdvantages = [1], Planning = new bool[text.Length],
        TokenIds = [.. text.Select(c => (int)c)], Step = step,
    };
}
