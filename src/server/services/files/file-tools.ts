import type { Database } from "#server/db/driver/client.ts";
import type { FileBodies } from "#server/files/file-bodies.ts";

/** What use-cases need to store and read files. */
export interface FileTools {
  readonly db: Database;
  readonly bodies: FileBodies;
}
