import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { guardPostgres } from "./guard-postgres.ts";
import { serverEnvironment } from "./initialize-cluster.ts";
import type { PostgresPlace } from "./postgres-place.ts";
import { readPostmasterFile, writeKeeper } from "./running-postgres.ts";

/** Long enough to replay what a killed server had not written to its tables. */
const startTimeoutMs = 300_000;

/** A server that dies this often while it starts will not come up by trying again. */
const hopelessDeaths = 4;
const firstPauseMs = 200;

export interface StartedServer {
  readonly child: ChildProcess;
  readonly port: number;
}

/**
 * Starts the server of a place and waits until it accepts connections. One that dies meanwhile is started again, a few
 * times. Throws an Error with the end of its log if it does not come up.
 */
export async function startServer(
  place: PostgresPlace,
  flags: readonly string[],
  { isGuarded }: { readonly isGuarded: boolean },
): Promise<StartedServer> {
  const portFile = join(place.folder, "port");
  const remembered = Number(await readFile(portFile, "utf8").catch(() => "0"));
  const giveUpAtMs = Date.now() + startTimeoutMs;
  const log = join(place.folder, "postgres.log");
  // How the last server ended is of interest when this one is started after a failure.
  await rename(log, join(place.folder, "postgres.previous.log")).catch(() => undefined);
  let port = await freePort(remembered);
  for (let deaths = 0; ; ) {
    // Everything that a full disk may refuse comes before the server, so that none is left running unattended.
    if (port !== remembered) await writeFile(portFile, String(port), { mode: 0o600 });
    writeKeeper(place);
    const child = launch(place, log, [...flags, "-c", `port=${port}`]);
    if (isGuarded) guardPostgres(child, place);
    if (await untilReady(child, place, giveUpAtMs)) return { child, port };
    const said = await readFile(log, "utf8");
    if (said.includes("Address already in use")) {
      port = await freePort(0);
      continue;
    }
    // Backends of a killed server notice it within moments.
    const isBeingLeft = said.includes("pre-existing shared memory block");
    if (!isBeingLeft) deaths += 1;
    if (deaths >= hopelessDeaths || Date.now() > giveUpAtMs) throw new Error(describeDeath(child, said, log));
    await sleep(firstPauseMs * 2 ** Math.max(deaths - 1, 0));
  }
}

function describeDeath(child: ChildProcess, said: string, log: string): string {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const words = said.trim() === "" ? "It wrote nothing to its log." : `Its log says:\n${said.slice(-2000)}`;
  return `The embedded PostgreSQL did not start: it ended (${how}). ${words}\n(${log})`;
}

/** In a session of its own: a Ctrl-C in the terminal reaches the program, which then stops its parts in order. */
function launch(place: PostgresPlace, logPath: string, flags: readonly string[]): ChildProcess {
  const log = openSync(logPath, "w", 0o600);
  try {
    return spawn(place.binaries.postgres, ["-D", place.dataFolder, ...flags], {
      ...place.user,
      cwd: sep,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, place: PostgresPlace, giveUpAtMs: number): Promise<boolean> {
  let spawnError: Error | undefined;
  child.once("error", (error) => {
    spawnError = error;
  });
  while (child.exitCode === null && child.signalCode === null && spawnError === undefined) {
    const file = readPostmasterFile(place.dataFolder);
    if (file?.pid === child.pid && file?.isReady === true) return true;
    if (Date.now() > giveUpAtMs) {
      child.kill("SIGKILL");
      return false;
    }
    await sleep(10);
  }
  if (spawnError !== undefined)
    throw new Error(`PostgreSQL cannot be started: ${spawnError.message}`, { cause: spawnError });
  return false;
}
