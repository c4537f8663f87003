import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";

const script = join(import.meta.dirname, "../scripts/worker.ts");

/** Node flags for the worker, for profiling: `BENCH_WORKER_FLAGS="--cpu-prof --cpu-prof-dir=profiles"`. */
const flags = (process.env.BENCH_WORKER_FLAGS ?? "").split(" ").filter((flag) => flag !== "");

export interface WorkerProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the worker as `npm start` does, in its own process; resolves when it is running. */
export async function startWorkerProcess(urls: {
  readonly appUrl: string;
  readonly engineUrl: string;
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...flags, script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      LOG_LEVEL: "warn",
      DATABASE_APP_URL: urls.appUrl,
      DATABASE_ENGINE_URL: urls.engineUrl,
      PENSTOCK_KEYRING: `k1:${randomBytes(32).toString("base64")}`,
      NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    },
  });
  const exited = once(child, "exit");
  const isReady = await Promise.race([once(child, "message").then(() => true), exited.then(() => false)]);
  if (!isReady) throw new Error("The worker ended before it was ready.");
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
