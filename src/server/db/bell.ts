import { connectionsOf, type Database } from "./driver/client.ts";
import type { TenantSql } from "./driver/tenant-sql.ts";
import type { Prisma } from "./generated/client.ts";

/**
 * `jobs:insert` is the queue's own: its workers look for jobs when they hear it. `outbox` wakes the senders of events
 * to an Inngest server.
 */
export type BellChannel = "run_events" | "run_control" | "outbox" | "jobs:insert";

/** `soon` may be delayed by a few milliseconds to combine rings: each ring wakes every listening process. */
export type Urgency = "now" | "soon";

interface Ring {
  readonly channel: BellChannel;
  readonly payload: string;
  readonly urgency: Urgency;
}

type AnyTransaction = Prisma.TransactionClient | TenantSql;

/** How long a `soon` ring waits for others. Too short for people to notice. */
const patienceMs = 15;

interface Tower {
  readonly waiting: Map<string, Ring>;
  isRinging: boolean;
  timer: ReturnType<typeof setTimeout> | null;
}

/** What a transaction has asked for. */
interface Asked {
  readonly db: Database;
  readonly rings: Ring[];
  /** Waiting rings of earlier transactions, when equal ones left in the packet of this one's COMMIT. */
  covered: readonly Ring[];
}

const askedBy = new WeakMap<AnyTransaction, Asked>();
const towers = new WeakMap<Database, Tower>();

/**
 * Rings when this transaction has committed; not at all when it is rolled back. Not inside it: PostgreSQL serialises
 * the commits of transactions that notify, each with its own disk flush, which costs nine tenths of the commits per
 * second.
 *
 * A process that dies between commit and ring loses the ring, so listeners also poll from time to time.
 */
export function ringAfterCommit(
  tx: AnyTransaction,
  channel: BellChannel,
  payload: string,
  urgency: Urgency = "now",
): void {
  askedBy.get(tx)?.rings.push({ channel, payload, urgency });
}

/**
 * The statement for a transaction's urgent rings, for a driver that can send it in one packet after the COMMIT, as a
 * transaction of its own. Null when nothing is urgent. Rings taken here are not rung again.
 */
export function takeUrgentRings(tx: AnyTransaction) {
  const asked = askedBy.get(tx);
  if (asked === undefined || asked.rings.every(({ urgency }) => urgency === "soon")) return null;
  const rings = asked.rings.splice(0);
  const waiting = towers.get(asked.db)?.waiting;
  asked.covered = rings.flatMap((one) => waiting?.get(keyOf(one)) ?? []);
  return ringStatement(rings);
}

/** Runs `work`, then rings what it asked for. `transact` resolves when its transaction has committed. */
export async function ringingAfter<Result>(
  db: Database,
  transact: (prepare: (tx: AnyTransaction) => void) => Promise<Result>,
): Promise<Result> {
  const asked: Asked = { db, rings: [], covered: [] };
  const result = await transact((tx) => askedBy.set(tx, asked));
  if (asked.covered.length > 0) forgetWaiting(db, asked.covered);
  if (asked.rings.length > 0) ring(db, asked.rings);
  return result;
}

/**
 * A listener reads everything that was committed before the ring, so older equal rings are dropped. One that was added
 * after it was sent must still go out.
 */
function forgetWaiting(db: Database, covered: readonly Ring[]): void {
  const tower = towers.get(db);
  if (tower === undefined) return;
  for (const one of covered) if (tower.waiting.get(keyOf(one)) === one) tower.waiting.delete(keyOf(one));
  if (tower.waiting.size > 0 || tower.timer === null) return;
  clearTimeout(tower.timer);
  tower.timer = null;
}

function keyOf({ channel, payload }: Ring): string {
  return `${channel} ${payload}`;
}

/** Rings that arrive while one is being sent go out together with the next. */
function ring(db: Database, rings: readonly Ring[]): void {
  const tower = towers.get(db) ?? { waiting: new Map<string, Ring>(), isRinging: false, timer: null };
  towers.set(db, tower);
  for (const one of rings) tower.waiting.set(keyOf(one), one);
  if (tower.isRinging) return;
  if (rings.some(({ urgency }) => urgency === "now")) void ringUntilQuiet(db, tower);
  else tower.timer ??= setTimeout(() => void ringUntilQuiet(db, tower), patienceMs);
}

/** What is announced is already committed, and a crash of the server loses the announcement anyway: no disk flush. */
const ringAll = `
  select set_config('synchronous_commit', 'off', true), pg_notify(channel, payload)
    from unnest($1::text[], $2::text[]) as ring (channel, payload)`;

function ringStatement(rings: readonly Ring[]) {
  const values = [rings.map(({ channel }) => channel), rings.map(({ payload }) => payload)];
  return { name: "ring", text: ringAll, values };
}

async function ringUntilQuiet(db: Database, tower: Tower): Promise<void> {
  if (tower.timer !== null) clearTimeout(tower.timer);
  tower.timer = null;
  tower.isRinging = true;
  while (tower.waiting.size > 0) {
    const rings = [...tower.waiting.values()];
    tower.waiting.clear();
    // A failure means that the database is gone, and with it all listeners.
    await connectionsOf(db)
      .query(ringStatement(rings))
      .catch(() => undefined);
  }
  tower.isRinging = false;
}
