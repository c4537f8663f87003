import { StartError } from "./start-error.ts";

/**
 * Runs a command to its end, with a signal that Ctrl-C, SIGTERM, a closed terminal and the end of the parent process set
 * off. Ends the process with the code the work resolves to, or with `codeWhenStopped` when it was asked to stop.
 */
export async function runUntilStopped(
  work: (signal: AbortSignal) => Promise<number>,
  codeWhenStopped = 0,
): Promise<void> {
  const stopping = new AbortController();
  // npm passes a Ctrl-C on that the terminal has sent already: it may come twice.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  if (process.channel) {
    process.on("disconnect", () => stopping.abort());
    process.channel.unref();
  }
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stopping.abort());
  try {
    process.exitCode = await work(stopping.signal);
  } catch (error) {
    const wasStopped = stopping.signal.aborted && isAbort(error);
    process.exitCode = wasStopped ? codeWhenStopped : 1;
    if (!wasStopped) explain(error);
  }
}

/** Resolves when the signal is set off. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const isAbort = (error: unknown) => error instanceof Error && error.name === "AbortError";

/** A stack trace helps only with what nobody expected. */
function explain(error: unknown): void {
  if (error instanceof StartError) console.error(`\n${error.message}`);
  else console.error(error);
}
