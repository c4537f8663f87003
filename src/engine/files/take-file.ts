import { readRunFile } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeWork } from "#engine/node-handler.ts";

/** A file with its bytes. */
export interface TakenFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** They come from the file store, and not from the run itself. */
  readonly isStored: boolean;
}

/** A value as a file with its bytes, wherever they are stored; null if it is not a file. */
export async function takeFile(
  { task, ports }: Pick<NodeWork, "task" | "ports">,
  value: Json,
): Promise<TakenFile | null> {
  const file = readRunFile(value);
  if (file === null) return null;
  const { mediaType } = file;
  if ("base64" in file) return { bytes: Buffer.from(file.base64, "base64"), mediaType, isStored: false };
  return { bytes: await ports.files.read(task, file), mediaType, isStored: true };
}
