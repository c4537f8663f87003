import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout this file lies in, whatever the current folder is. */
export const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Node itself stays with the checkout, also when PENSTOCK_HOME moves the data elsewhere: it is not data. */
export const runtimeFolder = join(repositoryRoot, ".penstock", "runtime");

/** What Node has compiled of this checkout; it replaces what is older than its source, and goes with the packages. */
export const compileCacheFolder = join(repositoryRoot, "node_modules", ".cache", "penstock-compiled");
