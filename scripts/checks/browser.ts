import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const chromeOnMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const programs = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser"];

/** Playwright's own browser, then Chrome, then Debian's Chromium; null when there is none of them. */
export function findBrowser(): string | null {
  const onPath = programs.flatMap((name) =>
    (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)),
  );
  return [chromium.executablePath(), chromeOnMac, ...onPath].find(isProgram) ?? null;
}

/** Finds a browser, or installs Debian's where this may be done. Throws with what the person can do. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (mayInstall) installDebianChromium();
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Error(
    "The browser tests need Chrome or Chromium, and there is none. Run `npx playwright install chromium`, or install Google Chrome.",
  );
}

function installDebianChromium(): void {
  console.log("  no browser found: installing Debian's chromium (apt-get) …");
  const options = { stdio: "pipe", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
  execFileSync("apt-get", ["update", "-qq"], options);
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], options);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
