namespace Hicra.Training.Policies;

/// <summary>
/// The engines by name. Immutable: <see cref="With"/> makes a larger catalogue, which a host hands to its commands and to
/// the runs that they open.
/// </summary>
public sealed class EngineCatalog
{
    /// <summary>The name of the engine that is part of the kit; runs whose <c>config.json</c> names none are its own.</summary>
    public const string Embedded = "embedded";

    private readonly IReadOnlyDictionary<string, string> _absent;

    private EngineCatalog(IReadOnlyList<IEngine> engines, IReadOnlyDictionary<string, string> absent) => (Engines, _absent) = (engines, absent);

    /// <summary>The engines of the kit itself.</summary>
    public static EngineCatalog BuiltIn { get; } = new([new EmbeddedEngine()], new Dictionary<string, string>());

    /// <summary>The engines that can be used, in the order in which help shows them.</summary>
    public IReadOnlyList<IEngine> Engines { get; }

    /// <summary>The names that are known: those that can be used and those that could be installed.</summary>
    public IEnumerable<string> Names => Engines.Select(e => e.Name).Concat(_absent.Keys);

    /// <summary>This catalogue and one more engine; it takes the place of an absent one of its name.</summary>
    /// <exception cref="HicraException">The name is taken.</exception>
    public EngineCatalog With(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (Engines.Any(e => e.Name == engine.Name)) throw new HicraException($"An engine named '{engine.Name}' exists already: give the engine another name.");
        return new([.. Engines, engine], _absent.Where(a => a.Key != engine.Name).ToDictionary());
    }

    /// <summary>This catalogue and the name of an engine that is not here, with what to do about that.</summary>
    /// <param name="name">The name; nothing changes where an engine of that name can be used.</param>
    /// <param name="remedy">What a person must do to have it, for example the package to install; one line.</param>
    public EngineCatalog WithAbsent(string name, string remedy)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(remedy);
        return Engines.Any(e => e.Name == name) ? this : new(Engines, _absent.Where(a => a.Key != name).Append(new(name, remedy)).ToDictionary());
    }

    /// <summary>The engine of a name.</summary>
    /// <exception cref="HicraException">The name is unknown, and the message suggests the nearest one; or the engine is not here, and the message says how to have it.</exception>
    public IEngine Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Engines.FirstOrDefault(e => e.Name == name) is { } engine) return engine;
        throw _absent.TryGetValue(name, out string? remedy) ? new HicraException($"The engine '{name}' is not here: {remedy}") : NameSuggestion.Unknown("engine", name, Names);
    }
}
