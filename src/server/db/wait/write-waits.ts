import { createHash } from "node:crypto";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { WaitChange } from "#core/run/advance-result.ts";
import type { BudgetEntry, WaitEntry } from "#core/waits/words.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { askForLook } from "#server/db/money/budget-looks.ts";

/** The waits of a run that a step begins and ends. */
export interface WaitWrites {
  readonly runId: RunId;
  readonly waits: readonly WaitChange[];
}

type Opens = Extract<WaitChange, { kind: "open" }>;
type Closes = Extract<WaitChange, { kind: "close" }>;
type Renews = Extract<WaitChange, { kind: "renew" }>;

/**
 * Enters waits that begin and ends those that are over, each once, under the row locks of their runs. Call it after the
 * node runs have been written.
 * @throws what `isChangedMeanwhile` recognises when one that is to end has already ended, or when the deadline has
 * passed for one whose event has arrived.
 */
export async function writeWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  writes: readonly WaitWrites[],
  newId: () => string,
): Promise<void> {
  const all = writes.flatMap(({ runId, waits }) => waits.map((wait) => ({ runId, wait })));
  const opens = all.flatMap(({ runId, wait }) =>
    wait.kind === "open" ? [toOpenRow(newId(), runId, wait)] : [],
  );
  const closes = all.flatMap(({ runId, wait }) => (wait.kind === "close" ? [toCloseRow(runId, wait)] : []));
  const renews = all.flatMap(({ runId, wait }) => (wait.kind === "renew" ? [toRenewRow(runId, wait)] : []));
  const isForMoney = renews.length > 0 || opens.some(({ kind }) => kind === "budget");
  const inOrder = [
    () => opens.length > 0 && openWaits(tx, workspaceId, opens),
    () => closes.length > 0 && closeWaits(tx, workspaceId, closes),
  ];
  // A node waits for one thing at a time: its earlier wait must end before the next begins.
  if (asksAgain(all.map(({ wait }) => wait))) inOrder.reverse();
  await Promise.all([
    ...inOrder.map((write) => write()),
    renews.length > 0 && renewWaits(tx, workspaceId, renews),
    isForMoney && askForLook(tx, workspaceId),
  ]);
}

function asksAgain(waits: readonly WaitChange[]): boolean {
  return waits.some(
    ({ kind, nodeId }, index) =>
      kind === "close" &&
      waits.slice(index + 1).some((later) => later.kind === "open" && later.nodeId === nodeId),
  );
}

async function openWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rows: readonly ReturnType<typeof toOpenRow>[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO waits (id, workspace_id, run_id, node_id, kind, title, shown, form, choices, deciders, quorum,
           no_self_approval, event_name, match, sees, arguments_hash, deadline_at, model, provider_key_id, needs_micros, step)
    SELECT o.id, ${workspaceId}::uuid, o.run_id, o.node_id, o.kind, o.title, o.shown, o.form, coalesce(o.choices, '{}'),
           o.deciders, coalesce(o.quorum, 1), coalesce(o.no_self_approval, false), o.event_name, o.match, o.sees, o.arguments_hash,
           to_timestamp(o.deadline), o.model, o.provider_key_id, o.needs_micros, o.step
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS o(id uuid, run_id uuid, node_id text, kind text, title text, shown text, form json, choices text[],
             deciders jsonb, quorum int, no_self_approval boolean, event_name text, match text, sees jsonb, arguments_hash text,
             deadline float8, model text, provider_key_id uuid, needs_micros bigint, step int)`;
}

/** The row keeps its place among the waiting calls, with what the call needs now. */
async function renewWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rows: readonly ReturnType<typeof toRenewRow>[],
): Promise<void> {
  const runIds = rows.map(({ run_id }) => run_id);
  await tx.$executeRaw`
    UPDATE waits w SET let_on_at = NULL, title = c.title, model = c.model, provider_key_id = c.provider_key_id,
           needs_micros = c.needs_micros
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS c(run_id uuid, node_id text, title text, model text, provider_key_id uuid, needs_micros bigint)
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.run_id = ANY(${runIds}::uuid[]) AND w.run_id = c.run_id
       AND w.node_id = c.node_id AND w.ending IS NULL`;
}

async function closeWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rows: readonly ReturnType<typeof toCloseRow>[],
): Promise<void> {
  const runIds = rows.map(({ run_id }) => run_id);
  await tx.$executeRaw`
    WITH closed AS (
      UPDATE waits w SET ending = c.ending, choice = c.choice, resolved_at = clock_timestamp(),
             resolved_by = CASE WHEN c.ending = 'decided' THEN (w.votes -> -1 ->> 'userId')::uuid END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS c(run_id uuid, node_id text, ending text, choice text)
       WHERE w.workspace_id = ${workspaceId}::uuid AND w.run_id = ANY(${runIds}::uuid[]) AND w.run_id = c.run_id
         AND w.node_id = c.node_id AND w.ending IS NULL
         AND (c.ending <> 'elapsed' OR w.event_id IS NULL)
      RETURNING 1)
    SELECT system.require((SELECT count(*) FROM closed) = ${rows.length}::int)`;
}

function toOpenRow(id: string, runId: RunId, { nodeId, deadlineAtMs, entry }: Opens) {
  return {
    id,
    run_id: runId,
    node_id: nodeId,
    kind: entry.kind,
    title: entry.title,
    deadline: deadlineAtMs === null ? null : deadlineAtMs / 1_000,
    arguments_hash: hashOf(entry),
    ...fieldsOf(entry),
  };
}

function fieldsOf(entry: WaitEntry) {
  switch (entry.kind) {
    case "approval": {
      const { show, form, choices, deciders, quorum, noSelfApproval, call } = entry;
      const fields = { shown: show, form, choices, deciders, quorum, no_self_approval: noSelfApproval };
      return { ...fields, step: call?.step ?? null };
    }
    case "event":
      return { event_name: entry.name, match: entry.match, sees: entry.sees };
    case "time":
      return {};
    case "budget":
      return callOf(entry);
  }
}

/** Hash of everything that is asked, so that the audit of a decision shows what was decided on. */
function hashOf(entry: WaitEntry): string {
  return createHash("sha256").update(JSON.stringify(entry)).digest("hex");
}

function callOf({ model, providerKeyId, needsMicros }: BudgetEntry) {
  return { model, provider_key_id: providerKeyId, needs_micros: needsMicros };
}

function toRenewRow(runId: RunId, { nodeId, entry }: Renews) {
  return { run_id: runId, node_id: nodeId, title: entry.title, ...callOf(entry) };
}

function toCloseRow(runId: RunId, { nodeId, ending, choice }: Closes) {
  return { run_id: runId, node_id: nodeId, ending, choice };
}
