using Hicra.Interactive.Rendering;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Cli;

/// <summary>What commands write into a terminal of 60, 80 and 100 columns. HICRA_SCREENSHOTS=DIR keeps it.</summary>
public sealed class TerminalWidthTests(TerminalWidthTests.Runs runs) : IClassFixture<TerminalWidthTests.Runs>
{
    private static readonly string[] Commands =
    [
        "show", "show demo/hicra", "show sweep", "show --explain", "trace", "trace demo/hicra --tokens", "what-if", "plot", "plot sweep --out curves.svg", "eval --limit 4 --samples 2", "mine --traces math --out grams.json",
        "review grams.json", "sweep --method grpo,hicra --seeds 0..2 --steps 2 --prompts 2 --val-problems 2 --val-every 1 --rollouts-every 0 --out sweep", "--help", "train --help", "show --help", "run --help",
    ];

    [TerminalTheory(slow: true)]
    [InlineData(60)]
    [InlineData(100)]
    public void The_same_holds_where_it_is_narrower_or_wider(int width) => No_line_is_too_long_no_word_is_cut_and_every_verdict_is_there(width);

    [TerminalTheory]
    [InlineData(80)]
    public void No_line_is_too_long_no_word_is_cut_and_every_verdict_is_there(int width)
    {
        IReadOnlyList<(string Command, string[] Lines)> all = PseudoTerminal.Run(width, runs.Folder, Commands);
        if (Environment.GetEnvironmentVariable("HICRA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"terminal-{width}.txt"), string.Concat(all.Select(c => $"$ hicra {c.Command}\n{string.Join('\n', c.Lines)}\n\n")));
        }
        Assert.All(all, c => Assert.All(c.Lines, line => Assert.True(TerminalText.Columns(line) <= width, $"{c.Command}, {TerminalText.Columns(line)} columns: {line}")));
        string[] sweep = Words(all, "show sweep");
        Assert.Equal(10, sweep.Count(w => w == "cannot"));
        Assert.Equal(10, sweep.Count(w => w == "apart"));
        Assert.Contains("anecdote.", Words(all, "what-if"));
        Assert.All((string[])["hicra 0 ", "hicra 0.2 ", "hicra 0.5 "], rule => Assert.Contains(all.Single(c => c.Command == "what-if").Lines, l => (l + " ").StartsWith(rule, StringComparison.Ordinal)));
        Assert.Contains(all.Single(c => c.Command.StartsWith("plot sweep", StringComparison.Ordinal)).Lines, l => l.StartsWith("wrote curves.svg (", StringComparison.Ordinal));
        Assert.All((string[])["show", "trace", "plot"], command => Assert.Contains("this is the demo. Yours: hicra " + command + " RUN", string.Join(' ', all.Single(c => c.Command == command).Lines), StringComparison.Ordinal));
        // Advice names commands as they are typed here.
        Assert.All(all, c => Assert.DoesNotContain("#!", string.Join('\n', c.Lines), StringComparison.Ordinal));
        Assert.All(all, c => Assert.DoesNotContain(c.Lines, l => l.StartsWith("hicra: ", StringComparison.Ordinal)));
    }

    private static string[] Words(IReadOnlyList<(string Command, string[] Lines)> all, string command) =>
        [.. all.Single(c => c.Command == command).Lines.SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>A small sweep to look at.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Runs()
        {
            if (PseudoTerminal.Missing is null)
                Assert.Equal(0, CommandProcess.Run($"sweep --method grpo,hicra --seeds 0..2 --steps 2 --prompts 2 --val-problems 2 --val-every 1 --rollouts-every 0 --quiet --out {_folder.File("sweep")}").Code);
        }

        public string Folder => _folder.Path;

        public void Dispose() => _folder.Dispose();
    }
}
