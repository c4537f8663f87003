/** A position in a definition, as far as incomplete YAML allows. */
export interface PlaceInText {
  /** The keys from the root to the object at the position; `*` for a list item. */
  readonly path: readonly string[];
  /** The key of the value being typed; null while a key is typed. */
  readonly key: string | null;
  /** The typed part of the key or value. */
  readonly written: string;
  /** The other fields of the same object, with their values if those are one word. */
  readonly siblings: ReadonlyMap<string, string>;
  /** The fields of the surrounding object: a config's node type is there. */
  readonly parentFields: ReadonlyMap<string, string>;
}

interface Line {
  readonly indent: number;
  /** The column of the key: after the dash of a list item. */
  readonly keyIndent: number;
  readonly isItem: boolean;
  readonly key: string | null;
  readonly value: string;
}

const keyPattern = /^([A-Za-z_][\w.-]*)\s*:(?:\s+(.*))?$/;

/** Reads upwards from a line by indentation; flow objects are read within their line. */
export function placeInText(lines: readonly string[], lineIndex: number, column: number): PlaceInText {
  const before = (lines[lineIndex] ?? "").slice(0, column);
  const flow = before.lastIndexOf("{") > before.lastIndexOf("}") && !before.trimEnd().endsWith("{{");
  const parsed = lines.map(readLine);
  const own = parsed[lineIndex] ?? readLine("");
  if (flow && !/\{\{[^}]*$/.test(before))
    return placeInFlow(parsed, lineIndex, lines[lineIndex] ?? "", before);
  const keyIndent = own.key === null && before.trim() === "" ? column : own.keyIndent;
  const path = pathAbove(parsed, lineIndex, keyIndent, own.isItem);
  const content = before.slice(own.isItem ? own.keyIndent : before.length - before.trimStart().length);
  const colon = /^([A-Za-z_][\w.-]*)\s*:\s+(.*)$/.exec(content);
  return {
    path,
    key: colon?.[1] ?? null,
    written: colon?.[2] ?? content,
    siblings: fieldsAround(parsed, lineIndex, keyIndent),
    parentFields: fieldsOfParent(parsed, lineIndex, keyIndent),
  };
}

function placeInFlow(parsed: readonly Line[], index: number, line: string, before: string): PlaceInText {
  const own = parsed[index] ?? readLine("");
  const outer = pathAbove(parsed, index, own.keyIndent, own.isItem);
  const opened = before.slice(0, before.lastIndexOf("{")).split("{");
  // `- {` is the item itself; `config: {` and `{ ..., config: {` are one level deeper.
  const keys = opened.flatMap((part) => /([A-Za-z_][\w.-]*)\s*:\s*$/.exec(part)?.[1] ?? []);
  const inside = before.slice(before.lastIndexOf("{") + 1);
  const piece = inside.slice(inside.lastIndexOf(",") + 1).trimStart();
  const colon = /^([A-Za-z_][\w.-]*)\s*:\s*(.*)$/.exec(piece);
  const whole = new Map(
    [...line.matchAll(/([A-Za-z_][\w.-]*)\s*:\s*([\w./-]+)/g)].map(([, key = "", value = ""]) => [
      key,
      value,
    ]),
  );
  return {
    path: [...outer, ...keys],
    key: colon?.[1] ?? null,
    written: colon?.[2] ?? piece,
    siblings: whole,
    parentFields: keys.length > 0 && opened.length > 1 ? whole : fieldsAround(parsed, index, own.keyIndent),
  };
}

function readLine(text: string): Line {
  const indent = text.length - text.trimStart().length;
  const dash = /^\s*-(\s+|$)/.exec(text);
  const keyIndent = dash === null ? indent : dash[0].length;
  const [, key = null, value = ""] = keyPattern.exec(text.slice(keyIndent).trimEnd()) ?? [];
  return { indent, keyIndent, isItem: dash !== null, key, value: value.trim() };
}

interface Opening {
  readonly step: string;
  readonly level: number;
}

/** What each line opens, nearest first: its key, and the item that it begins. */
function* openingsAbove(lines: readonly Line[], from: number): Generator<Opening> {
  for (let index = from - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line === undefined) continue;
    if (line.key !== null) yield { step: line.key, level: line.keyIndent };
    if (line.isItem) yield { step: "*", level: line.indent };
  }
}

function pathAbove(
  lines: readonly Line[],
  from: number,
  keyIndent: number,
  isItem: boolean,
): readonly string[] {
  const path: string[] = isItem ? ["*"] : [];
  let level = isItem ? (lines[from]?.indent ?? 0) : keyIndent;
  for (const opening of openingsAbove(lines, from)) {
    // A list may have the same indentation as its key.
    const isOwnKey = path[0] === "*" && opening.step !== "*" && opening.level === level;
    if (opening.level >= level && !isOwnKey) continue;
    path.unshift(opening.step);
    level = opening.level;
  }
  return path;
}

/** Fields with the same indentation above and below a line, up to an outer line or another item. */
function fieldsAround(lines: readonly Line[], from: number, keyIndent: number): ReadonlyMap<string, string> {
  const isSaying = (line: Line) => line.key !== null || line.isItem;
  const above = lines
    .slice(0, from + 1)
    .filter(isSaying)
    .toReversed();
  const first = above.findIndex((line) => line.isItem && line.keyIndent === keyIndent);
  const below = lines.slice(from + 1).filter(isSaying);
  const next = below.findIndex((line) => line.isItem && line.indent < keyIndent);
  const near = [
    ...untilOutside(first === -1 ? above : above.slice(0, first + 1), keyIndent),
    ...untilOutside(next === -1 ? below : below.slice(0, next), keyIndent),
  ];
  return new Map(
    near.flatMap(({ key, keyIndent: at, value }) => (key === null || at !== keyIndent ? [] : [[key, value]])),
  );
}

function untilOutside(lines: readonly Line[], keyIndent: number): readonly Line[] {
  const end = lines.findIndex((line) => line.keyIndent < keyIndent);
  return end === -1 ? lines : lines.slice(0, end);
}

function fieldsOfParent(
  lines: readonly Line[],
  from: number,
  keyIndent: number,
): ReadonlyMap<string, string> {
  for (let index = from - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line?.key != null && line.keyIndent < keyIndent) return fieldsAround(lines, index, line.keyIndent);
  }
  return new Map();
}
