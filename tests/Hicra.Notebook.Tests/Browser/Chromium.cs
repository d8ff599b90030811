using System.Text.Json;
using Hicra.Testing;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>Headless Chromium. No name resolves in it, so that only this machine can be asked, and what it asks for is recorded.</summary>
internal sealed class Chromium : IDisposable
{
    private readonly TemporaryFolder _profile = new();
    private readonly ChromeDriver _driver;
    private readonly List<string> _requests = [];

    public Chromium()
    {
        var options = new ChromeOptions { BinaryLocation = Programs.Find("chromium", "chromium-browser", "google-chrome"), UnhandledPromptBehavior = UnhandledPromptBehavior.Ignore };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1400", "--user-data-dir=" + _profile.Path, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.SetLoggingPreference("performance", LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Programs.Find("chromedriver")!)!);
        service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(service, options, Bounded.Limit);
        // A loaded machine takes longer than the half minute that the driver gives a script.
        _driver.Manage().Timeouts().AsynchronousJavaScript = _driver.Manage().Timeouts().PageLoad = Bounded.Limit;
    }

    public static string? Missing { get; } = Programs.Find("chromium", "chromium-browser", "google-chrome") is null || Programs.Find("chromedriver") is null
        ? "needs Chromium and its driver (Debian: apt-get install chromium chromium-driver)" : null;

    /// <summary>From here on pages see a reader who prefers dark ones, or light ones.</summary>
    public void Dark(bool dark = true) => _driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
    {
        ["features"] = new[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" } },
    });

    /// <summary>From here on pages have exactly this size.</summary>
    public void Resize(int width, int height) => _driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    public void Open(string address) => _driver.Navigate().GoToUrl(address);

    /// <summary>A script's value, by way of JSON.</summary>
    public T Ask<T>(string expression) =>
        JsonSerializer.Deserialize<T>((string?)_driver.ExecuteScript($"return JSON.stringify((() => {{ return ({expression}); }})() ?? null)") ?? "null", JsonSerializerOptions.Web)!;

    /// <summary>Runs statements.</summary>
    public void Do(string script) => _driver.ExecuteScript(script);

    public IWebElement Find(string selector) => _driver.FindElement(By.CssSelector(selector));

    /// <summary>Waits for a condition; what never comes fails the test.</summary>
    /// <remarks>A look takes a script in the page that is waited for, which has other work: they come seldom.</remarks>
    public void Until(string condition, int seconds = 300) => Bounded.Until(() => Ask<bool>(condition), condition, TimeSpan.FromSeconds(seconds), pause: 50);

    /// <summary>Whether a dialog is open, as a script that got in would open one.</summary>
    public bool HasDialog()
    {
        try
        {
            _driver.SwitchTo().Alert().Dismiss();
            return true;
        }
        catch (NoAlertPresentException)
        {
            return false;
        }
    }

    /// <summary>The addresses on other machines that were asked for since the start.</summary>
    public IReadOnlyList<string> RequestsElsewhere()
    {
        foreach (LogEntry entry in _driver.Manage().Logs.GetLog("performance"))
        {
            JsonElement message = JsonDocument.Parse(entry.Message).RootElement.GetProperty("message"), parameters = message.GetProperty("params");
            string? address = message.GetProperty("method").GetString() switch
            {
                "Network.requestWillBeSent" => parameters.GetProperty("request").GetProperty("url").GetString(),
                "Network.webSocketCreated" => parameters.GetProperty("url").GetString(),
                _ => null,
            };
            if (address is not null) _requests.Add(address);
        }
        return [.. _requests.Where(a => new Uri(a) is { Scheme: "http" or "https" or "ws" or "wss" or "ftp" } uri && uri.Host is not ("127.0.0.1" or "localhost"))];
    }

    /// <summary>How many requests were seen, so that a test can tell silence from deafness.</summary>
    public int RequestCount => _requests.Count;

    /// <summary>Keeps a picture of the whole page where a person can look: in the folder that HICRA_SCREENSHOTS names.</summary>
    public void Picture(string name, string pageHeight = "document.documentElement.scrollHeight")
    {
        if (Environment.GetEnvironmentVariable("HICRA_SCREENSHOTS") is not { Length: > 0 } folder) return;
        _driver.Manage().Window.Size = new System.Drawing.Size(1280, Math.Min(16000, Ask<int>(pageHeight) + 240));
        Thread.Sleep(500);
        Directory.CreateDirectory(folder);
        _driver.GetScreenshot().SaveAsFile(Path.Combine(folder, name + ".png"));
    }

    /// <summary>The same at a width that <see cref="Resize"/> gave.</summary>
    public void Picture(string name, int width)
    {
        if (Environment.GetEnvironmentVariable("HICRA_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Resize(width, Math.Min(12000, Ask<int>("document.documentElement.scrollHeight")));
        Directory.CreateDirectory(folder);
        _driver.GetScreenshot().SaveAsFile(Path.Combine(folder, name + ".png"));
        Resize(width, 900);
    }

    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        _profile.Dispose();
    }
}
