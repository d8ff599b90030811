using Hicra.Tensors;
using Hicra.Training.Policies;

namespace Hicra.Training.Runs;

/// <summary>A checkpoint's model in a folder of its own, as other programs load it: without the optimiser and the trainer's state.</summary>
public static class ModelExport
{
    /// <summary>Whether a checkpoint holds a LoRA alone, whose model lies elsewhere.</summary>
    public static bool IsLora(string checkpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpoint);
        return File.Exists(Path.Combine(checkpoint, ModelFolder.AdapterFile));
    }

    /// <summary>Looks whether a folder can take an export; nothing is touched.</summary>
    /// <exception cref="HicraException">It is a file, or holds something.</exception>
    public static void CheckVacant(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (File.Exists(directory)) throw new HicraException($"{directory}: is a file; give a folder (--out)");
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()) throw new HicraException($"{directory}: holds other files; give a new or empty folder (--out)");
    }

    /// <summary>Writes the whole model: the checkpoint's, or the base model with what a LoRA learnt added to its matrices. The folder appears whole or not at all.</summary>
    /// <param name="checkpoint">The checkpoint's folder, or that of a LoRA that another program saved.</param>
    /// <param name="directory">A new or empty folder.</param>
    /// <param name="load">Loads a LoRA with the model beside which it was learnt; not called where the checkpoint is a whole model.</param>
    /// <exception cref="HicraException">The checkpoint is damaged, the folder holds something, or the model cannot be loaded.</exception>
    public static void WriteModel(string checkpoint, string directory, Func<ISampler> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        Check(checkpoint, directory);
        if (!IsLora(checkpoint))
        {
            WholeFolder.Write(directory, folder => Copy(checkpoint, folder, [Path.Combine(checkpoint, "config.json"), .. SafetensorsFolder.Files(checkpoint)]));
            return;
        }
        using ISampler loaded = load();
        if (loaded is not IAdaptedPolicy adapted) throw new HicraException($"{checkpoint}: is a LoRA, and the engine that was asked for has none; use the torch engine");
        WholeFolder.Write(directory, adapted.SaveMerged);
    }

    /// <summary>Writes a LoRA as PEFT has it: <c>adapter_config.json</c>, which names the base model's folder, and <c>adapter_model.safetensors</c>.</summary>
    /// <param name="checkpoint">The checkpoint's folder.</param>
    /// <param name="directory">A new or empty folder.</param>
    /// <exception cref="HicraException">The checkpoint is damaged or is a whole model, or the folder holds something.</exception>
    public static void WriteLora(string checkpoint, string directory)
    {
        Check(checkpoint, directory);
        if (!IsLora(checkpoint)) throw new HicraException($"{checkpoint}: is a whole model and no LoRA; use --format huggingface");
        WholeFolder.Write(directory, folder => Copy(checkpoint, folder, [Path.Combine(checkpoint, ModelFolder.AdapterSettings), Path.Combine(checkpoint, ModelFolder.AdapterFile)]));
    }

    private static void Check(string checkpoint, string directory)
    {
        CheckVacant(directory);
        // A checkpoint of a run knows the digests of its files.
        if (Checkpoint.IsThere(checkpoint)) Checkpoint.Read(checkpoint).Dispose();
    }

    private static void Copy(string checkpoint, string folder, IEnumerable<string> files)
    {
        foreach (string file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        ModelFolder.CopyCompanions(checkpoint, folder);
    }
}
