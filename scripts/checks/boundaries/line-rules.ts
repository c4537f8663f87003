import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Violation } from "./violation.ts";

/** Text that is forbidden in some files, and what to write instead. */
interface LineRule {
  readonly name: string;
  readonly files: RegExp;
  readonly refused: RegExp;
  readonly instead: string;
}

const comment = /^\s*(?:\/\/|\/?\*)/;

const rules: readonly LineRule[] = [
  {
    // A chunk that fails to load would break the whole page. Types that are imported inline have a rule of their own.
    name: "lazy-code-is-waited-for",
    files: /^src\/(?:app\/(?!api\/)|components\/|features\/)(?!.*\.test\.).*\.tsx?$/,
    refused: /(?<!loadPatiently\(\(\) => )\bimport\((?=["'`])/,
    instead: "load it with loadPatiently",
  },
  {
    // Node's server closes connections that were idle for five seconds. On a slow machine a test's next request may hit
    // that moment and fail. Without the limit the client closes first, and knows it before its next request.
    name: "fake-servers-do-not-hang-up",
    files: /(?:\.test\.ts|\.spec\.ts|\/(?:testing|fixtures)\/.*\.ts|^bench\/.*\.ts)$/,
    refused: /\bcreateServer\((?:async )?\((?:_?request|incoming)\b/,
    instead: "give it keepAliveTimeout: 0",
  },
];

export const lineRuleNames: readonly string[] = rules.map(({ name }) => name);

/** Reports each line of `files` that a rule forbids. Comments are exempt. */
export async function checkLines(baseDir: string, files: readonly string[]): Promise<Violation[]> {
  const found = await Promise.all(files.map((file) => checkFile(baseDir, file)));
  return found.flat();
}

async function checkFile(baseDir: string, file: string): Promise<Violation[]> {
  const ours = rules.filter(({ files }) => files.test(file));
  if (ours.length === 0) return [];
  const lines = (await readFile(join(baseDir, file), "utf8")).split("\n");
  return lines.flatMap((line, index) =>
    ours
      .filter(({ refused }) => refused.test(line) && !comment.test(line))
      .map(({ name, instead }) => ({ rule: name, from: file, to: `line ${index + 1}: ${instead}` })),
  );
}
