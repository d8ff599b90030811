using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>From where a forked run goes on.</summary>
/// <param name="Run">The parent's folder.</param>
/// <param name="Step">The step at which the branches part: the fork's first row.</param>
public sealed record ForkOrigin(string Run, int Step);

/// <summary>A run's complete settings, as <c>config.json</c> holds them.</summary>
public sealed record RunConfig
{
    private const int CurrentFormat = 1;

    /// <summary>What decides the numbers.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The base model.</summary>
    public required BaseModel Base { get; init; }

    /// <summary>The world's name.</summary>
    public string World { get; init; } = WorldCatalog.Puzzle;

    /// <summary>The file of problems in words that makes the world; null for a world of the kit or of the user's own.</summary>
    public TextDataset? Dataset { get; init; }

    /// <summary>The name of the engine that computes the policy, in an <see cref="EngineCatalog"/>.</summary>
    public string Engine { get; init; } = EngineCatalog.Embedded;

    /// <summary>What the run asks of its engine; the threads are the machine's.</summary>
    public EngineOptions EngineOptions { get; init; } = new();

    /// <summary>Steps between checkpoints; one at the first step and one at the end there always is.</summary>
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>Steps between saved rollouts; 0 saves none.</summary>
    public int RolloutsEvery { get; init; } = 20;

    /// <summary>The parent of a fork; null for a run from the base model.</summary>
    public ForkOrigin? Fork { get; init; }

    /// <summary>Where the run was read from, if another tool made it; null for the kit's own. Training settings and base model of such a run are not known.</summary>
    public LogOrigin? Log { get; init; }

    /// <summary>The version of the kit that made the run.</summary>
    public string Version { get; init; } = typeof(RunConfig).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The step of the run's first row.</summary>
    public int FirstStep => Fork?.Step ?? 0;

    /// <summary>The settings of a run that another tool made: none is known but how far it went.</summary>
    /// <param name="log">Where it was read from.</param>
    /// <param name="lastStep">The last step of the log.</param>
    public static RunConfig OfLog(LogOrigin log, int lastStep) =>
        new() { Log = log, Training = new TrainingOptions { Steps = lastStep, ValidationProblems = 0 }, Base = new BaseModel("", ""), World = "log", RolloutsEvery = 1 };

    /// <summary>Returns these settings if they can be used.</summary>
    /// <exception cref="HicraException">A value is out of range.</exception>
    public RunConfig Validate()
    {
        Training.Validate();
        if (CheckpointEvery < 1) throw new HicraException($"--checkpoint-every is {CheckpointEvery}; give 1 or more");
        if (RolloutsEvery < 0) throw new HicraException($"--rollouts-every is {RolloutsEvery}; give 0 or more");
        if (Fork is { } fork && (fork.Step < 0 || fork.Step > Training.Steps)) throw new HicraException($"--fork at step {fork.Step} lies outside the run of {Training.Steps} steps; give a step from 0 to {Training.Steps}");
        return this;
    }

    /// <summary>What two runs' settings differ in; versions and where the base model lies do not count.</summary>
    public IReadOnlyList<string> Differences(RunConfig other)
    {
        ArgumentNullException.ThrowIfNull(other);
        List<string> names = [.. TrainingSettings.Differences(Training, other.Training)];
        if (Base.Digest != other.Base.Digest) names.Add("base");
        if (World != other.World) names.Add("world");
        if (Dataset is not null || other.Dataset is not null) names.AddRange(TextDatasetJson.Differences(Dataset, other.Dataset));
        if (Engine != other.Engine) names.Add("engine");
        names.AddRange(EngineOptionsJson.Differences(EngineOptions, other.EngineOptions));
        if (Fork?.Step != other.Fork?.Step || (Fork is not null && Path.GetFullPath(Fork.Run) != Path.GetFullPath(other.Fork!.Run))) names.Add("fork");
        if (CheckpointEvery != other.CheckpointEvery) names.Add("checkpoint-every");
        if (RolloutsEvery != other.RolloutsEvery) names.Add("rollouts-every");
        return names;
    }

    /// <summary>Writes the file; it appears whole or not at all.</summary>
    public void Write(string path) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("format", CurrentFormat);
        json.WriteString("hicra_version", Version);
        json.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        if (Log is not null)
        {
            json.WriteNumber("last-step", Training.Steps);
            Log.Write(json);
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
            return;
        }
        json.WriteString("world", World);
        if (Dataset is not null) TextDatasetJson.Write(json, "dataset", Dataset);
        json.WriteString("engine", Engine);
        EngineOptionsJson.Write(json, EngineOptions);
        json.WriteStartObject("base");
        json.WriteString("directory", BaseModel.IsShipped(Base.Directory) ? Base.Directory : Base.Folder);
        json.WriteString("sha256", Base.Digest);
        json.WriteEndObject();
        if (Fork is not null)
        {
            json.WriteStartObject("fork");
            json.WriteString("run", Path.GetFullPath(Fork.Run));
            json.WriteNumber("step", Fork.Step);
            json.WriteEndObject();
        }
        json.WriteNumber("checkpoint-every", CheckpointEvery);
        json.WriteNumber("rollouts-every", RolloutsEvery);
        json.WriteStartObject("training");
        TrainingSettings.Write(json, Training);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    });

    /// <summary>Reads the file.</summary>
    /// <exception cref="HicraException">It is missing or damaged.</exception>
    public static RunConfig Read(string path)
    {
        if (!File.Exists(path)) throw new HicraException($"{Path.GetDirectoryName(path)}: not a run (it has no config.json); give the folder that a training run wrote (--out)");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            // Models have a file of this name too.
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement said))
                throw new HicraException($"{path}: not that of a run (it does not say its format); give the folder that a training run wrote (--out)");
            int format = said.GetInt32();
            if (format != CurrentFormat) throw new HicraException($"{path}: has format {format}, this version reads {CurrentFormat}; use the version of hicra that wrote it");
            if (root.TryGetProperty("log", out JsonElement log)) return OfLog(LogOrigin.Read(log), root.GetProperty("last-step").GetInt32()) with { Version = root.GetProperty("hicra_version").GetString()! };
            return new RunConfig
            {
                Version = root.GetProperty("hicra_version").GetString()!,
                World = root.GetProperty("world").GetString()!,
                Dataset = root.TryGetProperty("dataset", out JsonElement dataset) ? TextDatasetJson.Read(dataset) : null,
                // Runs of earlier versions knew one engine and did not say so.
                Engine = root.TryGetProperty("engine", out JsonElement engine) ? engine.GetString()! : EngineCatalog.Embedded,
                EngineOptions = EngineOptionsJson.Read(root),
                Base = new BaseModel(root.GetProperty("base").GetProperty("directory").GetString()!, root.GetProperty("base").GetProperty("sha256").GetString()!),
                Fork = root.TryGetProperty("fork", out JsonElement fork) ? new ForkOrigin(fork.GetProperty("run").GetString()!, fork.GetProperty("step").GetInt32()) : null,
                CheckpointEvery = root.GetProperty("checkpoint-every").GetInt32(),
                RolloutsEvery = root.GetProperty("rollouts-every").GetInt32(),
                Training = TrainingSettings.Read(root.GetProperty("training"), path),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            string what = error switch { JsonException json => $"not valid JSON, line {json.LineNumber + 1}", KeyNotFoundException => "a setting is missing", _ => "a setting is of another kind than its name asks for" };
            throw new HicraException($"{path}: damaged ({what}); restore it, or start the run again in a new folder", error);
        }
    }
}
