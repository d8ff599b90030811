using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;

namespace Hicra.Interactive.DotNet;

/// <summary>
/// The kit inside .NET Interactive: <c>#r "nuget: Hicra.Interactive"</c> loads it from the package's folder <c>interactive-extensions/dotnet</c>.
/// Cells then have the kit's commands (<c>#!hicra-train</c> and its kin), and its values show themselves.
/// </summary>
public sealed class HicraExtension : IKernelExtension
{
    /// <summary>Brings the kit into a kernel; a kernel that has it already stays as it is.</summary>
    /// <param name="kernel">The root kernel, whose commands all its languages have.</param>
    /// <exception cref="Exception">What kept the kit from loading; the cell has been told the cause, which the host does not tell.</exception>
    public async Task OnLoadAsync(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        try
        {
            // A method of its own: what cannot be bound is found when that is compiled, which is here.
            await KitLoad.IntoAsync(kernel).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (KernelInvocationContext.Current is { } cell) cell.Publish(new ErrorProduced(LoadFailure.Text(error), cell.Command));
            throw;
        }
    }
}
