import { spawn } from "node:child_process";
import { constants } from "node:os";
import { repositoryRoot } from "./paths.mjs";
import { watchNpm } from "./watch-parent.mjs";

/**
 * Runs a script to its end and resolves to its exit code. Signals are passed on. The channel to the child tells it when
 * this process is gone, even after kill -9; in the same way this process ends its child when npm, its own parent, is
 * gone.
 *
 * @param {{ node: string, script: string, args: string[], environment: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runCommand({ node, script, args, environment }) {
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", script, ...args], {
    cwd: repositoryRoot,
    env: environment,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => passOn(child, signal));
  const unwatch = watchNpm(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      unwatch();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Ctrl-C on a terminal reaches the child by itself, as part of the same process group. */
function passOn(child, signal) {
  if (signal === "SIGINT" && process.stdin.isTTY) return;
  child.kill(signal);
}
