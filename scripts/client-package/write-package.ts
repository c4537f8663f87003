import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { bundleClient, clientDependencies } from "./bundle-client.ts";

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies: { readonly [name: string]: string };
}

/** Fills a folder with the client's package, ready for `npm pack`. */
export async function writeClientPackage(folder: string): Promise<void> {
  await bundleClient(folder);
  const root = JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8")) as Manifest;
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifestOf(root), null, 2)}\n`);
  await writeFile(join(folder, "README.md"), readme);
  await copyFile(join(repositoryRoot, "LICENSE"), join(folder, "LICENSE"));
}

function manifestOf({ version, license, dependencies }: Manifest) {
  return {
    name: "penstock-client",
    version,
    description: "The typed client of Penstock: durable AI pipelines that people can trust with their money.",
    license,
    type: "module",
    sideEffects: false,
    engines: { node: ">=20" },
    main: "./index.cjs",
    types: "./index.d.cts",
    exports: {
      ".": {
        import: { types: "./index.d.ts", default: "./index.js" },
        require: { types: "./index.d.cts", default: "./index.cjs" },
      },
    },
    dependencies: Object.fromEntries(clientDependencies.map((name) => [name, dependencies[name]])),
  };
}

const readme = `# penstock-client

The typed client of Penstock, for programs in Node 20 and newer, with \`import\` or \`require\`.

\`\`\`ts
import { createPenstockClient, watchRun } from "penstock-client";

const client = createPenstockClient({ url: "http://localhost:3000", token: process.env.PENSTOCK_TOKEN ?? "" });
const { runId } = await client.runs.start.mutate({ pipelineId, input: { text: "Hello" } });
for await (const event of watchRun(client, { runId })) console.log(event);
\`\`\`

Tokens are made on the page *API tokens*. The scope \`read\` looks, \`run\` also starts and stops runs, \`write\` also changes pipelines.
\`readPenstockError\` tells what a refusal means.
`;
