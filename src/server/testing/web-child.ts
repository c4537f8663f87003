import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleProgram } from "./bundle-program.ts";

const script = await bundleProgram(join(import.meta.dirname, "web-main.ts"));

/** A web process beside that of the test, on the same database. */
export interface WebChild {
  readonly url: string;
  /** Kills it, whatever it is doing. */
  kill(): Promise<void>;
}

/** Resolves when it listens. */
export async function spawnWeb(appUrl: string): Promise<WebChild> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, appUrl], {
    // Later processes reuse the compile cache of the first.
    env: { NODE_ENV: "test", NODE_COMPILE_CACHE: join(tmpdir(), "penstock-compile-cache") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = await lines.next();
  if (line.done === true) throw new Error("The web process has ended before it listened.");
  return {
    url: line.value,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
