import { evaluateExpression } from "#core/expression/evaluate-expression.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { type KeptBytes, readKeptBytes } from "#core/http/kept-bytes.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** What models can look at, by media type, and how such a file begins. */
const kinds: ReadonlyMap<string, { readonly words: string; readonly begins: RegExp }> = new Map([
  ["image/png", { words: "a PNG picture", begins: /^\x89PNG/ }],
  ["image/jpeg", { words: "a JPEG picture", begins: /^\xff\xd8\xff/ }],
  ["image/gif", { words: "a GIF picture", begins: /^GIF8/ }],
  ["image/webp", { words: "a WebP picture", begins: /^RIFF.{4}WEBP/s }],
  ["application/pdf", { words: "a PDF", begins: /^%PDF-/ }],
]);

/** Vendors take as many in a request; more would be a mistake. */
const maxFiles = 20;

/** More than any vendor counts a picture at, whatever its size: it is made smaller before it is read. */
const pictureTokens = 16_384;
/** As much as is held for a PDF; a larger one is refused before it is sent, since its vendor counts it for nothing. */
const documentTokens = 131_072;

export type FoundFiles =
  | { readonly ok: true; readonly files: readonly KeptBytes[] }
  /** `where` names the expression; `message` says what is wrong with what it is. */
  | { readonly ok: false; readonly where: string; readonly message: string };

/** The files that an agent is shown: each expression is a file, a list of them, or null, which is none. */
export function agentFiles({ definition }: PlanNode, scope: Scope): FoundFiles {
  const sources = definition.type === "agent" ? (definition.config.files ?? []) : [];
  const files: KeptBytes[] = [];
  for (const [index, source] of [sources].flat().entries()) {
    const found = filesAt(source, scope);
    if (typeof found === "string")
      return { ok: false, where: typeof sources === "string" ? "files" : `files[${index}]`, message: found };
    files.push(...found);
  }
  if (files.length <= maxFiles) return { ok: true, files };
  const message = `it is ${files.length} files, and a model takes at most ${maxFiles}`;
  return { ok: false, where: "files", message };
}

/** The files that an expression is, or what is wrong with it. */
function filesAt(source: string, scope: Scope): readonly KeptBytes[] | string {
  const parsed = parseExpression(source);
  const found = parsed.ok ? evaluateExpression(parsed.expression, scope) : parsed;
  if (!found.ok) return found.message;
  const read = [found.value].flat().flatMap((item) => (item === null ? [] : [readFile(item)]));
  return read.find((file) => typeof file === "string") ?? read.filter((file) => typeof file !== "string");
}

/** A file, or what is wrong with it. */
function readFile(value: Json): KeptBytes | string {
  const file = readKeptBytes(value);
  if (file === null)
    return "it is not a file: a file is what an HTTP node answers for bytes, or what a run is given as a file";
  const kind = kinds.get(file.mediaType);
  if (kind === undefined)
    return `it is ${file.mediaType}, and models take pictures (PNG, JPEG, GIF, WebP) and PDFs; give them text in the task`;
  const beginning = atob(file.base64.slice(0, 24));
  return kind.begins.test(beginning) ? file : `it is called ${file.mediaType} but is not ${kind.words}`;
}

/** The most that a vendor may count them at. */
export function fileTokens(files: readonly KeptBytes[]): number {
  return files.reduce((sum, file) => sum + (isDocument(file) ? documentTokens : pictureTokens), 0);
}

/** One with pages, of which nobody knows how many before its vendor has read it. */
export function isDocument({ mediaType }: Pick<KeptBytes, "mediaType">): boolean {
  return mediaType === "application/pdf";
}
