import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { mostSiblings } from "./boundaries/size-rules.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const page = read("docs/first-change.md");
const listed = [...page.matchAll(/^\| `([^`]+)` \| (new|changed) \|/gm)].map(([, file = "", what]) => ({
  file,
  isNew: what === "new",
}));
const changed = listed.flatMap(({ file, isNew }) => (isNew ? [] : [file]));
const made = new Set(listed.flatMap(({ file, isNew }) => (isNew ? [file] : [])));
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
const named = [...page.matchAll(/`((?:src|docs|e2e|scripts|inngest)\/[\w./-]+\.\w+)`/g)].map(
  ([, file = ""]) => file,
);

/** What the blocks import from this repository: a name, and the file that should export it. */
const imported = blocks.flatMap((code) =>
  [...code.matchAll(/import \{ ([^}]+) \} from "(?:#(core\/[^"]+)|\.\/([^"]+))"/g)].flatMap(
    ([, names = "", core, beside]) =>
      names.split(", ").map((name) => ({ name, file: `src/${core ?? `core/nodes/${beside}`}` })),
  ),
);

/** Records that do not compile while a node type is missing. */
const exhaustive = /Readonly<Record<NodeTypeName,|\[Type in (?:Exclude<)?NodeTypeName\b[^\]]*\]:/;

describe("the page on a first change", () => {
  it("lists files correctly: changed ones exist, and new ones do not", () => {
    expect(listed).toHaveLength(9);
    for (const file of changed)
      expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true });
    // Readers of the page have created these.
    for (const file of made) if (existsSync(join(root, file))) expect(blocks).toContain(read(file));
  });

  it("lists every file that does not compile without the new type", () => {
    const sources = globSync("{src,inngest,scripts,bench,e2e}/**/*.{ts,tsx}", { cwd: root });
    const asking = sources.filter((file) => !file.endsWith(".test.ts") && exhaustive.test(read(file)));
    expect(asking).toHaveLength(5);
    expect(changed).toEqual(expect.arrayContaining(asking));
    for (const file of asking) expect(page).toContain(`\n${file}(`);
  });

  it("leaves the folders of new files below their limit", () => {
    for (const folder of new Set([...made].map((file) => dirname(file)))) {
      const inside = globSync("*.ts", { cwd: join(root, folder) }).filter(
        (name) => !name.endsWith(".test.ts"),
      );
      expect(inside.length, folder).toBeLessThan(mostSiblings);
    }
  });

  it("names only files that exist or are created", () => {
    expect(named.filter((file) => !made.has(file) && !existsSync(join(root, file)))).toEqual([]);
  });

  it("imports only existing names", () => {
    expect(imported.length).toBeGreaterThan(4);
    for (const { name, file } of imported)
      expect(read(file), `${name} of ${file}`).toMatch(
        new RegExp(`export (?:async )?(?:function|const) ${name}\\b`),
      );
  });
});
