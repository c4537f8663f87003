import { Document, isMap, visit } from "yaml";
import type { Json } from "../../json/json.ts";
import { fitsOneLine } from "../format-definition-yaml.ts";

/** How values are written at their place. */
export type Style = "yaml" | "json";

/** A value after a key or a dash. `head` is on the same line; `body` are the lines under it, null if there are none. */
export interface RenderedValue {
  readonly head: string;
  readonly body: string | null;
}

const options = { lineWidth: 0, flowCollectionPadding: true } as const;

/** A value in a block whose key or dash is indented by `indent`. */
export function renderBlock(value: Json, indent: number): RenderedValue {
  const written = writeField(value);
  const [head = "", ...lines] = written.slice("k:".length).split("\n");
  return { head: head.trim(), body: lines.length === 0 ? null : shift(lines, indent) };
}

/** An item of a block list whose dash is indented by `indent`, including the dash. */
export function renderItem(value: Json, indent: number): string {
  const document = newDocument([value]);
  return shift(trimBreak(document.toString(options)).split("\n"), indent);
}

/** A field of a block object, indented by `indent`. */
export function renderField(key: string, value: Json, indent: number): string {
  const document = newDocument({ [key]: value });
  // Not the object that it is inserted into.
  if (isMap(document.contents)) document.contents.flow = false;
  return shift(trimBreak(document.toString(options)).split("\n"), indent);
}

/** A value inside brackets. */
export function renderFlow(value: Json, style: Style): string {
  if (style === "json") return JSON.stringify(value);
  const document = new Document({ k: value }, { version: "1.2", aliasDuplicateObjects: false });
  if (isMap(document.contents)) document.contents.flow = true;
  const written = document.toString(options).trim();
  // A text over several lines is safest in quotes.
  return written.includes("\n") ? JSON.stringify(value) : written.slice("{ k: ".length, -"}".length).trim();
}

export function renderKey(key: string, style: Style): string {
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(key) && !/^(?:true|false|null)$/i.test(key);
  return style === "yaml" && isPlain ? key : JSON.stringify(key);
}

/** JSON over several lines, the first of them at the insertion point. */
export function renderLongJson(value: Json, unit: string, indent: string): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", `\n${indent}`);
}

function writeField(value: Json): string {
  // A text that ends in several line breaks would absorb those that follow it.
  if (typeof value === "string" && /\n\s*\n$/.test(value)) return `k: ${JSON.stringify(value)}`;
  const document = newDocument({ k: value });
  if (isMap(document.contents)) document.contents.flow = false;
  return trimBreak(document.toString(options));
}

function newDocument(value: unknown): Document {
  const document = new Document(value, { version: "1.2", aliasDuplicateObjects: false });
  visit(document, {
    Map(_, map) {
      if (fitsOneLine(map)) map.flow = true;
    },
    Seq(_, list) {
      // An empty list in a block has no other form.
      if (list.items.length === 0) list.flow = true;
    },
  });
  return document;
}

function trimBreak(text: string): string {
  return text.replace(/\n$/, "");
}

function shift(lines: readonly string[], indent: number): string {
  const space = " ".repeat(indent);
  return lines.map((line) => (line === "" ? "" : space + line)).join("\n");
}
