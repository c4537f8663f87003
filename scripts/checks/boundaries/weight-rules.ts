import { globSync } from "node:fs";
import { ImportReader, type ValueImport } from "./import-reader.ts";
import type { Violation } from "./violation.ts";

const rule = "pages-begin-light";

export const weightRuleNames: readonly string[] = [rule];

/**
 * What no page brings before somebody asks for it: the checking of definitions, the reading of expressions and of YAML,
 * editors and drawings. A page that needs one fetches it (`import()`) when it is opened.
 */
const heavy =
  /^(zod|@marcbachmann\/cel-js|re2js|yaml|diff|croner|react-markdown|@xyflow\/.*|@codemirror\/.*|@dagrejs\/.*)$/;

/** Names each page whose browser gets something heavy with its first scripts, and the way on which that comes. */
export function checkWeight(baseDir: string): Violation[] {
  const reader = new ImportReader(baseDir);
  const pages = globSync("src/app/**/{page,layout,error,not-found,loading}.tsx", { cwd: baseDir });
  return pages.toSorted().flatMap((page) => {
    const way = heavyWay(reader, page);
    return way === null ? [] : [{ rule, from: page, to: way.join(" -> ") }];
  });
}

interface Step {
  readonly file: string;
  /** What is asked of the file; null: all of it. Only of a door it matters. */
  readonly names: readonly string[] | null;
  /** In the browser, or still on the server, which pages begin with. */
  readonly isClient: boolean;
  readonly before: Step | null;
}

/** The shortest way from a page to something heavy; null where there is none. */
function heavyWay(reader: ImportReader, page: string): readonly string[] | null {
  const steps: Step[] = [{ file: page, names: null, isClient: false, before: null }];
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const step of steps) {
    if (step.isClient && heavy.test(step.file)) return wayTo(step);
    for (const next of stepsFrom(reader, step)) {
      const asked = reader.read(next.file).isDoor ? next.names : null;
      const key = `${next.file} ${next.isClient} ${asked}`;
      if (!seen.has(key)) steps.push(next);
      seen.add(key);
    }
  }
  return null;
}

/** What a file brings along. Whoever comes through a door brings only what was asked for there. */
function stepsFrom(reader: ImportReader, step: Step): readonly Step[] {
  const { imports, isDoor, isClient } = reader.read(step.file);
  const isInBrowser = step.isClient || isClient;
  return imports.flatMap((one) => {
    const file = reader.resolve(one.from, step.file);
    const names = isDoor ? askedOf(one, step.names) : one.names;
    if (names?.length === 0 || (!isInBrowser && !file.startsWith("src/"))) return [];
    return [{ file, names, isClient: isInBrowser, before: step }];
  });
}

function askedOf({ names, here }: ValueImport, asked: Step["names"]): Step["names"] {
  return asked === null || names === null ? names : names.filter((_, at) => asked.includes(here[at] ?? ""));
}

function wayTo(step: Step): string[] {
  return [...(step.before === null ? [] : wayTo(step.before)), step.file];
}
