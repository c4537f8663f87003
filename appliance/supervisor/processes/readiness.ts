import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../start-error.ts";
import type { LogFile } from "./log-file.ts";
import type { SupervisedProcess } from "./supervised-process.ts";

const timeoutMs = 120_000;
const pollMs = 100;
/** A program that ends this often without ever having answered will not recover by itself. */
const hopelessEnds = 3;

interface ReadinessOptions {
  readonly url: string;
  readonly child: SupervisedProcess;
  readonly log: LogFile;
  readonly signal: AbortSignal;
}

/** Resolves when the web process answers its health check; throws a StartError with the end of its log if it cannot. */
export async function untilReady(options: ReadinessOptions): Promise<void> {
  const giveUpAtMs = Date.now() + timeoutMs;
  while (!(await answers(options.url, options.signal))) {
    options.signal.throwIfAborted();
    if (options.child.endsInARow() >= hopelessEnds || Date.now() > giveUpAtMs) {
      throw new StartError(
        `The web process did not start. Its log, ${options.log.path}, ends with:\n${tail(options.log.path)}`,
      );
    }
    await sleep(pollMs, undefined, { signal: options.signal });
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function tail(path: string): string {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
