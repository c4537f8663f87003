import type { ByteRange } from "#server/files/body-store.ts";

/** Something that can be downloaded, and how to read it. */
export interface Download {
  readonly name: string;
  readonly mediaType: string;
  /** Of the whole content, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  read(range: ByteRange): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>;
}
