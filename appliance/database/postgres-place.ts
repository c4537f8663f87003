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
  /** The server's own data folder, created by `initdb`. */
  readonly dataFolder: string;
}

const systemFolder = "/var/lib/penstock";

/**
 * Prepares `<stateFolder>/postgres`. If run as root, the server runs as another user, who may not be able to traverse
 * the folders above (a checkout under /root): the data is then in /var/lib/penstock, with `home` as a link to it, and a
 * copy of the programs beside it.
 */
export async function preparePlace(stateFolder: string): Promise<PostgresPlace> {
  const user = findServiceUser();
  const wanted = join(stateFolder, "postgres");
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  // The path may contain links; a running server knows its folder by its real name.
  const folder = await realpath(wanted);
  const found = await findBinaries();
  if (user === null) return { user, binaries: found, folder, dataFolder: join(folder, "data") };

  const home = await homeOf(user, folder);
  const binaries = canRun(found, user) ? found : await copyBinaries(found, systemFolder);
  return { user, binaries, folder, dataFolder: join(home, "data") };
}

/** A folder whose contents the service user owns: where the data folder is created. */
async function homeOf(user: ServiceUser, folder: string): Promise<string> {
  const home = join(folder, "home");
  const linked = await readlink(home).catch(() => null);
  if (linked !== null) return linked;
  if (await canReach(user, dirname(dirname(folder)))) {
    await letThrough(user, dirname(folder));
    await letThrough(user, folder);
    return own(user, home);
  }
  // A new state folder begins with a new database, so the name does not depend on the path alone.
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
