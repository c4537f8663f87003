import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Violation } from "./violation.ts";

/** What no line of some files may say, and what to write instead. */
interface LineRule {
  readonly name: string;
  readonly files: RegExp;
  readonly refused: RegExp;
  readonly instead: string;
}

const comment = /^\s*(?:\/\/|\/?\*)/;

const rules: readonly LineRule[] = [
  {
    // Where a chunk fails to come, the whole page would be lost. Types that are named inline have a rule of their own.
    name: "lazy-code-is-waited-for",
    files: /^src\/(?:app\/(?!api\/)|components\/|features\/)(?!.*\.test\.).*\.tsx?$/,
    refused: /(?<!loadPatiently\(\(\) => )\bimport\((?=["'`])/,
    instead: "load it with loadPatiently",
  },
  {
    // Node's server hangs up on a connection that was idle for five seconds. On a slow machine a test's next request
    // meets that moment, and fails. Without the limit its client hangs up first, which knows when it asks again.
    name: "fake-servers-do-not-hang-up",
    files: /(?:\.test\.ts|\.spec\.ts|\/(?:testing|fixtures)\/.*\.ts|^bench\/.*\.ts)$/,
    refused: /\bcreateServer\((?:async )?\((?:_?request|incoming)\b/,
    instead: "give it keepAliveTimeout: 0",
  },
];

export const lineRuleNames: readonly string[] = rules.map(({ name }) => name);

/** Names each line of `files` that a rule refuses. Comments may say what they like. */
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
