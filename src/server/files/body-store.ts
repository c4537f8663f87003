import type { WorkspaceId } from "#core/ids.ts";

/** Names the bytes of a file: each workspace has its own, also of the same bytes. */
export interface BodyKey {
  readonly workspaceId: WorkspaceId;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes that can be read any number of times. */
export interface BodySource {
  readonly sha256: string;
  readonly bytes: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** Some bytes of a body: `first` is counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Where the bytes of files lie. What is put is there whole when `put` resolves, also after a loss of power, or not at
 * all; bytes that are there never change, so putting them again does no harm. Faults of the store are thrown as
 * `AppError` FILES_UNAVAILABLE or STORAGE_FULL.
 */
export interface BodyStore {
  put(key: BodyKey, source: BodySource): Promise<void>;
  /** Null where there are none under this key. */
  read(key: BodyKey, range: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
  /** What is not there is deleted, too. */
  remove(key: BodyKey): Promise<void>;
}
