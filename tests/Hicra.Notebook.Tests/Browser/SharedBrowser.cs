namespace Hicra.Notebook.Tests.Browser;

/// <summary>One browser for all tests of a class, which open pages of their own one after another: starting it takes longer than most of them.</summary>
public sealed class SharedBrowser : IDisposable
{
    // Not started where every test is skipped.
    private readonly Lazy<Chromium> _browser = new(() => new Chromium());

    /// <summary>The browser, with this page, for a reader who prefers light or dark ones.</summary>
    internal Chromium Open(string address, bool dark = false)
    {
        _browser.Value.Dark(dark);
        _browser.Value.Open(address);
        return _browser.Value;
    }

    public void Dispose()
    {
        if (_browser.IsValueCreated) _browser.Value.Dispose();
    }
}
