using System.Text;
using Hicra.Interactive;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Tests.Session;

/// <summary>Keeps what a cell put out.</summary>
internal sealed class RecordedOutput : ICellOutput
{
    private readonly StringBuilder _out = new(), _errors = new();
    private readonly List<(string Kind, MimeBundle Bundle, string? Id)> _shown = [];

    public string Text { get { lock (_shown) return _out.ToString(); } }

    public string Errors { get { lock (_shown) return _errors.ToString(); } }

    public IReadOnlyList<(string Kind, MimeBundle Bundle, string? Id)> Shown { get { lock (_shown) return [.. _shown]; } }

    public string? Answer { get; init; }

    public string? LastResult => Shown.LastOrDefault(s => s.Kind == "result").Bundle?.PlainText;

    public void Write(string text, bool toErrors) { lock (_shown) (toErrors ? _errors : _out).Append(text); }

    public void Display(MimeBundle bundle, string displayId) => Add("display", bundle, displayId);

    public void Update(MimeBundle bundle, string displayId) => Add("update", bundle, displayId);

    public void Result(MimeBundle bundle) => Add("result", bundle, null);

    public void Clear(bool wait) => Add("clear", MimeBundle.Of(wait ? "wait" : ""), null);

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => Answer is { } answer ? Task.FromResult(answer) : throw new HicraException("there is nobody to ask for input here");

    public bool CanUpdate => true;

    private void Add(string kind, MimeBundle bundle, string? id) { lock (_shown) _shown.Add((kind, bundle, id)); }
}

/// <summary>A formatter that knows nothing.</summary>
internal sealed class NoFormatter : IMimeFormatter
{
    public MimeBundle? Format(object value) => null;

    public static CSharpSession Session(string? folder = null) => new(Kit.Standard.CreateCommands(new NoFormatter()), new NoFormatter(), folder ?? AppContext.BaseDirectory);
}
