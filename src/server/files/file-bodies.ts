import type { Database } from "#server/db/driver/client.ts";
import type { FilePlace } from "#server/db/file/file-rows.ts";
import type { BodyStore } from "./body-store.ts";
import { createDatabaseBodies } from "./database-bodies.ts";
import { createFolderBodies } from "./folder-bodies.ts";
import { createS3Bodies, type S3Settings } from "./s3-bodies.ts";
import { filesUnavailable } from "./unavailable.ts";

/** Files up to this size are stored in the database. */
const smallFileBytes = 65_536;

/** The operator's settings for file storage. */
export interface FileSettings {
  /** Null: there is none. */
  readonly folder: string | null;
  /** Null: there is none. With a bucket, large files go there and not to the folder. */
  readonly s3: S3Settings | null;
  /** The maximum size of a file. */
  readonly maxBytes: number;
}

/** The stores of an installation. */
export interface FileBodies {
  readonly maxBytes: number;
  /** Where a file of this size is stored. */
  placeOf(bytes: number): FilePlace;
  /** @throws AppError FILES_UNAVAILABLE where that store is not configured in this process. */
  at(place: FilePlace): BodyStore;
}

/** Sets up the stores of an installation. Without folder and bucket, everything is stored in the database. */
export function createFileBodies(db: Database, { folder, s3, maxBytes }: FileSettings): FileBodies {
  const stores: { readonly [place in FilePlace]: BodyStore | null } = {
    database: createDatabaseBodies(db),
    folder: folder === null ? null : createFolderBodies(folder),
    s3: s3 === null ? null : createS3Bodies(s3),
  };
  const large: FilePlace = s3 !== null ? "s3" : folder !== null ? "folder" : "database";
  return {
    maxBytes,
    placeOf: (bytes) => (bytes <= smallFileBytes ? "database" : large),
    at(place) {
      const store = stores[place];
      if (store !== null) return store;
      const setting = place === "s3" ? "FILES_S3_ENDPOINT" : "FILES_FOLDER";
      throw filesUnavailable(`a file is in a store that is no longer configured (${setting})`);
    },
  };
}
