using Hicra.Interactive.Hosting;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>A host that remembers everything it was asked.</summary>
internal sealed class FakeHost : INotebookHost, IDisposable
{
    public FakeHost(bool canUpdate = true)
    {
        CanUpdate = canUpdate;
        Output = TextWriter.Synchronized(Written);
        Errors = TextWriter.Synchronized(Warned);
        WorkingDirectory = Directory.CreateTempSubdirectory("hicra-commands-").FullName;
    }

    public StringWriter Written { get; } = new();

    public StringWriter Warned { get; } = new();

    public List<Shown> Displays { get; } = [];

    public Dictionary<string, object?> Values { get; } = [];

    public TextWriter Output { get; }

    public TextWriter Errors { get; }

    public IReadOnlyDictionary<string, object?> Variables => Values;

    public bool CanUpdate { get; }

    public string WorkingDirectory { get; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public EngineCatalog Engines { get; init; } = EngineCatalog.BuiltIn;

    public WorldCatalog Worlds { get; init; } = WorldCatalog.BuiltIn;

    public IDisplayed Display(MimeBundle bundle)
    {
        var shown = new Shown(bundle);
        Displays.Add(shown);
        return shown;
    }

    public void SetVariable(string name, object value) => Values[name] = value;

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => throw new HicraException("there is nobody to ask");

    public void Dispose() => Directory.Delete(WorkingDirectory, recursive: true);

    internal sealed class Shown(MimeBundle first) : IDisplayed
    {
        public List<MimeBundle> History { get; } = [first];

        public MimeBundle Last => History[^1];

        public void Update(MimeBundle bundle) => History.Add(bundle);
    }
}

/// <summary>Knows no type.</summary>
internal sealed class NoFormatter : IMimeFormatter
{
    public MimeBundle? Format(object value) => null;
}
