import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Violation } from "./violation.ts";

export const lazyRuleName = "lazy-code-is-waited-for";

const browserCode = /^src\/(?:app\/(?!api\/)|components\/|features\/).*\.tsx?$/;
const test = /\.test\.tsx?$/;
/** Types that are named inline have a rule of their own. */
const lazyImport = /(?<!loadPatiently\(\(\) => )\bimport\((?=["'`])/;
const comment = /^\s*(?:\/\/|\/?\*)/;

/**
 * Names each place of the browser's code that loads code by itself, and not with `loadPatiently`: where a chunk fails
 * to come, the whole page would be lost.
 */
export async function checkLazyCode(baseDir: string, files: readonly string[]): Promise<Violation[]> {
  const ours = files.filter((file) => browserCode.test(file) && !test.test(file));
  const found = await Promise.all(
    ours.map(async (file) => {
      const lines = (await readFile(join(baseDir, file), "utf8")).split("\n");
      return lines.flatMap((line, index) =>
        lazyImport.test(line) && !comment.test(line)
          ? [{ rule: lazyRuleName, from: file, to: `line ${index + 1}: load it with loadPatiently` }]
          : [],
      );
    }),
  );
  return found.flat();
}
