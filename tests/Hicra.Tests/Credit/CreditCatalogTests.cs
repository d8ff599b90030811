using Hicra.Credit;

namespace Hicra.Tests.Credit;

public class CreditCatalogTests
{
    [Fact]
    public void Every_method_makes_the_rule_of_its_name()
    {
        CreditSettings settings = new() { PlaceboGrams = [[1, 2, 3, 4]] };
        foreach (CreditMethod method in CreditCatalog.BuiltIn.Methods)
        {
            CreditChoice choice = CreditCatalog.BuiltIn.Create(method.Name, settings);
            Assert.Equal(method.Name == "entropy-bonus" ? "grpo" : method.Name, choice.Credit.Name);
            Assert.Equal(method.UsesAlpha, choice.Credit is IAmplifyingCredit);
            Assert.Equal(method.Name == "entropy-bonus" ? 0.01 : 0, choice.EntropyCoefficient);
            Assert.NotEmpty(method.Description);
        }
        Assert.Equal(["grpo", "hicra", "high-entropy", "placebo", "gram-bonus", "hicra-equal-norm", "top-entropy", "hicra-reported", "entropy-bonus"], CreditCatalog.BuiltIn.Methods.Select(m => m.Name));
    }

    [Theory]
    [InlineData("hirca", "hicra")]
    [InlineData("HICRA", "hicra")]
    [InlineData("gprpo", "grpo")]
    [InlineData("highentropy", "high-entropy")]
    [InlineData("top", "top-entropy")]
    [InlineData("entropy", "entropy-bonus")]
    [InlineData("zzzzzz", null)]
    [InlineData("", null)]
    public void A_misspelt_name_finds_the_nearest(string name, string? expected)
    {
        Assert.Equal(expected, CreditCatalog.BuiltIn.Suggest(name));
        HicraException e = Assert.Throws<HicraException>(() => CreditCatalog.BuiltIn.Create(name));
        Assert.Equal(expected is not null, e.Message.Contains("did you mean", StringComparison.Ordinal));
        Assert.Contains("hicra-reported", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("Hirca", "hicra", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("top-entropy", "entropy", 4)]
    public void Edit_distance_by_hand(string a, string b, int expected)
    {
        Assert.Equal(expected, NameSuggestion.Distance(a, b));
        Assert.Equal(expected, NameSuggestion.Distance(b, a));
    }

    [Fact]
    public void Settings_reach_the_rules_and_bad_ones_are_refused()
    {
        CreditChoice choice = CreditCatalog.BuiltIn.Create("hicra", new CreditSettings { Alpha = new FixedAlpha(0.5) });
        Assert.Equal(0.5, ((IAmplifyingCredit)choice.Credit).Alpha.At(0, null));
        Assert.Throws<HicraException>(() => CreditCatalog.BuiltIn.Create("entropy-bonus", new CreditSettings { EntropyCoefficient = double.NaN }));
        Assert.Throws<HicraException>(() => CreditCatalog.BuiltIn.Create("high-entropy", new CreditSettings { HighEntropyQuantile = 1.1 }));
        Assert.Throws<HicraException>(() => CreditCatalog.BuiltIn.Create("top-entropy", new CreditSettings { TopEntropyShare = -1 }));
    }

    [Fact]
    public void A_users_rule_takes_part_as_a_built_in_does()
    {
        CreditCatalog mine = CreditCatalog.BuiltIn.With(new DelegateCredit("mine", (_, _, _) => { }));
        Assert.Equal("mine", mine.Create("mine").Credit.Name);
        Assert.Equal("mine", mine.Suggest("mien"));
        Assert.Throws<HicraException>(() => CreditCatalog.BuiltIn.Find("mine"));
        Assert.Throws<HicraException>(() => mine.With(new UniformCredit()));
    }

    [Fact]
    public void A_users_method_makes_a_rule_of_its_own_for_each_run()
    {
        CreditCatalog mine = CreditCatalog.BuiltIn.With(new CreditMethod { Name = "mine", Description = "hicra again", Create = s => new HicraCredit(s.Alpha), UsesAlpha = true });
        ITokenCredit first = mine.Create("mine", new CreditSettings { Alpha = new FixedAlpha(0.4) }).Credit, second = mine.Create("mine").Credit;
        Assert.NotSame(first, second);
        Assert.Equal(0.4, ((IAmplifyingCredit)first).Alpha.At(0, null));
        Assert.Throws<HicraException>(() => mine.With(mine.Find("mine")));
    }
}
