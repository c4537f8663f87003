import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess } from "./end-process.ts";
import type { LogFile } from "./log-file.ts";
import { isWorthTelling, restartDelayMs, wellAfterMs } from "./restart-policy.ts";
import { onOutput, spawnChild } from "./spawn-child.ts";

export interface ProcessOptions {
  readonly name: string;
  /** The program and its arguments, for this Node. */
  readonly command: readonly string[];
  /** Called at each start. */
  environment(): NodeJS.ProcessEnv;
  readonly log: LogFile;
  /** Gets the output as well as the log. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** A line for the person at the terminal. */
  tell(line: string): void;
  /** The child's process id, or null when it ended. */
  onProcess(pid: number | null): void;
}

/** A child that is started again whenever it ends by itself. */
export interface SupervisedProcess {
  readonly name: string;
  /** How often in a row it ended by itself since it was last healthy. */
  readonly endsInARow: () => number;
  restart(): Promise<void>;
  /** Ends it for good; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a child and keeps it running until it is told to stop. */
export function superviseProcess(options: ProcessOptions): SupervisedProcess {
  const stopping = new AbortController();
  let endsInARow = 0;
  let restartIsWanted = false;
  let child = launch(options);

  const keep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const startedAtMs = Date.now();
      const how = await untilEnd(child);
      options.onProcess(null);
      if (stopping.signal.aborted) return;
      if (restartIsWanted) endsInARow = 0;
      else await pauseAfter(how, Date.now() - startedAtMs);
      restartIsWanted = false;
      if (!stopping.signal.aborted) child = launch(options);
    }
  };
  const pauseAfter = async (how: string, livedMs: number): Promise<void> => {
    endsInARow = livedMs > wellAfterMs ? 1 : endsInARow + 1;
    if (isWorthTelling(endsInARow)) {
      options.tell(`${options.name} ended (${how}); starting it again. Its log: ${options.log.path}`);
    }
    const delayMs = restartDelayMs(endsInARow);
    await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  };

  const kept = keep();
  return {
    name: options.name,
    endsInARow: () => endsInARow,
    async restart() {
      restartIsWanted = true;
      await endChild(child);
    },
    async stop() {
      stopping.abort();
      await endChild(child);
      await kept;
    },
  };
}

function launch(options: ProcessOptions): ChildProcess {
  const child = spawnChild(options.command, options.environment());
  onOutput(child, (chunk) => {
    options.log.write(chunk);
    options.onOutput?.(chunk);
  });
  options.onProcess(child.pid ?? null);
  return child;
}

/** How a child ended, in words. */
async function untilEnd(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) {
    const failed = await Promise.race([once(child, "exit").then(() => null), once(child, "error")]);
    if (failed !== null) return String(failed[0]);
  }
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && !hasEnded(child)) await endProcess(child.pid, () => hasEnded(child));
}
