import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, globSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";

const run = promisify(execFile);
const chromeOnMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const shells = ["chromium-headless-shell"];
const programs = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser"];

/**
 * A headless shell, Playwright's own or Debian's: it has no user interface and needs a quarter less than a full
 * browser. Otherwise Playwright's browser, Chrome, or Chromium; null if there is none.
 */
export function findBrowser(): string | null {
  const candidates = [
    ...playwrightShells(),
    ...onPath(shells),
    chromium.executablePath(),
    chromeOnMac,
    ...onPath(programs),
  ];
  return candidates.find(isProgram) ?? null;
}

/** Finds a browser, or installs Debian's headless shell where permitted. Rejects with instructions. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (mayInstall) await installDebianShell();
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Error(
    "The browser tests need Chrome or Chromium, and there is none. Run `npx playwright install chromium`, or install Google Chrome.",
  );
}

/**
 * Next to the browser of the same revision: `chromium-1234/…/chrome` and
 * `chromium_headless_shell-1234/…/chrome-headless-shell`.
 */
function playwrightShells(): readonly string[] {
  const browserFolder = dirname(dirname(chromium.executablePath()));
  const shellFolder = browserFolder.replace(/chromium-(\d+)/, "chromium_headless_shell-$1");
  return globSync(["*/chrome-headless-shell", "*/headless_shell"], { cwd: shellFolder }).map((path) =>
    join(shellFolder, path),
  );
}

const onPath = (names: readonly string[]) =>
  names.flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)));

/** Distributions without a package for the shell have the full browser. */
async function installDebianShell(): Promise<void> {
  console.log("  no browser found: installing Debian's headless chromium (apt-get) …");
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const install = (name: string) =>
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], options);
  await run("apt-get", ["update", "-qq"], options);
  try {
    await install("chromium-headless-shell");
  } catch {
    await install("chromium");
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
