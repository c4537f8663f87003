import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const schemaFile = join(import.meta.dirname, "../../../../prisma/schema.prisma");

/**
 * The SQL with which Prisma would create a new database from `schema.prisma` alone. `databaseUrl` names any PostgreSQL:
 * only its version is read.
 */
export async function schemaToSql(databaseUrl: string): Promise<string> {
  loadEngine();
  const file = { path: schemaFile, content: readFileSync(schemaFile, "utf8") };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    const options = { datamodels: [[file.path, file.content] satisfies [string, string]] };
    const engine = await engineModule.SchemaEngine.new(options, () => undefined, adapter);
    const result = await engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files: [file] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.stdout ?? "";
  } finally {
    await pool.end();
  }
}

/** The package's own entry needs WebAssembly module imports, which Node has only behind a flag. */
function loadEngine(): void {
  const wasmFile = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)), {
    "./schema_engine_bg.js": { ...engineModule },
  });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}
