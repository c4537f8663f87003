import type { Json } from "#core/json/json.ts";
import { isMediaType, type KeptBytes, readKeptBytes } from "./kept-bytes.ts";

/** A file in its workspace's store, as a run refers to it: by the hash of its bytes. */
export interface FileRef {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly file: string;
  readonly mediaType: string;
  /** Its size in bytes. */
  readonly bytes: number;
  /** Its original name. */
  readonly name?: string;
}

/** A file in a run: its bytes themselves, or a reference to the store. */
export type RunFile = KeptBytes | FileRef;

const hashPattern = /^sha256:([0-9a-f]{64})$/;
const maxNameCharacters = 200;

/** Names a file by the hash of its bytes, 64 hexadecimal digits. */
export function fileRefOf(sha256: string, mediaType: string, bytes: number, name?: string): FileRef {
  return { file: `sha256:${sha256}`, mediaType, bytes, ...(name === undefined ? {} : { name }) };
}

/** The hash of a file's bytes, 64 hexadecimal digits. */
export function hashOf({ file }: FileRef): string {
  return file.slice("sha256:".length);
}

/** Reads a value as a reference to a stored file; null for anything else, including an object with further fields. */
export function readFileRef(value: Json): FileRef | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { file, mediaType, bytes, name, ...rest } = value;
  if (typeof file !== "string" || !hashPattern.test(file)) return null;
  if (typeof mediaType !== "string" || !isMediaType(mediaType)) return null;
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0) return null;
  if (Object.keys(rest).length > 0) return null;
  if (name === undefined) return { file, mediaType, bytes };
  return typeof name === "string" && name.length <= maxNameCharacters
    ? { file, mediaType, bytes, name }
    : null;
}

/** Reads a value as a file, wherever its bytes are; null if it is not one. */
export function readRunFile(value: Json): RunFile | null {
  return readKeptBytes(value) ?? readFileRef(value);
}

/** The hashes of all stored files that a value refers to, at any depth, each once. */
export function fileHashesIn(value: Json): readonly string[] {
  return fileRefsIn(value).map(hashOf);
}

/** All stored files that a value refers to, at any depth, each once. */
export function fileRefsIn(value: Json): readonly FileRef[] {
  const found = new Map<string, FileRef>();
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const ref = readFileRef(next);
    if (ref !== null) found.set(ref.file, ref);
    else for (const inner of Object.values(next)) if (inner !== undefined) waiting.push(inner);
  }
  return [...found.values()];
}
