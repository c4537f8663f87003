/**
 * Who may import whom. Arrows point down and there is no list of exceptions; `scripts/check-boundaries.ts` runs
 * these rules and then proves on a canary of each that the rules still bite.
 */
const core = "^src/core/";
/** What lies in no room of the core: the errors, ids and words that all rooms speak. */
const coreWords = "^src/core/[^/]+\\.ts$";
const engine = "^src/engine/";
const enginePorts = "^src/engine/ports\\.ts$";
const database = "^src/server/db/";
const crypto = "^src/server/crypto/";
const services = "^src/server/services/";
const auth = "^src/server/auth/";
const routers = "^src/server/trpc/";
const router = "^src/server/trpc/root\\.ts$";
const env = "^src/server/env\\.ts$";
const logger = "^src/server/logger\\.ts$";
const pageHeaders = "^src/server/page-headers\\.ts$";
const webComposition = "^src/server/composition\\.ts$";
const inngestClient = "^inngest/client\\.ts$";
const primitives = "^src/components/ui/";
const browserTrpc = "^src/lib/trpc/";
const featureDoors = "^src/features/[^/]+/index\\.ts$";
const bootstrap = ["^appliance/bootstrap/", "^scripts/bootstrap\\.mjs$"];

/** Our own files that each folder may import; anything else of ours is refused. */
const floors = [
  { name: "core", from: core, may: [core] },
  { name: "engine", from: engine, may: [core, engine] },
  {
    name: "provider-registry",
    from: "^src/providers/[^/]+\\.ts$",
    may: [core, enginePorts, "^src/providers/"],
  },
  {
    name: "providers",
    from: "^src/providers/([^/]+)/",
    may: [core, enginePorts, "^src/providers/wire/", "^src/providers/$1/"],
  },
  { name: "db", from: database, may: [core, database, env] },
  { name: "crypto", from: crypto, may: [core, crypto] },
  { name: "services", from: services, may: [core, database, crypto, services, logger, inngestClient] },
  { name: "inngest-client", from: inngestClient, may: [core] },
  {
    name: "inngest",
    from: "^inngest/(?!client\\.ts$)",
    may: [core, engine, "^src/providers/", database, crypto, services, env, logger, "^inngest/"],
  },
  { name: "auth", from: auth, may: [core, crypto, services, auth] },
  { name: "trpc", from: routers, may: [core, services, auth, routers] },
  { name: "env", from: env, may: [core] },
  { name: "logger", from: logger, may: [core] },
  {
    name: "web-composition",
    from: webComposition,
    may: [core, enginePorts, "^src/providers/", "^src/server/", inngestClient],
  },
  { name: "browser-trpc", from: "^src/lib/trpc/(?!server\\.tsx?$)", may: [core, router, browserTrpc] },
  {
    name: "server-trpc",
    from: "^src/lib/trpc/server\\.tsx?$",
    may: [core, routers, auth, webComposition, browserTrpc],
  },
  { name: "client", from: "^src/client/", may: [core, router, "^src/client/"] },
  { name: "ui-primitives", from: "^src/components/", may: [primitives] },
  {
    name: "features",
    from: "^src/features/([^/]+)/",
    may: [core, primitives, browserTrpc, featureDoors, "^src/features/$1/"],
  },
  {
    name: "pages",
    from: "^src/app/(?!api/)",
    may: [core, primitives, browserTrpc, featureDoors, "^src/app/(?!api/)"],
  },
  { name: "next-entries", from: "^src/[^/]+\\.ts$", may: [env, logger, pageHeaders, "^src/app/api/"] },
  {
    name: "doors",
    from: "^src/app/api/",
    may: [
      core,
      routers,
      auth,
      env,
      logger,
      webComposition,
      "^inngest/",
      "^src/providers/sandbox/",
      "^src/app/api/",
    ],
  },
  { name: "bootstrap", from: bootstrap, may: ["^appliance/bootstrap/"] },
  { name: "appliance", from: "^appliance/(?!bootstrap/)", may: [env, "^appliance/"] },
  {
    name: "scripts",
    from: "^scripts/(?!bootstrap\\.mjs$)",
    may: [
      core,
      services,
      router,
      webComposition,
      env,
      logger,
      "^inngest/",
      "^src/client/",
      "^appliance/",
      "^scripts/",
      "^bench/(main|vitals|trouble/(simulate|chaos))\\.ts$",
    ],
  },
  { name: "journeys", from: "^e2e/", may: [core, "^src/client/", router, "^e2e/"] },
  {
    name: "bench",
    from: "^bench/",
    may: [
      core,
      services,
      database,
      logger,
      "^inngest/",
      "^src/client/",
      "^appliance/",
      "^scripts/(checks|demo|screenshots)/",
      "^bench/",
    ],
  },
];

/**
 * The rooms of the core from the ground up, each with those it may look into: all of them lie below it. Only `json` knows
 * nothing; only `run` knows nearly all, and nothing in the core knows `run`.
 */
const coreRooms = {
  json: [],
  http: ["json"],
  schema: ["json"],
  model: ["json"],
  policy: ["json", "model"],
  dispatch: ["json"],
  pricing: ["model"],
  waits: ["json", "policy"],
  events: ["json", "model", "waits"],
  expression: ["json"],
  nodes: ["json", "http", "model", "policy", "waits", "expression"],
  triggers: ["json", "expression", "nodes"],
  pipeline: ["json", "schema", "model", "policy", "pricing", "expression", "nodes", "triggers"],
  "definition-text": ["json", "pipeline"],
  gestures: ["json", "expression", "nodes", "pipeline", "definition-text"],
  run: ["json", "schema", "model", "policy", "pricing", "waits", "events", "expression", "nodes", "pipeline"],
};

const roomsOfCore = Object.entries(coreRooms).map(([room, below]) => ({
  name: `core-${room}`,
  from: `^src/core/${room}/`,
  may: [...(room === "json" ? [] : [coreWords]), ...[room, ...below].map((each) => `^src/core/${each}/`)],
}));

/** A new room of the core is given its place before anything is put into it; and the words know JSON alone. */
const coreItself = [
  { name: "core-words", from: coreWords, may: [coreWords, "^src/core/json/"] },
  {
    name: "core-unnamed-room",
    from: `^src/core/(?!(${Object.keys(coreRooms).join("|")})/)[^/]+/`,
    may: [coreWords],
  },
];

/** Packages with a single home: a seam is only a seam while one folder knows what is behind it. */
const seams = [
  {
    name: "prisma",
    packages: "(@prisma/[^/]+|prisma|\\.prisma)",
    home: [database, "^prisma/", "^prisma\\.config\\.ts$"],
  },
  {
    name: "pg",
    packages: "pg",
    home: [database, "^inngest/embedded/", "^appliance/", "^scripts/", "^bench/"],
  },
  { name: "anthropic", packages: "@anthropic-ai/[^/]+", home: ["^src/providers/anthropic/"] },
  { name: "event-stream", packages: "eventsource-parser", home: ["^src/providers/wire/"] },
  { name: "inngest", packages: "inngest", home: ["^inngest/", "^src/app/api/inngest/"] },
  {
    name: "graphile-worker",
    packages: "graphile-worker",
    home: ["^inngest/embedded/", "^appliance/", "^scripts/"],
  },
  { name: "argon2", packages: "@node-rs/argon2", home: [crypto] },
  { name: "next-auth", packages: "(next-auth|@auth/[^/]+)", home: [auth, "^src/app/api/auth/"] },
  {
    name: "next",
    packages: "next",
    home: [
      "^src/app/",
      "^src/features/",
      browserTrpc,
      "^src/[^/]+\\.ts$",
      "^next\\.config\\.mjs$",
      "^next-env\\.d\\.ts$",
    ],
  },
  {
    name: "react",
    packages: "(react|react-dom|@tanstack/react-query)",
    home: ["^src/app/", "^src/features/", "^src/components/", browserTrpc],
  },
];

const test = "\\.test\\.tsx?$|/testing/";
const ours = "^(src|inngest|appliance|scripts|prisma|e2e|bench)/";
/** Wherever its folder lies; a package that does not resolve keeps its bare name. */
const inPackages = (packages) => `(^|/)node_modules/${packages}/|^${packages}$`;

module.exports = {
  forbidden: [
    ...[...floors, ...roomsOfCore, ...coreItself].map(({ name, from, may }) => ({
      name: `${name}-imports-only-what-it-may`,
      severity: "error",
      from: { path: from, pathNot: test },
      to: { path: ours, pathNot: may },
    })),
    ...seams.map(({ name, packages, home }) => ({
      name: `${name}-has-one-home`,
      severity: "error",
      from: { path: ours, pathNot: [...home, test] },
      to: { path: inPackages(packages) },
    })),
    {
      name: "core-is-pure",
      comment: "No I/O, clock or randomness on the ground floor: only these packages, and no Node built-ins.",
      severity: "error",
      from: { path: core, pathNot: test },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
        pathNot: inPackages("(zod|@marcbachmann/cel-js|yaml|re2js|croner)"),
      },
    },
    {
      name: "browser-code-has-no-node-built-ins",
      severity: "error",
      from: {
        path: ["^src/components/", "^src/features/", "^src/client/", "^src/lib/trpc/(?!server)"],
        pathNot: test,
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "bootstrap-needs-no-packages",
      comment: "It installs them.",
      severity: "error",
      from: { path: bootstrap, pathNot: test },
      to: { dependencyTypesNot: ["core", "local"] },
    },
    {
      name: "clients-know-only-the-routers-type",
      comment: "A value import would put server code in the bundle, or into the process of a journey.",
      severity: "error",
      from: { path: ["^src/client/", "^src/lib/trpc/(?!server\\.tsx?$)", "^e2e/"], pathNot: test },
      to: { path: "^src/server/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing uses and that uses nothing is forgotten.",
      severity: "error",
      from: { orphan: true, path: "^(src|inngest)/", pathNot: ["\\.d\\.ts$", test, "^src/app/"] },
      to: {},
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: [test, "^bench/"] },
      to: { path: test },
    },
    {
      name: "dependencies-are-declared",
      severity: "error",
      from: { path: "^(src|inngest)/", pathNot: test },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["(^|/)\\.next/", "\\.css$", "^src/server/db/generated/"] },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
