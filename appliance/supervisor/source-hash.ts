import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything that a build is made from, besides the configuration files at the root. */
const sources = ["src", "inngest", "public", "tsconfig.json", "package.json", "package-lock.json"];

/** One hash over the names and contents of everything a build is made from; tests are not part of it. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  const configurations = readdirSync(root).filter((name) => /^(next|postcss)\.config\./.test(name));
  for (const source of [...sources, ...configurations.sort()]) {
    for (const path of filesBelow(root, source))
      hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

function filesBelow(root: string, path: string): readonly string[] {
  const info = statSync(join(root, path), { throwIfNoEntry: false });
  if (info === undefined || /\.test\.tsx?$/.test(path)) return [];
  if (info.isFile()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesBelow(root, `${path}/${name}`));
}
