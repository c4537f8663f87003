import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repositoryRoot } from "../bootstrap/paths.mjs";
import { onOutput, spawnChild } from "./processes/spawn-child.ts";
import { hashSources } from "./source-hash.ts";
import { StartError } from "./start-error.ts";

const stampFile = join(repositoryRoot, ".next/penstock-sources");
/** Next writes it when a build is complete. */
const buildIdFile = join(repositoryRoot, ".next/BUILD_ID");
const otherBuildPollMs = 1_000;

export const nextProgram = join(repositoryRoot, "node_modules/next/dist/bin/next");

interface BuildOptions {
  readonly signal: AbortSignal;
  /** The build's process id, or null when it ended. */
  onProcess(pid: number | null): void;
}

/** Whether the last finished build was made from the sources as they are now. */
export function isBuilt(): boolean {
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : null;
  return stamp === hashSources(repositoryRoot) && existsSync(buildIdFile);
}

/**
 * Builds the web application unless that is done. Of two starts from one checkout the second waits, and usually finds
 * it done. Throws a StartError with the end of next's output if the build fails.
 */
export async function ensureBuild(options: BuildOptions): Promise<void> {
  while (!isBuilt() && (await buildOnce(options)) === "busy") await sleep(otherBuildPollMs);
}

async function buildOnce(options: BuildOptions): Promise<"built" | "busy"> {
  const hash = hashSources(repositoryRoot);
  const { code, printed } = await runNextBuild(options);
  if (code === 0 && existsSync(buildIdFile)) {
    writeFileSync(stampFile, hash);
    return "built";
  }
  options.signal.throwIfAborted();
  if (printed.includes("Another next build process is already running")) return "busy";
  rmSync(stampFile, { force: true });
  throw new StartError(`The web application could not be built.\n${printed.trim()}`);
}

async function runNextBuild(options: BuildOptions): Promise<{ code: number | null; printed: string }> {
  const child = spawnChild([nextProgram, "build"], {
    ...process.env,
    // Whatever mode the person works in, this is a build for production.
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    // A build is the same whatever .env says.
    __NEXT_PROCESSED_ENV: "true",
  });
  options.onProcess(child.pid ?? null);
  const stop = () => child.kill("SIGTERM");
  options.signal.addEventListener("abort", stop, { once: true });
  let printed = "";
  onOutput(child, (chunk) => {
    printed = (printed + chunk.toString("utf8")).slice(-20_000);
  });
  try {
    const [code] = await once(child, "exit");
    return { code, printed };
  } finally {
    options.signal.removeEventListener("abort", stop);
    options.onProcess(null);
  }
}
