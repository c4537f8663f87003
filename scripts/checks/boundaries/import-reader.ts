import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An import or re-export of values. Dynamic imports (`import()`) and types do not count. */
export interface ValueImport {
  readonly from: string;
  /** The names imported; null: all of them. */
  readonly names: readonly string[] | null;
  /** Their local names, in the same order. */
  readonly here: readonly string[];
}

interface ReadFile {
  readonly imports: readonly ValueImport[];
  /** It only re-exports: a feature's index. */
  readonly isDoor: boolean;
  readonly isClient: boolean;
}

/** An import without names is for its effect: styles, or a module that registers itself. */
const statement = /^(?:import|export)\s+(?!type\b)(?:((?:[^"';=]|\n)*?)\s*from\s+)?"([^"]+)";$/gm;
const comments = /\/\*[\s\S]*?\*\/|^\/\/.*$/gm;

/** Reads the imports of one folder with regular expressions, relying on the formatter's style. */
export class ImportReader {
  readonly #baseDir: string;
  readonly #aliases: readonly (readonly [string, string])[];
  readonly #read = new Map<string, ReadFile>();

  constructor(baseDir: string) {
    this.#baseDir = baseDir;
    const { imports }: { readonly imports: Record<string, string> } = JSON.parse(
      readFileSync(join(baseDir, "package.json"), "utf8"),
    );
    this.#aliases = Object.entries(imports).map(([alias, path]) => [trimStar(alias), trimStar(path)]);
  }

  read(file: string): ReadFile {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const path = join(this.#baseDir, file);
    const source = /\.tsx?$/.test(file) && existsSync(path) ? readFileSync(path, "utf8") : "";
    const code = source.replace(comments, "");
    const read = {
      imports: [...code.matchAll(statement)].flatMap(([, names, from = ""]) =>
        names === undefined ? [{ from, names: null, here: [] }] : valueImport(names, from),
      ),
      isDoor: code.replace(/^export\s+[^;]*?\s+from\s+"[^"]+";$/gm, "").trim() === "",
      isClient: code.trimStart().startsWith('"use client"'),
    };
    this.#read.set(file, read);
    return read;
  }

  /** A file below the folder, or the name of a package. */
  resolve(from: string, importer: string): string {
    if (from.startsWith(".")) return join(dirname(importer), from);
    const alias = this.#aliases.find(([name]) => from.startsWith(name));
    return alias === undefined ? from : join(alias[1], from.slice(alias[0].length));
  }
}

function trimStar(pattern: string): string {
  return pattern.replace(/\*$/, "");
}

function valueImport(clause: string, from: string): readonly ValueImport[] {
  const braced = /^\{([\s\S]*)\}$/.exec(clause.trim());
  if (braced === null) return [{ from, names: null, here: [] }];
  const pairs = (braced[1] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && !one.startsWith("type "))
    .map((one) => one.split(/\s+as\s+/));
  const names = pairs.map(([there = ""]) => there);
  return names.length === 0 ? [] : [{ from, names, here: pairs.map(([there = "", here = there]) => here) }];
}
