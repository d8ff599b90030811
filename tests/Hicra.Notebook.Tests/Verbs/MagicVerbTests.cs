using Hicra.Interactive;
using Hicra.Interactive.Hosting;
using Hicra.Notebook.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Verbs;

public sealed class MagicVerbTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = HicraTool.Run(args, new Terminal(output, error));
        return (code, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData("what-if", "--alpha", "0.2")]
    [InlineData("plot", "demo", "--metrics", "hicra/accuracy")]
    public async Task A_verb_prints_what_the_cell_shows_as_text(params string[] line)
    {
        (int code, string output, string error) = Run(line);
        Assert.Equal((0, ""), (code, error));
        var host = new TerminalRecorder();
        string magic = line[0] == "plot" ? "#!plot-dynamics" : "#!" + line[0];
        await Kit.Standard.CreateCommands().InvokeAsync($"{magic} {string.Join(' ', line[1..])}", host, default);
        string shown = host.Shown!.PlainText;
        if (!shown.Contains("#!what-if", StringComparison.Ordinal))
        {
            Assert.Equal(shown.TrimEnd('\n'), output.TrimEnd('\n'));
            return;
        }
        // Advice names commands as they are typed where it is shown, and lines break accordingly.
        Assert.Equal(Words(shown.Replace("#!what-if", "hicra what-if", StringComparison.Ordinal)), Words(output));

        static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_report_is_written_as_a_page()
    {
        string page = _temporary.File("what-if.html");
        Assert.Equal(0, Run("what-if", "--html", page).Code);
        // The slider is made by the script, in which quotes are escaped.
        Assert.Contains("type=\\u0022range\\u0022", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hicra: unknown option '--alhpa'; did you mean '--alpha'?", "what-if", "--alhpa", "1")]
    [InlineData("hicra: nowhere: no such run", "plot", "nowhere")]
    [InlineData("unknown option '--name'", "what-if", "--name", "x")]
    [InlineData("unknown option '--run'; leave it out: hicra show demo", "show", "--run", "demo")]
    [InlineData("unknown option '--run'; leave it out: hicra trace RUN", "trace", "--run")]
    [InlineData("unknown argument 'demo'; did you mean '--run demo'?", "what-if", "demo")]
    public void Errors_are_one_line_and_exit_code_2(string expected, params string[] line)
    {
        (int code, _, string error) = Run(line);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Help_names_the_verb_as_typed() => Assert.Contains("hicra what-if [options]", Run("what-if", "--help").Output, StringComparison.Ordinal);

    private sealed class TerminalRecorder : INotebookHost, IDisplayed
    {
        public MimeBundle? Shown { get; private set; }

        public TextWriter Output => TextWriter.Null;

        public TextWriter Errors => TextWriter.Null;

        public IReadOnlyDictionary<string, object?> Variables { get; } = new Dictionary<string, object?>();

        public bool CanUpdate => true;

        public string WorkingDirectory => AppContext.BaseDirectory;

        public TimeProvider Clock => TimeProvider.System;

        public IDisplayed Display(MimeBundle bundle)
        {
            Shown = bundle;
            return this;
        }

        public void Update(MimeBundle bundle) => Shown = bundle;

        public void SetVariable(string name, object value)
        {
        }

        public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => throw new HicraException("nobody");
    }
}
