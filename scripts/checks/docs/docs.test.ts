import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { nodeTypeNames } from "#core/nodes/registry.ts";
import { stages } from "../stages.ts";
import {
  brokenLinks,
  misnumberedDecisions,
  missingCommands,
  missingFiles,
  oddLines,
  readPages,
} from "./read-docs.ts";

const pages = readPages();
/** Decisions are historical: what they name may have moved since. */
const ofToday = pages.filter(({ path }) => !path.startsWith("docs/decisions/"));

/** Files that a page tells its reader to create. */
const yetToBeWritten = /^(try\.mjs|src\/core\/nodes\/assert(\.test)?\.ts)$/;

describe("the documentation", () => {
  it("has pages", () => {
    const paths = pages.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/architecture.md"]));
  });

  it("has no broken links", () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it("names decisions by their numbers", () => {
    expect(pages.flatMap(misnumberedDecisions)).toEqual([]);
  });

  it("links every page from the README", () => {
    const readme = pages.find(({ path }) => path === "README.md")?.text ?? "";
    const inDocs = ofToday.filter(({ path }) => path.startsWith("docs/"));
    expect(inDocs.filter(({ path }) => !readme.includes(`](${path}`))).toEqual([]);
  });

  it("names only existing files and folders", () => {
    const files = globSync("{*,{src,inngest,appliance,scripts,prisma,e2e,bench}/**/*}.{ts,tsx,mjs,cjs}", {
      cwd: repositoryRoot,
    });
    const basenames = new Set(files.map((file) => basename(file)));
    expect(ofToday.flatMap((page) => missingFiles(page, basenames, yetToBeWritten))).toEqual([]);
  });

  it("names the existing node types", () => {
    const architecture = pages.find(({ path }) => path === "docs/architecture.md");
    expect(architecture?.text).toContain(`A node has a **type** (${nodeTypeNames.join(", ")})`);
  });

  it("is written in plain English, as the sources are", () => {
    const files = globSync(
      ["*.md", "docs/*.md", "{src,inngest,appliance,scripts,e2e,bench}/**/*.{ts,tsx,mjs,md}"],
      { cwd: repositoryRoot },
    );
    // A migration says "cannot", and an applied migration never changes.
    const exempt = /^CONTRIBUTING\.md$|scripts\/checks\/docs\/|db\/guards\.db\.test\.ts$|\/generated\//;
    expect(oddLines(files, exempt)).toEqual([]);
  });

  it("uses only existing commands", () => {
    const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
    const parts = new Set(stages.flat().map(({ name }) => name));
    expect(pages.flatMap((page) => missingCommands(page, new Set(Object.keys(scripts)), parts))).toEqual([]);
  });
});
