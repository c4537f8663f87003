import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { type OutputOptions, type Plugin, rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

const entry = { index: join(repositoryRoot, "src", "client", "index.ts") };
const tsconfig = join(repositoryRoot, "src", "client", "tsconfig.json");

/** Dependencies of the client's package; everything else is bundled. `@trpc/server` is needed for its types. */
export const clientDependencies = ["@trpc/client", "@trpc/server", "zod"] as const;

/** Silences both: they log their times and the server modules they left out. Errors are thrown. */
const silent = { info: () => undefined, warn: () => undefined, error: console.error };

const external = clientDependencies.map((name) => new RegExp(`^${name}(/|$)`));
/** tRPC's types need those of Node and of `ws`, which an empty project lacks: copy what the client needs. */
const externalTypes = external.filter((name) => name.test("zod"));

/** Writes the client into the folder: `index.js` and `index.cjs` with `index.d.ts` and `index.d.cts`. */
export async function bundleClient(folder: string): Promise<void> {
  await bundle([], { dir: folder, format: "esm", entryFileNames: "[name].js" }, external);
  await bundle([], { dir: folder, format: "cjs", entryFileNames: "[name].cjs" }, external);
  const types = dts({ tsconfig, dtsOnly: true, logger: silent });
  const asTypes: OutputOptions = { dir: folder, format: "esm", entryFileNames: "[name].d.ts" };
  await bundle([withoutServerContext, ...types], asTypes, externalTypes);
  await copyFile(join(folder, "index.d.ts"), join(folder, "index.d.cts"));
}

async function bundle(
  plugins: readonly Plugin[],
  output: OutputOptions,
  external: readonly RegExp[],
): Promise<void> {
  const made = await rolldown({
    input: entry,
    platform: "neutral",
    tsconfig,
    external: [...external],
    plugins: [...plugins],
    transform: { target: "es2022" },
    logLevel: "silent",
  });
  await made.write(output);
  await made.close();
}

/** A router's type names its context, and through it the whole server. A client never needs that. */
const withoutServerContext: Plugin = {
  name: "without-server-context",
  load: {
    order: "pre",
    handler: (id) =>
      /[\\/]server[\\/]trpc[\\/]context(\.d)?\.ts$/.test(id) ? "export type RequestContext = object;" : null,
  },
};
