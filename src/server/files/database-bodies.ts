import type { Database } from "#server/db/driver/client.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readFileContent, writeFileContent } from "#server/db/file/file-content.ts";
import type { BodyStore } from "./body-store.ts";

/** Stores bytes in the rows of their files. */
export function createDatabaseBodies(db: Database): BodyStore {
  return {
    async put({ workspaceId, sha256 }, source) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.open()) chunks.push(chunk);
      const content = Buffer.concat(chunks);
      await withTenant(db, workspaceId, (tx) => writeFileContent(tx, workspaceId, sha256, content));
    },
    async read({ workspaceId, sha256 }, range) {
      const content = await withTenant(db, workspaceId, (tx) =>
        readFileContent(tx, workspaceId, sha256, range),
      );
      return content === null ? null : once(content);
    },
    remove: ({ workspaceId, sha256 }) =>
      withTenant(db, workspaceId, (tx) => writeFileContent(tx, workspaceId, sha256, null)),
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
