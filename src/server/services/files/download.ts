import type { ByteRange } from "#server/files/body-store.ts";

/** Something that people and programs may download, and how it is read. */
export interface Download {
  readonly name: string;
  readonly mediaType: string;
  /** Of all of it, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  read(range: ByteRange): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>;
}
