import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleProgram } from "#server/testing/bundle-program.ts";
import { until } from "./until.ts";

/** What `npm start` runs from its sources is what the journey runs that kills it (`e2e/runs/crash.spec.ts`). */
const script = await bundleProgram(join(import.meta.dirname, "../../scripts/worker.ts"));
const keepCompiled = join(import.meta.dirname, "keep-compiled.ts");
export const compileCache = join(tmpdir(), "penstock-compile-cache");

export interface WorkerUrls {
  readonly appUrl: string;
  readonly engineUrl: string;
  readonly sandboxUrl: string;
  /** Absent: one that nobody else has. */
  readonly keyring?: string;
  /** A module that the process loads before anything of ours. */
  readonly preload?: string;
}

/** The program that `npm start` runs as its worker, in a process of its own. */
export interface WorkerProcess {
  readonly pid: number;
  /** Resolves when it is running; throws, with what it said, when it ended before. */
  readonly ready: Promise<void>;
  readonly hasEnded: boolean;
  /** Resolves with its exit code when it has ended by itself. */
  exited(): Promise<number | null>;
  /** Resolves when it waits for another worker to end. */
  inPlace(): Promise<void>;
  /** All that it has written. */
  said(): string;
  /** Sends a signal and does not wait for what comes of it. */
  signal(name: NodeJS.Signals): void;
  /** Sends a signal that ends it; resolves when the process is gone. */
  end(name: NodeJS.Signals): Promise<void>;
}

export function spawnWorker(urls: WorkerUrls): WorkerProcess {
  const preloads = [keepCompiled, ...(urls.preload === undefined ? [] : [urls.preload])];
  const imports = preloads.flatMap((file) => ["--import", file]);
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...imports, script], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: environmentOf(urls),
  });
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const exited = once(child, "exit");
  const ready = Promise.race([once(child, "message").then(() => true), exited.then(() => false)]).then(
    (isReady) => {
      if (!isReady) throw new Error(`The worker ended before it was ready. It said:\n${said}`);
    },
  );
  // A worker may be killed before it works, by a test that never waited for it: that is not a fault.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ready,
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    async exited() {
      await exited;
      return child.exitCode;
    },
    async inPlace() {
      await until(
        () => said,
        (words) => words.includes("another worker is running"),
      );
    },
    said: () => said,
    signal: (name) => void child.kill(name),
    async end(name) {
      child.kill(name);
      await exited;
    },
  };
}

/** All that the process knows of its surroundings. */
function environmentOf({ appUrl, engineUrl, sandboxUrl, keyring }: WorkerUrls): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "test",
    // The second of many that are started does not compile everything again.
    NODE_COMPILE_CACHE: compileCache,
    LOG_LEVEL: "warn",
    DATABASE_APP_URL: appUrl,
    DATABASE_ENGINE_URL: engineUrl,
    SANDBOX_URL: sandboxUrl,
    ALLOW_PRIVATE_HTTP: "1",
    PENSTOCK_KEYRING: keyring ?? `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
  };
}
