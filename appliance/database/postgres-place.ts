import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readlink, realpath, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { canRun, copyBinaries, findBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { canReach, findServiceUser, letThrough, type ServiceUser } from "./service-user.ts";

/** Everything about where one embedded server lives. */
export interface PostgresPlace {
  readonly user: ServiceUser | null;
  readonly binaries: PostgresBinaries;
  /** Ours: password, port and log. */
  readonly folder: string;
  /** The server's own data folder; `initdb` makes it. */
  readonly dataFolder: string;
}

const systemFolder = "/var/lib/penstock";

/**
 * Prepares `<stateFolder>/postgres`. Run as root, the server runs as another user, who may not be able to pass through
 * the folders above (a checkout under /root): data and programs then live in /var/lib/penstock, and `data` is a link to
 * it.
 */
export async function preparePlace(stateFolder: string): Promise<PostgresPlace> {
  const user = findServiceUser();
  const wanted = join(stateFolder, "postgres");
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  // The way to it may lead through links; a running server knows its folder by its real name.
  const folder = await realpath(wanted);
  const found = await findBinaries();
  if (user === null) return { user, binaries: found, folder, dataFolder: join(folder, "data") };

  const home = await homeOf(user, folder);
  const binaries = canRun(found, user) ? found : await copyBinaries(found, systemFolder);
  return { user, binaries, folder, dataFolder: join(home, "data") };
}

/** A folder that the service user owns the inside of: where the data folder is made. */
async function homeOf(user: ServiceUser, folder: string): Promise<string> {
  const home = join(folder, "home");
  const linked = await readlink(home).catch(() => null);
  if (linked !== null) return linked;
  if (await canReach(user, dirname(dirname(folder)))) {
    await letThrough(user, dirname(folder));
    await letThrough(user, folder);
    return own(user, home);
  }
  // A new state folder begins with a new database, so the name is not made from the path alone.
  const name = `${basename(dirname(dirname(folder)))}-${randomBytes(6).toString("hex")}`;
  await mkdir(systemFolder, { recursive: true });
  await chmod(systemFolder, 0o755);
  const elsewhere = await own(user, join(systemFolder, name));
  await rm(home, { recursive: true, force: true });
  await symlink(elsewhere, home);
  return elsewhere;
}

async function own(user: ServiceUser, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, user.uid, user.gid);
  return folder;
}
