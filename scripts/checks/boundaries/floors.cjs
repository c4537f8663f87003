/**
 * Who may import whom: the floors of the house and the rooms of the core, as patterns of paths.
 * `.dependency-cruiser.cjs` makes rules of them.
 */
const core = "^src/core/";
/** What lies in no room of the core: the errors, ids and words that all rooms speak. */
const coreWords = "^src/core/[^/]+\\.ts$";
const engine = "^src/engine/";
const enginePorts = "^src/engine/ports\\.ts$";
const database = "^src/server/db/";
const crypto = "^src/server/crypto/";
const files = "^src/server/files/";
const mail = "^src/server/mail/";
const services = "^src/server/services/";
const auth = "^src/server/auth/";
const routers = "^src/server/trpc/";
const router = "^src/server/trpc/root\\.ts$";
const env = "^src/server/env(-files|-mail)?\\.ts$";
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
  { name: "files", from: files, may: [core, database, files] },
  { name: "mail", from: mail, may: [core, services, env, mail] },
  { name: "services", from: services, may: [core, database, crypto, files, services, logger, inngestClient] },
  { name: "inngest-client", from: inngestClient, may: [core] },
  {
    name: "inngest",
    from: "^inngest/(?!client\\.ts$)",
    may: [core, engine, "^src/providers/", database, crypto, files, mail, services, env, logger, "^inngest/"],
  },
  { name: "auth", from: auth, may: [core, crypto, services, auth] },
  { name: "trpc", from: routers, may: [core, services, auth, routers] },
  { name: "env", from: env, may: [core, env] },
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
  {
    name: "next-entries",
    from: "^src/(?!instrumentation-client)[^/]+\\.ts$",
    may: [env, logger, pageHeaders, "^src/app/api/"],
  },
  // It is in the first code that every page loads.
  { name: "browser-entry", from: "^src/instrumentation-client\\.ts$", may: [primitives] },
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
      "^bench/(main|vitals|trouble/(simulate|chaos|bill))\\.ts$",
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
 * The rooms of the core from the ground up, each with those it may look into: all of them lie below it. Only `json`
 * knows nothing; only `run` knows nearly all, and nothing in the core knows `run`.
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
  run: [
    "json",
    "http",
    "schema",
    "model",
    "policy",
    "pricing",
    "waits",
    "events",
    "expression",
    "nodes",
    "pipeline",
  ],
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

module.exports = {
  floors: [...floors, ...roomsOfCore, ...coreItself],
  paths: { core, database, crypto, auth, browserTrpc, bootstrap },
};
