interface File {
  readonly file: string;
  readonly source: string;
}

/** One small violation per rule: `rule` must report an import in `file`, or what is in `at`. */
export interface Canary extends File {
  readonly rule: string;
  readonly at?: string;
}

const stub = (file: string): File => ({ file, source: "export const target = true;\n" });

const floor = (name: string, file: string, target: string): Canary => ({
  rule: `${name}-imports-only-what-it-may`,
  file,
  source: `import { target } from "#${target}";\nexport const canary = target;\n`,
});

const seam = (name: string, file: string, module: string): Canary => ({
  rule: `${name}-has-one-home`,
  file,
  source: `import * as target from "${module}";\nexport const canary = target;\n`,
});

const floorCanaries: readonly Canary[] = [
  floor("core", "src/core/knows-storage.ts", "server/db/target.ts"),
  floor("engine", "src/engine/knows-storage.ts", "server/db/target.ts"),
  floor("provider-registry", "src/providers/knows-service.ts", "server/services/target.ts"),
  floor("providers", "src/providers/openai/knows-neighbour.ts", "providers/anthropic/target.ts"),
  floor("db", "src/server/db/knows-service.ts", "server/services/target.ts"),
  floor("crypto", "src/server/crypto/knows-storage.ts", "server/db/target.ts"),
  floor("files", "src/server/files/knows-service.ts", "server/services/target.ts"),
  floor("mail", "src/server/mail/knows-database.ts", "server/db/target.ts"),
  floor("services", "src/server/services/knows-engine.ts", "engine/target.ts"),
  floor("inngest-client", "inngest/client.ts", "server/services/target.ts"),
  floor("inngest", "inngest/functions/knows-router.ts", "server/trpc/target.ts"),
  floor("auth", "src/server/auth/knows-storage.ts", "server/db/target.ts"),
  floor("trpc", "src/server/trpc/knows-storage.ts", "server/db/target.ts"),
  floor("env", "src/server/env.ts", "server/services/target.ts"),
  floor("logger", "src/server/logger.ts", "server/services/target.ts"),
  floor("web-composition", "src/server/composition.ts", "engine/target.ts"),
  floor("browser-trpc", "src/lib/trpc/knows-service.ts", "server/services/target.ts"),
  floor("server-trpc", "src/lib/trpc/server.tsx", "server/db/target.ts"),
  floor("client", "src/client/knows-service.ts", "server/services/target.ts"),
  floor("ui-primitives", "src/components/ui/knows-core.ts", "core/target.ts"),
  floor("features", "src/features/runs/knows-neighbour.ts", "features/editor/target.ts"),
  floor("pages", "src/app/runs/page.tsx", "server/services/target.ts"),
  floor("next-entries", "src/proxy.ts", "server/services/target.ts"),
  floor("browser-entry", "src/instrumentation-client.ts", "features/editor/target.ts"),
  floor("doors", "src/app/api/runs/route.ts", "server/services/target.ts"),
  floor("bootstrap", "appliance/bootstrap/knows-supervisor.mjs", "appliance/supervisor/target.ts"),
  floor("appliance", "appliance/supervisor/knows-service.ts", "server/services/target.ts"),
  floor("scripts", "scripts/knows-storage.ts", "server/db/target.ts"),
  floor("journeys", "e2e/knows-service.spec.ts", "server/services/target.ts"),
  floor("bench", "bench/knows-features.ts", "features/editor/target.ts"),
];

const coreRoom = (room: string, above: string): Canary =>
  floor(`core-${room}`, `src/core/${room}/looks-up.ts`, `core/${above}/target.ts`);

const coreCanaries: readonly Canary[] = [
  floor("core-words", "src/core/look-up.ts", "core/pipeline/target.ts"),
  coreRoom("json", "expression"),
  floor("core-json", "src/core/json/knows-errors.ts", "core/target.ts"),
  coreRoom("http", "nodes"),
  coreRoom("schema", "pipeline"),
  coreRoom("waits", "pipeline"),
  coreRoom("model", "pricing"),
  coreRoom("policy", "run"),
  coreRoom("dispatch", "run"),
  coreRoom("pricing", "run"),
  coreRoom("events", "run"),
  coreRoom("expression", "run"),
  coreRoom("nodes", "pipeline"),
  coreRoom("triggers", "pipeline"),
  coreRoom("pipeline", "run"),
  coreRoom("definition-text", "run"),
  coreRoom("gestures", "run"),
  coreRoom("run", "definition-text"),
  floor("core-unnamed-room", "src/core/attic/knows-pipeline.ts", "core/pipeline/target.ts"),
];

const seamCanaries: readonly Canary[] = [
  seam("prisma", "src/server/services/knows-prisma.ts", "@prisma/client"),
  seam("pg", "src/server/services/knows-postgres.ts", "pg"),
  seam("anthropic", "src/engine/knows-anthropic.ts", "@anthropic-ai/sdk"),
  seam("event-stream", "src/providers/openai/knows-parser.ts", "eventsource-parser"),
  seam("inngest", "src/server/services/knows-inngest.ts", "inngest"),
  seam("graphile-worker", "src/server/services/knows-queue.ts", "graphile-worker"),
  seam("argon2", "src/server/services/knows-argon.ts", "@node-rs/argon2"),
  seam("next-auth", "src/server/services/knows-next-auth.ts", "next-auth"),
  seam("next", "src/server/services/knows-next.ts", "next/headers"),
  seam("react", "src/server/services/knows-react.ts", "react"),
];

const shapeCanaries: readonly Canary[] = [
  {
    rule: "core-is-pure",
    file: "src/core/reads-disk.ts",
    source: 'export { readFile } from "node:fs/promises";\n',
  },
  { rule: "core-is-pure", file: "src/core/uses-package.ts", source: 'export { pino } from "pino";\n' },
  {
    rule: "no-inline-import-types",
    file: "src/core/names-a-type-inline.ts",
    source: `export type Row = ${"import"}("#server/db/target.ts").Row;\n`,
  },
  {
    rule: "browser-code-has-no-node-built-ins",
    file: "src/features/runs/reads-disk.ts",
    source: 'export { readFile } from "node:fs/promises";\n',
  },
  {
    rule: "clients-know-only-the-routers-type",
    file: "src/client/bundles-router.ts",
    source: 'import { target } from "#server/trpc/root.ts";\nexport const canary = target;\n',
  },
  {
    rule: "clients-know-only-the-routers-type",
    file: "e2e/fixtures/loads-router.ts",
    source: 'import { target } from "#server/trpc/root.ts";\nexport const canary = target;\n',
  },
  {
    rule: "bootstrap-needs-no-packages",
    file: "appliance/bootstrap/needs-package.mjs",
    source: 'export { z } from "zod";\n',
  },
  {
    rule: "no-circular",
    file: "src/core/circle-a.ts",
    source: 'import type { B } from "./circle-b.ts";\nexport type A = B[];\n',
  },
  { rule: "no-orphans", file: "src/core/forgotten.ts", source: "export const forgotten = true;\n" },
  {
    rule: "no-unresolvable",
    file: "src/core/dangling.ts",
    source: 'export { nothing } from "./nothing.ts";\n',
  },
  {
    rule: "tests-are-not-imported",
    file: "src/core/imports-test.ts",
    source: 'export { target } from "./target.test.ts";\n',
  },
  {
    rule: "lazy-code-is-waited-for",
    file: "src/features/runs/loads-once.tsx",
    source:
      'const Part = lazy(async () => ({ default: (await import("./part.tsx")).Part }));\nexport { Part };\n',
  },
  {
    rule: "fake-servers-do-not-hang-up",
    file: "src/providers/testing/hangs-up.ts",
    source:
      'import { createServer } from "node:http";\nexport const server = createServer((request, response) => response.end());\n',
  },
  {
    rule: "dependencies-are-declared",
    file: "src/server/services/uses-tool.ts",
    source: 'export { assert } from "fast-check";\n',
  },
];

const weightCanaries: readonly Canary[] = [
  {
    rule: "pages-begin-light",
    file: "src/app/heavy/page.tsx",
    source: 'import { Checks } from "#features/checks/index.ts";\nexport const canary = Checks;\n',
  },
  {
    rule: "pages-begin-light",
    file: "src/app/heavy-by-effect/page.tsx",
    source: 'import { Registers } from "#features/checks/index.ts";\nexport const canary = Registers;\n',
  },
];

/** A feature with one part that checks definitions. */
const checksFeature: readonly File[] = [
  {
    file: "src/features/checks/index.ts",
    source:
      'export { Checks } from "./checks.tsx";\nexport { light as Light } from "./light.tsx";\nexport { Registers } from "./registers.tsx";\n',
  },
  {
    file: "src/features/checks/checks.tsx",
    source: '"use client";\nimport { z } from "zod";\nexport const Checks = z;\n',
  },
  {
    file: "src/features/checks/registers.tsx",
    source: '"use client";\nimport "zod";\nexport const Registers = true;\n',
  },
  {
    file: "src/features/checks/light.tsx",
    source: '"use client";\nexport const light = () => import("./checks.tsx");\n',
  },
];

const crowd = (folder: string, siblings: number, kind: string): File[] =>
  Array.from({ length: siblings }, (_, number) => stub(`${folder}/one-${number}${kind}`));

const lines = (count: number) => "// A line.\n".repeat(count - 1).concat("export {};\n");

const sizeCanaries: readonly Canary[] = [
  { rule: "files-stay-short", file: "src/app/long.css", source: ".long {}\n".repeat(301) },
  { rule: "files-stay-short", file: "src/core/long.test.ts", source: lines(301) },
  { rule: "files-stay-short", file: "long.config.ts", source: lines(301) },
  { rule: "scripts-are-thin", file: "scripts/thick.ts", source: lines(51) },
  {
    rule: "comments-stay-narrow",
    file: "src/core/wide.ts",
    source: `/** ${"word ".repeat(24)}*/\nexport {};\n`,
  },
  { rule: "pages-stay-narrow", file: "docs/wide.md", source: "word ".repeat(25) },
  { ...stub("bench/crowded/one-more.ts"), rule: "folders-have-rooms", at: "bench/crowded" },
];

export const canaries: readonly Canary[] = [
  ...floorCanaries,
  ...coreCanaries,
  ...seamCanaries,
  ...shapeCanaries,
  ...weightCanaries,
  ...sizeCanaries,
];

/** Allowed code: a rule that reports it would soon be disabled. */
export const innocents: readonly File[] = [
  { file: "src/client/innocent.ts", source: 'export type { target } from "#server/trpc/root.ts";\n' },
  { file: "src/server/services/innocent.ts", source: 'export { target } from "#server/db/target.ts";\n' },
  {
    file: "src/features/runs/waits.ts",
    source: 'export const part = () => loadPatiently(() => import("#features/editor/index.ts"));\n',
  },
  { file: "src/features/runs/innocent.ts", source: 'export { target } from "#features/editor/index.ts";\n' },
  { file: "src/core/run/innocent.ts", source: 'export { target } from "#core/pipeline/target.ts";\n' },
  { file: "src/core/innocent.ts", source: 'export { z } from "zod";\n' },
  { file: "src/providers/anthropic/innocent.ts", source: 'export { target } from "./target.ts";\n' },
  { file: "e2e/innocent.spec.ts", source: 'export type { target } from "#server/trpc/root.ts";\n' },
  { file: "scripts/innocent.ts", source: 'export { target } from "#server/services/target.ts";\n' },
  {
    file: "src/app/light/page.tsx",
    source:
      'import { z } from "zod";\nimport { Light } from "#features/checks/index.ts";\nexport const page = [z, Light];\n',
  },
  { file: "scripts/checks/long-enough.ts", source: lines(300) },
  ...crowd("bench/full", 25, ".ts"),
  ...crowd("bench/full", 25, ".test.ts"),
];

/** What the canaries import. */
export const targets: readonly File[] = [
  stub("src/core/target.ts"),
  stub("src/core/target.test.ts"),
  ...["definition-text", "expression", "nodes", "pipeline", "pricing", "run"].map((room) =>
    stub(`src/core/${room}/target.ts`),
  ),
  stub("src/engine/target.ts"),
  stub("src/providers/anthropic/target.ts"),
  stub("src/server/db/target.ts"),
  stub("src/server/services/target.ts"),
  stub("src/server/trpc/target.ts"),
  stub("src/server/trpc/root.ts"),
  stub("src/features/editor/target.ts"),
  stub("appliance/supervisor/target.ts"),
  ...crowd("bench/crowded", 25, ".ts"),
  ...checksFeature,
  stub("src/features/editor/index.ts"),
  { file: "src/core/circle-b.ts", source: 'import type { A } from "./circle-a.ts";\nexport type B = A[];\n' },
];
