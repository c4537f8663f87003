import { setTimeout as sleep } from "node:timers/promises";

const graceMs = 10_000;
const pollMs = 50;

/**
 * Asks a process to end, and after ten seconds kills it with everything it started: our children lead a process group
 * of their own. Resolves when `isGone` says so.
 */
export async function endProcess(pid: number, isGone: () => boolean): Promise<void> {
  send(pid, "SIGTERM");
  const insistAtMs = Date.now() + graceMs;
  let insisted = false;
  while (!isGone()) {
    if (!insisted && Date.now() > insistAtMs) {
      insisted = true;
      send(-pid, "SIGKILL");
      send(pid, "SIGKILL");
    }
    await sleep(pollMs);
  }
}

/** A process that is gone already needs no signal. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
