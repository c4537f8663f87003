import { withProgress } from "../bootstrap/progress.mjs";
import { ensureBuild, isBuilt } from "./build.ts";
import { openDatabase, type RunningDatabase } from "./database.ts";
import { asStartError } from "./describe-fault.ts";
import { type KeptDatabase, keepDatabase } from "./keep-database.ts";
import { type Cleanups, createCleanups, undoTelling } from "./processes/cleanups.ts";
import { type Programs, startPrograms } from "./programs.ts";
import { requireSoundEnvironment } from "./surroundings/check-environment.ts";
import { prepareHome } from "./surroundings/home-folder.ts";
import { acquireHomeLock } from "./surroundings/home-lock.ts";
import { requireFreePort } from "./surroundings/port-check.ts";
import { readSecrets, type Secrets } from "./surroundings/secrets.ts";
import type { Settings } from "./surroundings/settings.ts";

export interface StackOptions {
  readonly settings: Settings;
  readonly mode: "production" | "development";
  /** What the person typed, for messages that tell them what to type instead. */
  readonly command: string;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
  /** A line for the person at the terminal. */
  tell(line: string): void;
  /** Gets the output of web and worker, as well as their logs. */
  readonly onOutput?: (name: string, chunk: Buffer) => void;
}

/** A running Penstock. */
export interface Stack {
  readonly secrets: Secrets;
  /** The database that runs now. */
  database(): RunningDatabase;
  /** Restarts the worker, for changed sources. */
  restartWorker(): Promise<void>;
  /** Ends worker and web, then the database; resolves when all are gone. */
  stop(): Promise<void>;
}

/**
 * Starts everything: database, migrations, build, web and worker. Whatever had been started is stopped again if a step
 * fails or the signal comes. Throws a StartError for what the person can fix.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const cleanups = createCleanups();
  try {
    return await start(options, cleanups);
  } catch (error) {
    await undoTelling(() => cleanups.run(), options.tell);
    throw error;
  }
}

async function start(options: StackOptions, cleanups: Cleanups): Promise<Stack> {
  const { settings, signal } = options;
  prepareHome(settings.home);
  const lock = await acquireHomeLock(settings.home, settings.url);
  cleanups.add(() => lock.release());
  await requireFreePort(settings, options.command);
  const secrets = readSecrets(settings.home);
  requireSoundEnvironment(process.env, { settings, secrets, nodeEnv: options.mode });

  const started: { programs: Programs | null } = { programs: null };
  const database = await startDatabase(options, secrets, async () => started.programs?.restartAll());
  cleanups.add(() => database.stop());
  signal.throwIfAborted();
  if (options.mode === "production" && !isBuilt()) {
    const onProcess = (pid: number | null) => lock.noteChild("build", pid);
    await withProgress("Building the web application (a minute or so)", () =>
      ensureBuild({ signal, onProcess }),
    );
  }
  signal.throwIfAborted();

  const programs = startPrograms({ ...options, secrets, database: () => database.current(), lock });
  started.programs = programs;
  cleanups.add(() => programs.stop());
  cleanups.add(() => lock.noteStopping());
  await programs.untilReady(signal);
  return {
    secrets,
    database: () => database.current(),
    restartWorker: () => programs.restartWorker(),
    stop: () => cleanups.run(),
  };
}

async function startDatabase(
  options: StackOptions,
  secrets: Secrets,
  onMoved: () => Promise<void>,
): Promise<KeptDatabase> {
  const open = (): Promise<RunningDatabase> => openDatabase(options.settings, secrets);
  const title =
    options.settings.databaseUrl === null ? "Starting PostgreSQL" : "Preparing the database of DATABASE_URL";
  const first = await withProgress(title, open).catch((cause: unknown) => {
    throw asStartError(cause);
  });
  if (first.applied.length > 0)
    options.tell(`Applied ${first.applied.length} migration(s): ${first.applied.join(", ")}`);
  return keepDatabase(first, { open, onMoved, tell: options.tell });
}
