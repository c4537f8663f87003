import { evaluateExpression } from "#core/expression/evaluate-expression.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { beginsAs, kindWords, tellingBytes } from "#core/http/file-kinds.ts";
import { type RunFile, readRunFile } from "#core/http/file-ref.ts";
import type { KeptBytes } from "#core/http/kept-bytes.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Vendors accept this many in a request; more would be a mistake. */
const maxFiles = 20;

/** More than any vendor charges for a picture of any size: it is scaled down before it is read. */
const pictureTokens = 16_384;
/**
 * The most that is reserved for a PDF; a larger one is refused before it is sent, since its vendor would count it as
 * nothing.
 */
const documentTokens = 131_072;

export type FoundFiles =
  | { readonly ok: true; readonly files: readonly RunFile[] }
  /** `where` names the expression; `message` says what is wrong with its value. */
  | { readonly ok: false; readonly where: string; readonly message: string };

/** The files shown to an agent: each expression is a file, a list of files, or null for none. */
export function agentFiles({ definition }: PlanNode, scope: Scope): FoundFiles {
  const sources = definition.type === "agent" ? (definition.config.files ?? []) : [];
  const files: RunFile[] = [];
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

/** The files that an expression yields, or what is wrong with its value. */
function filesAt(source: string, scope: Scope): readonly RunFile[] | string {
  const parsed = parseExpression(source);
  const found = parsed.ok ? evaluateExpression(parsed.expression, scope) : parsed;
  if (!found.ok) return found.message;
  const read = [found.value].flat().flatMap((item) => (item === null ? [] : [readFile(item)]));
  return read.find((file) => typeof file === "string") ?? read.filter((file) => typeof file !== "string");
}

/** A file, or what is wrong with it. */
function readFile(value: Json): RunFile | string {
  const file = readRunFile(value);
  if (file === null)
    return "it is not a file: a file is what an HTTP node answers for bytes, or what a run is given as a file";
  if (kindWords(file.mediaType) === undefined)
    return `it is ${file.mediaType}, and models take pictures (PNG, JPEG, GIF, WebP) and PDFs; give them text in the task`;
  return "base64" in file ? (fileFault(file) ?? file) : file;
}

/** Why a file is not of the type it claims; null if it is. */
export function fileFault({ mediaType, base64 }: KeptBytes): string | null {
  const beginning = Uint8Array.from(atob(base64.slice(0, 24)), (character) => character.charCodeAt(0));
  if (beginsAs(mediaType, beginning.subarray(0, tellingBytes))) return null;
  return `its type is given as ${mediaType}, but it is not ${kindWords(mediaType)}`;
}

/** The most tokens that a vendor may charge for them. */
export function fileTokens(files: readonly RunFile[]): number {
  return files.reduce((sum, file) => sum + (isDocument(file) ? documentTokens : pictureTokens), 0);
}

/** A file with pages; their number is unknown until its vendor has read it. */
export function isDocument({ mediaType }: Pick<RunFile, "mediaType">): boolean {
  return mediaType === "application/pdf";
}
