import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

/** A documentation page, by its path in the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A false statement of a page: the text, and the page. */
export type FalseClaim = string;

export function readPages(): readonly Page[] {
  return globSync(["*.md", "docs/**/*.md", "{src,inngest,appliance,scripts}/**/README.md"], {
    cwd: repositoryRoot,
  })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), "utf8") }));
}

const link = /\]\(([^)\s]+)\)/g;

/** Links to files or headings that do not exist. */
export function brokenLinks({ path, text }: Page): FalseClaim[] {
  return [...text.matchAll(link)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = "", heading] = target.split("#");
    const page = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(repositoryRoot, page))) return [`${path} links to ${target}`];
    return heading === undefined || headingsOf(page).has(heading) ? [] : [`${path} links to ${target}`];
  });
}

/** Links to a decision whose text has another number. */
export function misnumberedDecisions({ path, text }: Page): FalseClaim[] {
  return [...text.matchAll(/\[([^\]]*)\]\([^)\s]*?(\d{4})-[\w-]+\.md\)/g)].flatMap(
    ([, words = "", number = ""]) => {
      const said = /\b\d{4}\b/.exec(words)?.[0] ?? number;
      return said === number ? [] : [`${path} calls decision ${number} ${said}`];
    },
  );
}

/** Heading anchors, as code hosts generate them. */
function headingsOf(page: string): ReadonlySet<string> {
  const lines = readFileSync(join(repositoryRoot, page), "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...lines].map(([, words = ""]) =>
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Where a path in a page's text may begin. */
const roots = ["", "src", "src/server", "src/server/services", "src/server/db/run/progress"];
const folders =
  "src|inngest|appliance|scripts|prisma|docs|e2e|bench|core|engine|providers|server|services|db|trpc|client|features|components";
const named = new RegExp(`(?<![\\w./<-])(?:(?:${folders})/[\\w./-]*|[\\w-]+\\.(?:tsx?|mjs|cjs))`, "g");
/** Code spans and code blocks. */
const code = /```[\s\S]*?```|`[^`\n]+`/g;

/**
 * Files and folders that a page's code names and that do not exist. A path with a placeholder such as `<part>` is
 * skipped.
 */
export function missingFiles(
  { path, text }: Page,
  basenames: ReadonlySet<string>,
  toBeWritten: RegExp,
): FalseClaim[] {
  return [...text.matchAll(code)].flatMap(([inside]) =>
    [...inside.matchAll(named)]
      .filter(({ index, 0: name }) => !/[<*{]/.test(inside[index + name.length] ?? ""))
      .map(([name]) => name.replace(/[.-]+$/, ""))
      .filter((name) => !toBeWritten.test(name) && !isThere(name, dirname(path), basenames))
      .map((name) => `${path} names ${name}`),
  );
}

function isThere(name: string, folder: string, basenames: ReadonlySet<string>): boolean {
  if (!name.includes("/")) return basenames.has(name);
  return [folder, ...roots].some((root) => existsSync(join(repositoryRoot, root, name)));
}

/** npm commands that package.json lacks, and parts that `npm test` lacks. */
export function missingCommands(
  { path, text }: Page,
  scripts: ReadonlySet<string>,
  parts: ReadonlySet<string>,
): FalseClaim[] {
  const commands = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, name = ""]) => name);
  const chosen = [...text.matchAll(/npm test -- ([a-z][a-z0-9 ]*)/g)].flatMap(([, words = ""]) =>
    words.trim().split(/ +/),
  );
  return [
    ...commands.filter((name) => !scripts.has(name)).map((name) => `${path} runs npm run ${name}`),
    ...chosen.filter((part) => !parts.has(part)).map((part) => `${path} runs npm test -- ${part}`),
  ];
}

/** See "Plain English" in CONTRIBUTING. */
const oddWords =
  /\b(?:can not\b|anew|mend(?:s|ed|ing)?|t(?:ells?|old|elling) of|something else than|in vain|any more(?! than)|refused with\b|(?:what|that) (?:is|are) no (?!longer\b))/i;

/**
 * Lines of sources and pages that use a word of the list. `exempt` lines must use it: they define the list, or quote.
 */
export function oddLines(files: readonly string[], exempt: RegExp): FalseClaim[] {
  return files
    .filter((file) => !exempt.test(file))
    .flatMap((file) =>
      readFileSync(join(repositoryRoot, file), "utf8")
        .split("\n")
        .flatMap((line, index) => (oddWords.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
}
