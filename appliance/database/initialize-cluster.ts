import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { PostgresPlace } from "./postgres-place.ts";

/** Sorting by code point and Unicode's own letters, the same on every machine: no locale of the system is involved. */
const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];

/**
 * Creates the data folder the first time. It appears under its name only when it is complete, so a start that was
 * killed is simply begun again. Returns the superuser's password.
 */
export async function initializeCluster(place: PostgresPlace): Promise<string> {
  const passwordFile = join(place.folder, "password");
  if (existsSync(place.dataFolder)) {
    await requireSameMajor(place);
    return readPassword(place, passwordFile);
  }

  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const half = `${place.dataFolder}.making`;
  const passwordForInitdb = join(dirname(place.dataFolder), "initdb-password");
  await rm(half, { recursive: true, force: true });
  await rm(passwordForInitdb, { force: true });
  try {
    await writeFile(passwordForInitdb, `${password}\n`, { mode: 0o600 });
    if (place.user !== null) await chown(passwordForInitdb, place.user.uid, place.user.gid);
    runInitdb(place, half, passwordForInitdb);
  } finally {
    await rm(passwordForInitdb, { force: true });
  }
  await rename(half, place.dataFolder);
  return password;
}

/**
 * None of the program's own environment: it contains secrets. English messages, because some of them are searched for.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, NODE_ENV } = process.env;
  return { PATH, SystemRoot, NODE_ENV, LC_ALL: "C" };
}

/** A server reads only what its own major version wrote; its own message about that does not say what to do. */
async function requireSameMajor(place: PostgresPlace): Promise<void> {
  const written = (await readFile(join(place.dataFolder, "PG_VERSION"), "utf8").catch(() => "")).trim();
  const brought = versionOf(place);
  if (written === "" || brought === null || written === brought) return;
  throw new Error(
    `The data in ${place.dataFolder} was written by PostgreSQL ${written}; this Penstock brings PostgreSQL ${brought}, ` +
      "which cannot read it. Nothing was changed. Start the Penstock that wrote it, dump the database there and load it here: " +
      'docs/operations.md, "Another major version of PostgreSQL", has the commands.',
  );
}

/** The major version; null if the program does not say, which its start will explain better. */
function versionOf(place: PostgresPlace): string | null {
  const { stdout } = spawnSync(place.binaries.postgres, ["--version"], {
    ...place.user,
    cwd: sep,
    env: serverEnvironment(),
    encoding: "utf8",
  });
  return /(\d+)/.exec(stdout ?? "")?.[1] ?? null;
}

async function readPassword(place: PostgresPlace, file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new Error(
      `The password of the database in ${place.dataFolder} is missing: ${file} cannot be read. ` +
        "Bring the file back, or move the data folder away to begin with an empty database.",
      { cause },
    );
  }
}

function runInitdb(place: PostgresPlace, folder: string, passwordFile: string): void {
  const access = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const result = spawnSync(place.binaries.initdb, ["-D", folder, ...access, ...locale], {
    ...place.user,
    cwd: sep,
    env: serverEnvironment(),
    encoding: "utf8",
  });
  if (result.status === 0) return;
  const reason = result.error?.message ?? result.stderr.trim();
  throw new Error(
    `The embedded PostgreSQL could not make its data folder ${folder}: ${reason}\n` +
      "Set DATABASE_URL to use a PostgreSQL server of your own instead.",
  );
}
