using System.Text;
using System.Text.Json;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Recipes;

/// <summary>A run that an item needs: everything that determines its numbers.</summary>
/// <param name="Base">The base model from which it starts.</param>
/// <param name="Method">The credit rule.</param>
/// <param name="Seed">The seed of RL.</param>
/// <param name="Steps">Updates.</param>
public sealed record RunRecipe(BaseRecipe Base, string Method, long Seed, int Steps)
{
    /// <summary>Steps between checkpoints.</summary>
    public const int CheckpointEvery = 50;

    /// <summary>The strength of rules that amplify; the paper's.</summary>
    public double Alpha { get; init; } = 0.2;

    /// <summary>Steps between validations.</summary>
    public int ValidationEvery { get; init; } = 20;

    /// <summary>The world.</summary>
    public string World => Base.Family.WorldName;

    /// <summary>The engine.</summary>
    public string Engine { get; init; } = EngineCatalog.Embedded;

    /// <summary>Whether items look into its rollouts: GRPO's first seed on the shipped base models, and on the first one of the larger family, which Figures 1, 2, 4, 9, 11, 12 and Listing 2 show.</summary>
    public bool KeepsRollouts => Method == "grpo" && Seed == 0 && (Base.Seed == 0 && (Base.Family.Name == Families.Base.Name || Base.Family.Name == Families.Larger.Name) || Base.Shipped == BaseModel.ShippedLong);

    /// <summary>Steps between saved rollouts; 0 for none.</summary>
    public int RolloutsEvery => KeepsRollouts ? Math.Max(1, Steps / 20) : 0;

    /// <summary>For folders and lists, for example <c>base-0-hicra-seed-2</c>.</summary>
    public string Name => FormattableString.Invariant($"{Base.Name}-{Method}{(Alpha == 0.2 ? "" : FormattableString.Invariant($"-alpha-{Alpha}"))}-seed-{Seed}");

    /// <summary>The settings of RL: the kit's defaults but for what the recipe says.</summary>
    public TrainingOptions Training => WorldRecipe.Of(World).Training with { Method = Method, Alpha = Alpha, Seed = Seed, Steps = Steps, ValidationEvery = ValidationEvery };

    /// <summary>Stands for everything that determines the run.</summary>
    public string Digest
    {
        get
        {
            // Runs are kept by these bytes, the writer's default escapes included.
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                TrainingSettings.Write(json, Training);
                json.WriteEndObject();
            }
            return RecipeDigest.Of($"{World} {Engine} base {Base.Digest} rollouts {RolloutsEvery} {Encoding.UTF8.GetString(buffer.ToArray())}");
        }
    }

    /// <summary>The run's settings.</summary>
    /// <param name="model">The base model, made.</param>
    internal RunConfig Config(BaseModel model) => new() { Training = Training, Base = model, World = World, Engine = Engine, RolloutsEvery = RolloutsEvery, CheckpointEvery = CheckpointEvery };
}
