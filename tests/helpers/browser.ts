/**
 * A real browser for the journeys: the system's Chromium if there is one (`CHROMIUM` names another),
 * else the one inside the npm package @sparticuz/chromium. None at all is an error that says what
 * to install, never a skipped test.
 */
import { type Browser, chromium as playwright } from "playwright-core";

/**
 * What Chromium is to do without. The last list counts, so it begins with what playwright-core has in its
 * own; the popups of the address bar are two pages more for each context, and took most of what a journey
 * costs since Chromium 156 (four contexts: 6.2 s of CPU with them, 1.8 s without).
 */
const DISABLED_FEATURES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${DISABLED_FEATURES.join(",")}`,
  // A microphone that beeps each second.
  "--use-fake-device-for-media-stream",
];

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where the browser is and what it needs. */
export interface Found {
  path: string;
  env: Record<string, string>;
}

/** Finds a browser, or throws a sentence that says what to install. */
export async function findBrowser(): Promise<Found> {
  const named = Deno.env.get("CHROMIUM");
  if (named) {
    if (await isFile(named)) return { path: named, env: {} };
    throw new Error(`Cannot find the browser ${named} that CHROMIUM names`);
  }
  if (Deno.env.get("PLAINTALK_TEST_BROWSER") !== "npm") {
    for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
      for (const name of NAMES) {
        if (await isFile(`${folder}/${name}`)) {
          return { path: `${folder}/${name}`, env: {} };
        }
      }
    }
  }
  try {
    return await packagedBrowser();
  } catch (cause) {
    throw new Error(
      "Cannot find a browser for the journeys: install Chromium (Debian: apt-get install chromium) " +
        "or name one with CHROMIUM=/path/to/chromium",
      { cause },
    );
  }
}

/** Starts the browser. */
export async function startBrowser(): Promise<Browser> {
  const { path, env } = await findBrowser();
  return await playwright.launch({
    executablePath: path,
    args: FLAGS,
    env: { ...Deno.env.toObject(), ...env },
  });
}

/** The browser inside the npm package, unpacked with the libraries that a bare machine lacks. */
async function packagedBrowser(): Promise<Found> {
  // The package unpacks its libraries only where it believes itself to be on AWS Lambda.
  Deno.env.set("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x");
  try {
    const { default: packaged, inflate } = await import("@sparticuz/chromium");
    const path = await packaged.executablePath();
    const bin = new URL("../../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"));
    await inflate(decodeURIComponent(bin.pathname));
    const temp = Deno.env.get("TMPDIR") ?? "/tmp";
    return {
      path,
      env: {
        LD_LIBRARY_PATH: `${temp}/al2023/lib`,
        FONTCONFIG_PATH: `${temp}/fonts`,
      },
    };
  } finally {
    Deno.env.delete("AWS_EXECUTION_ENV");
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
