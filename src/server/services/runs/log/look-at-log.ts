import type { WorkspaceId } from "#core/ids.ts";
import type { Database } from "#server/db/driver/client.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { type EventPage, type LogLook, listRunEvents } from "#server/db/run/reading/list-events.ts";

/** The result of one look. Null when the workspace has no such run. */
type Found = EventPage | null;

interface Asked {
  readonly look: LogLook;
  readonly answer: PromiseWithResolvers<Found>;
}

/** A statement for more would take long, and all of them wait for its end. */
const maxTogether = 32;

const askedOf = new WeakMap<Database, Map<WorkspaceId, Asked[]>>();

/**
 * Reads part of one run's log. A reader who `isBehind` reads alone and immediately. One that had everything until a
 * moment ago will find little: such looks of a workspace in one tick are combined. Pieces of text are also written
 * together, so that their readers are woken in one tick.
 */
export async function lookAtLog(
  db: Database,
  workspaceId: WorkspaceId,
  look: LogLook,
  isBehind: boolean,
): Promise<Found> {
  if (!isBehind) return lookTogether(db, workspaceId, look);
  const [found = null] = await readAll(db, workspaceId, [look]);
  return found;
}

function lookTogether(db: Database, workspaceId: WorkspaceId, look: LogLook): Promise<Found> {
  const workspaces = askedOf.get(db) ?? new Map<WorkspaceId, Asked[]>();
  askedOf.set(db, workspaces);
  const asked = workspaces.get(workspaceId) ?? [];
  const answer = Promise.withResolvers<Found>();
  asked.push({ look, answer });
  if (asked.length === 1) {
    workspaces.set(workspaceId, asked);
    process.nextTick(() => {
      workspaces.delete(workspaceId);
      for (let from = 0; from < asked.length; from += maxTogether) {
        void answerAll(db, workspaceId, asked.slice(from, from + maxTogether));
      }
    });
  }
  return answer.promise;
}

async function answerAll(db: Database, workspaceId: WorkspaceId, asked: readonly Asked[]): Promise<void> {
  const looks = asked.map(({ look }) => look);
  try {
    const found = await readAll(db, workspaceId, looks);
    for (const [index, { answer }] of asked.entries()) answer.resolve(found[index] ?? null);
  } catch (error) {
    for (const { answer } of asked) answer.reject(error);
  }
}

/** Issued at once, with the COMMIT: one round trip. */
function readAll(
  db: Database,
  workspaceId: WorkspaceId,
  looks: readonly LogLook[],
): Promise<readonly Found[]> {
  return withTenantDirect(
    db,
    workspaceId,
    async (tx) => (await Promise.all([listRunEvents(tx, workspaceId, looks), tx.commit()]))[0],
  );
}
