import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { attemptStatuses, isTerminalRun, nodeRunStatuses, runStatuses } from "#core/run/status.ts";
import { waitEndings, waitKinds } from "#core/waits/words.ts";
import { type TenantTransaction, withTenant } from "./driver/with-tenant.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";
import { seedRun } from "./testing/seed-run.ts";
import { seedWorkspace } from "./testing/seed-workspace.ts";

const database = await createTestDatabase();
const { db } = database;
const { workspaceId, userId } = await seedWorkspace(db);

/** Applies `change` to fresh rows: null, or PostgreSQL's error. */
async function refusal(
  change: (tx: TenantTransaction, runId: string) => Promise<unknown>,
): Promise<string | null> {
  const work = withTenant(db, workspaceId, async (tx) => {
    const { runId } = await seedRun(tx, workspaceId);
    await change(tx, runId);
  });
  return work.then(
    () => null,
    (error: unknown) => /Message: `(.*)`/.exec(String(error))?.[1] ?? String(error),
  );
}

const update = {
  runs: (tx: TenantTransaction, runId: string, status: string) =>
    tx.run.updateMany({ where: { workspaceId, id: runId }, data: { status } }),
  node_runs: (tx: TenantTransaction, runId: string, status: string) =>
    tx.nodeRun.updateMany({ where: { workspaceId, runId }, data: { status } }),
  attempts: (tx: TenantTransaction, runId: string, status: string) =>
    tx.attempt.updateMany({ where: { workspaceId, runId }, data: { status } }),
};

const guarded: readonly {
  table: keyof typeof update;
  words: readonly string[];
  terminal: readonly string[];
}[] = [
  { table: "runs", words: runStatuses, terminal: runStatuses.filter(isTerminalRun) },
  { table: "node_runs", words: nodeRunStatuses, terminal: ["completed", "failed", "skipped", "cancelled"] },
  {
    table: "attempts",
    words: attemptStatuses,
    terminal: attemptStatuses.filter((status) => status !== "running"),
  },
];

describe.each(guarded)("the status of $table", ({ table, words, terminal }) => {
  it("is one of the core's statuses", async () => {
    const [check] = await database.asOwner<{ words: string[] }>(
      `select array(select m[1] from regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''', 'g') as m) as words
       from pg_constraint where conname = $1`,
      [`${table}_status_check`],
    );
    expect(check?.words).toEqual([...words]);
    expect(await refusal((tx, runId) => update[table](tx, runId, "done"))).toContain(`${table}_status_check`);
  });

  it("never leaves a terminal one", async () => {
    const pairs = words.flatMap((from) => words.map((to) => ({ from, to })));
    for (const { from, to } of pairs) {
      const refused = await refusal(async (tx, runId) => {
        await update[table](tx, runId, from);
        await update[table](tx, runId, to);
      });
      const isFinal = terminal.includes(from) && from !== to;
      const words = `${table} can not go from ${from} to ${to}: a terminal status is final`;
      expect(refused, `${from} -> ${to}`).toBe(isFinal ? words : null);
    }
  });
});

describe("rows that are written once", () => {
  const rows: { [table: string]: (tx: TenantTransaction, runId: string) => Promise<unknown> } = {
    ledger_entries: (tx, runId) =>
      tx.ledgerEntry.create({
        data: {
          workspaceId,
          runId,
          nodeId: "draft",
          attempt: 1,
          kind: "reserve",
          provider: "sandbox",
          model: "brief",
        },
      }),
    audit_events: (tx, runId) =>
      tx.auditEvent.create({
        data: {
          workspaceId,
          actorUserId: userId,
          action: "runs.start",
          subjectType: "run",
          subjectId: runId,
        },
      }),
    pipeline_versions: async () => undefined,
    run_events: (tx, runId) =>
      tx.runEvent.create({ data: { workspaceId, runId, seq: 1, type: "run.started" } }),
  };

  it.each(Object.keys(rows))("in %s cannot be changed or deleted, not even by the owner", async (table) => {
    await withTenant(db, workspaceId, async (tx) => {
      const { runId } = await seedRun(tx, workspaceId);
      await rows[table]?.(tx, runId);
    });
    for (const statement of [`update ${table} set workspace_id = workspace_id`, `delete from ${table}`]) {
      const refused = database.asOwner(statement);
      await expect(refused).rejects.toThrow(
        `${table} refuses ${statement.slice(0, 6)}: its rows are written once`,
      );
    }
  });

  it("lets the text pieces of a log be deleted, and nothing else of it", async () => {
    const sweep = async (type: string) =>
      refusal(async (tx, runId) => {
        await tx.runEvent.create({ data: { workspaceId, runId, seq: 1, type, nodeId: "draft", attempt: 1 } });
        expect(await tx.runEvent.deleteMany({ where: { workspaceId, runId } })).toEqual({ count: 1 });
      });
    expect(await sweep("node.delta")).toBeNull();
    expect(await sweep("node.completed")).toBe("run_events refuses delete: its rows are written once");
  });

  it("cannot be deleted by the program, even if it claims to be allowed", async () => {
    const refused = await refusal(async (tx, runId) => {
      await tx.runEvent.create({ data: { workspaceId, runId, seq: 1, type: "run.started" } });
      await tx.$queryRaw`SELECT set_config('penstock.deleting', 'rows', true)`;
      await tx.runEvent.deleteMany({ where: { workspaceId, runId } });
    });
    expect(refused).toBe("run_events refuses delete: its rows are written once");
  });
});

describe("handing jobs to the queue", () => {
  const dispatch = (tx: TenantTransaction) =>
    tx.$executeRaw`select system.dispatch_jobs('[{"task": "test", "payload": {"id": 1}, "job_key": "a", "run_at": null, "max_attempts": 3, "flags": ["f"]}]')`;
  const waiting = () =>
    database.asOwner(`select key, payload, max_attempts, flags from graphile_worker._private_jobs`);

  it("happens with the transaction or not at all", async () => {
    const failed = withTenant(db, workspaceId, async (tx) => {
      await dispatch(tx);
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await waiting()).toEqual([]);
    await withTenant(db, workspaceId, dispatch);
    expect(await waiting()).toEqual([{ key: "a", payload: { id: 1 }, max_attempts: 3, flags: { f: true } }]);
  });

  it("sends no NOTIFY in the transaction itself, which would serialise all commits", async () => {
    const listener = new pg.Client({ connectionString: database.appUrl });
    await listener.connect();
    const heard: string[] = [];
    listener.on("notification", ({ channel }) => heard.push(channel));
    await listener.query('listen "jobs:insert"; listen run_events');
    await withTenant(
      db,
      workspaceId,
      (tx) => tx.$executeRaw`
      select system.dispatch_jobs('[{"task": "quiet", "payload": {}, "job_key": "quiet", "max_attempts": 1, "flags": []}]')`,
    );
    await database.asOwner("select pg_notify('run_events', '')");
    await vi.waitFor(() => expect(heard).toEqual(["run_events"]), { timeout: 20_000 });
    await listener.end();
  });

  it("is all that the program may do with the queue", async () => {
    const peek = withTenant(
      db,
      workspaceId,
      (tx) => tx.$queryRaw`select 1 as one from graphile_worker._private_jobs`,
    );
    await expect(peek).rejects.toThrow("permission denied");
  });
});

describe("a wait", () => {
  it("has one of the core's kinds, and one of its resolutions", async () => {
    const wordsOf = async (name: string) =>
      (
        await database.asOwner<{ words: string[] }>(
          `select array(select m[1] from regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''', 'g') as m) as words
           from pg_constraint where conname = $1`,
          [name],
        )
      )[0]?.words;
    expect(await wordsOf("waits_kind_check")).toEqual([...waitKinds]);
    expect(await wordsOf("waits_ending_check")).toEqual([...waitEndings]);
  });

  it("ends once", async () => {
    const enter = (tx: TenantTransaction, runId: string) =>
      tx.$executeRaw`
        with node as (insert into node_runs (workspace_id, run_id, node_id, node_type)
                      values (${workspaceId}::uuid, ${runId}::uuid, 'go', 'wait') returning 1)
        insert into waits (id, workspace_id, run_id, node_id, kind, title, arguments_hash)
        select gen_random_uuid(), ${workspaceId}::uuid, ${runId}::uuid, 'go', 'time', 'A time', '' from node`;
    const end = (tx: TenantTransaction, ending: string) =>
      tx.wait.updateMany({ where: { workspaceId, ending: null }, data: { ending, resolvedAt: new Date() } });
    const change = (tx: TenantTransaction) =>
      tx.wait.updateMany({ where: { workspaceId }, data: { ending: "cancelled" } });
    expect(await refusal(async (tx, runId) => [await enter(tx, runId), await end(tx, "elapsed")])).toBeNull();
    expect(
      await refusal(async (tx, runId) => [
        await enter(tx, runId),
        await end(tx, "elapsed"),
        await change(tx),
      ]),
    ).not.toBeNull();
    expect(
      await refusal(async (tx, runId) => [await enter(tx, runId), await end(tx, "decided")]),
    ).not.toBeNull();
    expect(
      await refusal(async (tx, runId) => [await enter(tx, runId), await end(tx, "event")]),
    ).not.toBeNull();
  });
});

describe("the place of a run in a tree", () => {
  it("is complete or absent, and cannot be changed by the program", async () => {
    const { runId } = await withTenant(db, workspaceId, (tx) => seedRun(tx, workspaceId));
    const place = (set: string) => database.asOwner(`update runs set ${set} where id = $1`, [runId]);
    const half = "it needs its parent, root and depth together, or none of them";
    await expect(place("depth = 1")).rejects.toThrow(half);
    await expect(place("parent_node_id = 'each', parent_attempt = 1")).rejects.toThrow(half);
    await expect(place("depth = 0, frontier = 'another'")).resolves.toEqual([]);
    const byProgram = await refusal((tx, id) =>
      tx.run.updateMany({ where: { workspaceId, id }, data: { depth: 1 } }),
    );
    expect(byProgram).toContain("permission denied");
  });
});
