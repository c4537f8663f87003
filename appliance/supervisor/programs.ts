import { join } from "node:path";
import { withProgress } from "../bootstrap/progress.mjs";
import { nextProgram } from "./build.ts";
import type { RunningDatabase } from "./database.ts";
import { openLogFile } from "./processes/log-file.ts";
import { untilReady } from "./processes/readiness.ts";
import { type SupervisedProcess, superviseProcess } from "./processes/supervised-process.ts";
import { childEnvironment, workerEnvironment } from "./surroundings/child-environment.ts";
import type { HomeLock } from "./surroundings/home-lock.ts";
import type { Secrets } from "./surroundings/secrets.ts";
import type { Settings } from "./surroundings/settings.ts";

export interface ProgramsOptions {
  readonly settings: Settings;
  readonly mode: "production" | "development";
  readonly secrets: Secrets;
  /** The database that runs now: it may have moved since the last start of a program. */
  database(): RunningDatabase;
  readonly lock: HomeLock;
  tell(line: string): void;
  readonly onOutput?: (name: string, chunk: Buffer) => void;
}

/**
 * How long the web process keeps an idle connection. Node closes it after five seconds, so that a client or a proxy
 * that sends a request at just that moment gets no answer. Proxies usually keep theirs for a minute, and the side that
 * sends requests should be the first to close.
 */
const keptConnectionMs = 75_000;

/** The web process and, with the embedded engine, the worker. */
export interface Programs {
  untilReady(signal: AbortSignal): Promise<void>;
  restartWorker(): Promise<void>;
  restartAll(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the programs and keeps them running until they are told to stop. */
export function startPrograms(options: ProgramsOptions): Programs {
  const { settings, mode } = options;
  const log = (name: string) => openLogFile(join(settings.home, "logs", `${name}.log`), options.tell);
  const about = () => ({ ...options, database: options.database(), nodeEnv: mode });
  const supervise = (name: string, command: readonly string[], environment: () => NodeJS.ProcessEnv) => {
    const file = log(name);
    const child = superviseProcess({
      name,
      command,
      environment,
      log: file,
      tell: options.tell,
      onProcess: (pid) => options.lock.noteChild(name, pid),
      onOutput: (chunk) => options.onOutput?.(name, chunk),
    });
    return { child, log: file };
  };

  const nextCommand =
    mode === "production"
      ? [nextProgram, "start", "--keepAliveTimeout", String(keptConnectionMs)]
      : [nextProgram, "dev"];
  const address = ["--port", String(settings.port), "--hostname", settings.host];
  const web = supervise("web", [...nextCommand, ...address], () => childEnvironment(process.env, about()));
  const worker =
    settings.engine === "inngest"
      ? null
      : supervise("worker", ["scripts/worker.ts"], () => workerEnvironment(process.env, about()));
  const all = worker === null ? [web] : [worker, web];
  const each = async (act: (child: SupervisedProcess) => Promise<void>): Promise<void> => {
    await Promise.all(all.map(({ child }) => act(child)));
  };
  return {
    untilReady: (signal) =>
      withProgress("Waiting for the web process", () =>
        untilReady({ url: `${settings.localUrl}/api/health`, child: web.child, log: web.log, signal }),
      ),
    restartWorker: async () => worker?.child.restart(),
    restartAll: () => each((child) => child.restart()),
    async stop() {
      await each((child) => child.stop());
      for (const program of all) program.log.close();
    },
  };
}
