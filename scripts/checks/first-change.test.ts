import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/first-change.md"), "utf8");
const listed = [...page.matchAll(/^\| `([^`]+)` \| (new|changed) \|/gm)].map(([, file = "", what]) => ({
  file,
  isNew: what === "new",
}));
const named = [...page.matchAll(/`((?:src|docs|e2e|scripts)\/[\w./-]+\.\w+)`/g)].map(([, file = ""]) => file);
const imported = [...page.matchAll(/from "#(core\/[^"]+)"/g)].map(([, file = ""]) => `src/${file}`);

describe("the page on a first change", () => {
  it("lists files as they are: those that are changed exist, those that are new do not", () => {
    expect(listed).toHaveLength(5);
    for (const { file, isNew } of listed)
      expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: !isNew });
  });

  it("names and imports only files that there are, or that it makes", () => {
    const made = new Set(listed.filter(({ isNew }) => isNew).map(({ file }) => file));
    const missing = [...named, ...imported].filter(
      (file) => !made.has(file) && !existsSync(join(root, file)),
    );
    expect(missing).toEqual([]);
  });
});
