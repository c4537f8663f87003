import { globSync } from "node:fs";
import { ImportReader, type ValueImport } from "./import-reader.ts";
import type { Violation } from "./violation.ts";

const rule = "pages-begin-light";

export const weightRuleNames: readonly string[] = [rule];

/**
 * What no page may load at first: validating definitions, parsing expressions and YAML, editors and graphs. A page that
 * needs one loads it (`import()`) on demand.
 */
const heavy =
  /^(zod|@marcbachmann\/cel-js|re2js|yaml|diff|croner|react-markdown|@xyflow\/.*|@codemirror\/.*|@dagrejs\/.*)$/;

/** Reports each page that loads something heavy at first, and the chain of imports that leads there. */
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
  /** The names that are used; null: all. Matters only for an index file. */
  readonly names: readonly string[] | null;
  /** In the browser, or still on the server, where pages begin. */
  readonly isClient: boolean;
  readonly before: Step | null;
}

/** The shortest chain of imports from a page to something heavy; null if there is none. */
function heavyWay(reader: ImportReader, page: string): readonly string[] | null {
  const steps: Step[] = [{ file: page, names: null, isClient: false, before: null }];
  const seen = new Set<string>();
  // The list grows during the iteration.
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

/** What a file imports. Through an index file, only the modules of the imported names count. */
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
