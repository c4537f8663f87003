import { constants } from "node:os";
import { UsageError } from "../../bootstrap/command-lines.mjs";
import { StartError } from "../start-error.ts";

/**
 * Runs a command to its end, with a signal that Ctrl-C, SIGTERM, a closed terminal and the end of the parent process
 * set off. Exits with the code that the work resolves to or, if it was interrupted before, with the code by which
 * shells recognise that.
 */
export async function runUntilStopped(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stopping = new AbortController();
  let codeWhenStopped = 128 + constants.signals.SIGTERM;
  // npm passes on a Ctrl-C that the terminal has sent already: it may come twice.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stopping.signal.aborted) codeWhenStopped = 128 + constants.signals[signal];
      stopping.abort();
    });
  }
  if (process.channel) {
    process.on("disconnect", () => stopping.abort());
    process.channel.unref();
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A reader that has gone ends the command. A full disk behind the output does not: only these lines are lost.
      if (error.code !== "ENOSPC" && error.code !== "EDQUOT") stopping.abort();
    });
  }
  try {
    process.exitCode = await work(stopping.signal);
  } catch (error) {
    const wasStopped = stopping.signal.aborted && isAbort(error);
    process.exitCode = wasStopped ? codeWhenStopped : exitCodeOf(error);
    if (!wasStopped) explain(error);
  }
}

/** Resolves when the signal is set off. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const exitCodeOf = (error: unknown) => (error instanceof UsageError ? 2 : 1);

const isAbort = (error: unknown) => error instanceof Error && error.name === "AbortError";

/**
 * A stack trace helps only with the unexpected; system errors (a full disk, somebody else's folder) explain themselves.
 */
function explain(error: unknown): void {
  const isForPeople =
    error instanceof StartError ||
    error instanceof UsageError ||
    (error instanceof Error && "syscall" in error);
  console.error(isForPeople ? `\n${error.message}` : error);
}
