import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "#core/errors.ts";
import type { BodySource } from "./body-store.ts";

/** Bytes that came as a stream and can now be read again. */
export interface Spooled extends BodySource {
  /** Its first bytes. */
  readonly beginning: Uint8Array;
  /** Releases them. */
  drop(): Promise<void>;
}

const beginningBytes = 64;

/**
 * Reads a stream to its end, at most `maxBytes`, into a file of the system's temporary folder. The file is unlinked at
 * once, so it disappears with this process, however that ends.
 * @throws AppError PAYLOAD_TOO_LARGE.
 */
export async function spool(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
  const path = join(tmpdir(), `penstock-upload-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await rm(path);
    const written = await write(file, chunks, maxBytes);
    return {
      ...written,
      open: () => createReadStream("", { fd: file, start: 0, autoClose: false }),
      drop: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function write(file: FileHandle, chunks: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash("sha256");
  const beginning: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    if (bytes < beginningBytes) beginning.push(chunk.subarray(0, beginningBytes));
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw fileTooLarge(maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return { sha256: hash.digest("hex"), bytes, beginning: Buffer.concat(beginning) };
}

/** The file is larger than this installation accepts. */
export function fileTooLarge(maxBytes: number): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The file is larger than the ${maxBytes.toLocaleString("en-US")} bytes that this Penstock takes. Its operator can raise FILES_MAX_BYTES.`,
  );
}

/** Bytes in memory as a source. */
export function sourceOf(bytes: Uint8Array): BodySource {
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.byteLength,
    async *open() {
      yield bytes;
    },
  };
}
