import { glob, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeFolders } from "./import-rules.ts";
import type { Violation } from "./violation.ts";

const mostLines = 300;
/** The entry points of `npm run` only combine other modules. */
const mostLinesOfEntry = 50;
/** Tests are beside what they test and do not count. */
export const mostSiblings = 25;
/** The maximum width of comments and pages, in characters; the formatter limits code. */
const mostColumns = 120;

const code = /\.(?:[cm]?[jt]s|tsx|css|sh)$/;
const comment = /^\s*(?:\/\/|\/?\*)/;
const test = /\.(?:test|spec)\.tsx?$/;
const entry = /^scripts\/[^/]+$/;
const generated = /^src\/server\/db\/generated\//;

export const sizeRuleNames: readonly string[] = [
  "files-stay-short",
  "scripts-are-thin",
  "folders-have-rooms",
  "comments-stay-narrow",
  "pages-stay-narrow",
];

/**
 * Reports each file that is too long, each folder with too many files, and each line of a comment or page that is too
 * wide. Decisions are historical and exempt.
 */
export async function checkSizes(
  baseDir: string,
): Promise<{ files: readonly string[]; violations: Violation[] }> {
  const inFolders = await Promise.all(codeFolders.map((folder) => listCode(baseDir, folder)));
  const files = [...(await listRoot(baseDir)), ...inFolders.flat()];
  const lengths = await Promise.all(files.map((file) => tooLong(baseDir, file)));
  return {
    files,
    violations: [...lengths.flat(), ...crowdedFolders(files), ...(await widePages(baseDir))],
  };
}

/** Configuration files are code like any other. */
async function listRoot(baseDir: string): Promise<string[]> {
  const found = await readdir(baseDir, { withFileTypes: true });
  return found.filter((one) => one.isFile() && code.test(one.name)).map(({ name }) => name);
}

async function listCode(baseDir: string, folder: string): Promise<string[]> {
  const found = await readdir(join(baseDir, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile() && code.test(one.name))
    .map((one) => join(one.parentPath, one.name).slice(baseDir.length + 1))
    .filter((file) => !generated.test(file));
}

async function tooLong(baseDir: string, file: string): Promise<Violation[]> {
  const text = (await readFile(join(baseDir, file), "utf8")).split("\n");
  const lines = text.length - 1;
  const wide = tooWide("comments-stay-narrow", file, text, (line) => comment.test(line));
  if (entry.test(file) && lines > mostLinesOfEntry) {
    return [
      { rule: "scripts-are-thin", from: file, to: `${lines} lines, ${mostLinesOfEntry} at most` },
      ...wide,
    ];
  }
  if (lines <= mostLines) return wide;
  return [{ rule: "files-stay-short", from: file, to: `${lines} lines, ${mostLines} at most` }, ...wide];
}

async function widePages(baseDir: string): Promise<Violation[]> {
  const found: Violation[] = [];
  for await (const page of glob("{*,docs/*}.md", { cwd: baseDir })) {
    // A table row is one line, and examples are as wide as their output.
    const prose = (await readFile(join(baseDir, page), "utf8")).replace(/^ *```.*?^ *```/gms, (block) =>
      block.replace(/[^\n]/g, ""),
    );
    found.push(...tooWide("pages-stay-narrow", page, prose.split("\n"), (line) => !line.startsWith("|")));
  }
  return found;
}

function tooWide(
  rule: string,
  file: string,
  lines: readonly string[],
  counts: (line: string) => boolean,
): Violation[] {
  return lines.flatMap((line, index) =>
    line.length > mostColumns && counts(line)
      ? [{ rule, from: file, to: `line ${index + 1} has ${line.length} characters, ${mostColumns} at most` }]
      : [],
  );
}

function crowdedFolders(files: readonly string[]): Violation[] {
  const siblings = Map.groupBy(
    files.filter((file) => !test.test(file)),
    (file) => dirname(file),
  );
  return [...siblings]
    .filter(([, inside]) => inside.length > mostSiblings)
    .map(([folder, inside]) => ({
      rule: "folders-have-rooms",
      from: folder,
      to: `${inside.length} files, ${mostSiblings} at most: give it inner folders`,
    }));
}
