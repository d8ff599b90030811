using System.Globalization;

namespace Hicra.Interactive.Hosting;

/// <summary>
/// The culture in which the kit works, whatever the host, the machine or the reader's cell has: the invariant one, so that numbers
/// are read and written alike everywhere. It flows into the tasks and threads that the work starts.
/// </summary>
internal readonly struct KitCulture : IDisposable
{
    private readonly CultureInfo _culture, _ui;

    private KitCulture(CultureInfo culture, CultureInfo ui) => (_culture, _ui) = (culture, ui);

    /// <summary>Takes the kit's culture until the result is disposed of; then the reader's is there again.</summary>
    public static KitCulture Enter()
    {
        var before = new KitCulture(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);
        return before;
    }

    /// <inheritdoc/>
    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _ui);
}
