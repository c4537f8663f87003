import type { WorkspaceId } from "#core/ids.ts";

/** Identifies the bytes of a file: each workspace has its own copy, even of equal bytes. */
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

/** A range of bytes; `first` counts from 0. */
export interface ByteRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Stores the bytes of files. When `put` resolves, they are complete and survive a power loss; otherwise nothing is
 * stored. Stored bytes never change, so putting them again is harmless. Errors of the store are thrown as `AppError`
 * FILES_UNAVAILABLE or STORAGE_FULL.
 */
export interface BodyStore {
  put(key: BodyKey, source: BodySource): Promise<void>;
  /** Null where nothing is stored under this key. */
  read(key: BodyKey, range: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
  /** Succeeds even if nothing is stored. */
  remove(key: BodyKey): Promise<void>;
}
