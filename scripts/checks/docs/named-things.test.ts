import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { appRouter } from "#server/trpc/root.ts";
import { readPages } from "./read-docs.ts";

const read = (file: string) => readFileSync(join(repositoryRoot, file), "utf8");
const pages = readPages().filter(({ path }) => !path.startsWith("docs/decisions/"));
const sources = globSync(
  [
    "{src,inngest,appliance,scripts,bench,e2e}/**/*.{ts,tsx,mjs,cjs,yaml}",
    "prisma/schema.prisma",
    "*.{ts,json}",
    ".env.example",
  ],
  { cwd: repositoryRoot },
)
  .filter((file) => !file.includes("/generated/") && !file.startsWith("scripts/checks/docs/"))
  .map(read)
  .join("\n");

/** Names that a page tells its reader to create, and names from other programs. */
const notOurs = /^(ON_ERROR_STOP|PGHOST|PGSSLMODE|PGOPTIONS|RUN_ID|assertNode|secrets\.json)$/;

/** Code spans, page by page. */
const spans = pages.flatMap(({ path, text }) =>
  [...text.replace(/```[\s\S]*?```/g, "").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => ({ path, span })),
);

it("names only settings, error codes, fields and functions that exist in the sources", () => {
  const word = /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+[A-Z]\w*)(?:\(\))?$/;
  const named = spans.filter(({ span }) => word.test(span) && !notOurs.test(span));
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter(({ span }) => !sources.includes(span.replace("()", "")))).toEqual([]);
});

it("names only existing procedures", () => {
  const procedures = new Set(Object.keys(appRouter._def.procedures));
  const areas = new Set([...procedures].map((name) => name.split(".")[0]));
  const calls = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/client\.(\w+\.\w+)\.(?:query|mutate|subscribe)\b/g)].map(([, span = ""]) => ({
      path,
      span,
    })),
  );
  const named = [...spans.filter(({ span }) => /^[a-z]+\.[a-z][A-Za-z]+$/.test(span)), ...calls].filter(
    ({ span }) => areas.has(span.split(".")[0]) && !notOurs.test(span),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ span }) => !procedures.has(span))).toEqual([]);
});

it("names buttons, pages and sections as they are on screen", () => {
  // In italics: *New pipeline*, or *Settings, Invite by link* for where to find it.
  const named = pages.flatMap(({ path, text }) =>
    [...text.replace(/```[\s\S]*?```/g, "").matchAll(/(?<![*\w])\*([A-Z][^*\n]{2,40})\*(?![*\w])/g)].flatMap(
      ([, words = ""]) => words.split(", ").map((span) => ({ path, span })),
    ),
  );
  expect(named.length).toBeGreaterThan(30);
  // Up to a number or text that is filled in.
  const fixed = (span: string) => /^[^:\d]+/.exec(span)?.[0] ?? span;
  expect(named.filter(({ span }) => !sources.includes(fixed(span)))).toEqual([]);
});

it("explains every setting in .env.example", () => {
  const settings = globSync("src/server/env*.ts", { cwd: repositoryRoot })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [...read(file).matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name = ""]) => name));
  expect(settings.length).toBeGreaterThan(30);
  const example = read(".env.example");
  // Node's own.
  const said = (name: string) => name === "NODE_ENV" || new RegExp(`^#? ?${name}=`, "m").test(example);
  expect(settings.filter((name) => !said(name))).toEqual([]);
});

it("finds in comments only names that exist in the code", () => {
  const comment = /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g;
  const files = globSync(["{src,inngest,appliance,scripts,bench,e2e}/**/*.{ts,tsx,mjs}", "*.{ts,mjs}"], {
    cwd: repositoryRoot,
  }).filter((file) => !file.includes("/generated/"));
  const migrations = globSync("prisma/**/*.{sql,prisma}", { cwd: repositoryRoot });
  const code = [...files.map((file) => read(file).replace(comment, "")), ...migrations.map(read)].join("\n");
  const known = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  const named = files.flatMap((file) =>
    [...read(file).matchAll(comment)].flatMap(([said]) =>
      [...said.matchAll(/`([a-z]+[A-Z]\w*)(?:\(\))?`/g)].map(([, name = ""]) => ({ file, name })),
    ),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
});

it("draws the existing folders of the core", () => {
  const floors = read("scripts/checks/boundaries/floors.cjs");
  const rooms = /const coreRooms = \{([\s\S]*?)\n\};/.exec(floors)?.[1] ?? "";
  const names = [...rooms.matchAll(/^ {2}"?([a-z-]+)"?: \[/gm)].map(([, name = ""]) => name);
  const picture = /```\nrun {2,}[\s\S]*?```/.exec(read("docs/architecture.md"))?.[0] ?? "";
  const drawn = picture
    .split("\n")
    .flatMap((line) => (/^[a-z-].*? {3,}/.exec(line)?.[0] ?? line).trim().split(/ · |, /));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !drawn.includes(name))).toEqual([]);
});
