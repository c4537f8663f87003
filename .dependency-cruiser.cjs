/**
 * Who may import whom. Arrows point down and there is no list of exceptions; `scripts/check-boundaries.ts` runs
 * these rules and then proves on a canary of each that the rules still bite.
 */
const { floors, paths } = require("./scripts/checks/boundaries/floors.cjs");
const { core, database, crypto, auth, browserTrpc, bootstrap } = paths;

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
    ...floors.map(({ name, from, may }) => ({
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
