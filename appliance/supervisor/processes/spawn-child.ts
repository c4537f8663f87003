import { type ChildProcess, spawn } from "node:child_process";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

const followParent = new URL("./follow-parent.mjs", import.meta.url).href;

/**
 * Starts a program under this Node. It leads a process group of its own, so that Ctrl-C on the terminal reaches only
 * the supervisor, which ends its children in order; and it ends by itself when the supervisor is gone.
 */
export function spawnChild(command: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--import", followParent, ...command],
    {
      cwd: repositoryRoot,
      env: { ...environment, PENSTOCK_SUPERVISOR: String(process.pid) },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
}

/** Passes on a child's output, both streams in the order of arrival. */
export function onOutput(child: ChildProcess, take: (chunk: Buffer) => void): void {
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", take);
}
