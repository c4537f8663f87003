import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants, getPriority, setPriority } from "node:os";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { onOutput } from "#appliance/supervisor/processes/spawn-child.ts";
import type { PhaseContext } from "./phase.ts";

export interface ProgramResult {
  readonly code: number | null;
  /** The end of its output, both streams in order of arrival. */
  readonly printed: string;
}

const keptCharacters = 60_000;
/** Time to clean up: Playwright stops the stack it started, Vitest its PostgreSQL. */
const graceMs = 45_000;
const followParent = new URL("../../appliance/supervisor/processes/follow-parent.mjs", import.meta.url).href;

interface ProgramOptions {
  readonly environment?: { readonly [name: string]: string };
  /** Low priority: it uses processors that others leave idle. */
  readonly yields?: boolean;
}

/** Runs a JavaScript program under this Node to its end. It ends with this process, however this one ends. */
export async function runProgram(
  command: readonly string[],
  { signal, running }: PhaseContext,
  { environment = {}, yields = false }: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--import", followParent, ...command],
    {
      cwd: repositoryRoot,
      env: {
        ...process.env,
        NODE_ENV: "test",
        NO_COLOR: "1",
        ...environment,
        PENSTOCK_SUPERVISOR: String(process.pid),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  if (yields && child.pid !== undefined) giveWay(child.pid);
  let printed = "";
  onOutput(child, (chunk) => {
    printed = (printed + chunk.toString("utf8")).slice(-keptCharacters);
  });
  child.on("message", (message) => running.take(message));
  const insisting = endWhenAborted(child, signal);
  const [code] = await once(child, "close");
  insisting();
  signal.throwIfAborted();
  return { code, printed: printed.trim() };
}

/** Child processes inherit its priority. */
function giveWay(pid: number): void {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  setPriority(pid, Math.min(getPriority() + PRIORITY_BELOW_NORMAL, PRIORITY_LOW));
}

/**
 * Sends what Ctrl-C sends, so that runners clean up, and kills after a while. Returns the function that cancels this.
 */
function endWhenAborted(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGINT");
    timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  };
}
