import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runIdSchema } from "#core/ids.ts";
import { type Circuit, hear } from "#core/policy/circuit/circuit.ts";
import { withTenant } from "../driver/with-tenant.ts";
import { createTestDatabase } from "../testing/create-test-database.ts";
import { seedWorkspace } from "../testing/seed-workspace.ts";
import { calmCircuits, lockCircuits } from "./hear-store.ts";
import { callerName } from "./stored-circuit.ts";

const database = await createTestDatabase();
const nowMs = 1_764_000_000_000;
const attempt = { runId: runIdSchema.parse(randomUUID()), nodeId: "ask", attempt: 2 };
const other = { ...attempt, attempt: 1 };

const states: readonly Circuit[] = [
  { state: "closed", failures: 0 },
  { state: "closed", failures: 4 },
  { state: "open", sinceMs: nowMs, probeAtMs: nowMs + 60_000 },
  { state: "probing", sinceMs: nowMs, probe: callerName(attempt) },
  { state: "probing", sinceMs: nowMs, probe: callerName(other) },
];

describe("calls that were answered", () => {
  it.each(states)("changes %j as the core decides, without calling it", async (circuit) => {
    const { workspaceId } = await seedWorkspace(database.db);
    const probe = circuit.state === "probing" ? (circuit.probe.endsWith("/2") ? attempt : other) : null;
    await database.asOwner(
      `insert into circuits (workspace_id, provider, model, state, failures, since, probe_at, probe_run_id, probe_node_id, probe_attempt)
       values ($1, 'sandbox', 'brief', $2, $3, to_timestamp($4), to_timestamp($5), $6, $7, $8)`,
      [
        workspaceId,
        circuit.state,
        circuit.state === "closed" ? circuit.failures : 0,
        nowMs / 1_000,
        circuit.state === "open" ? circuit.probeAtMs / 1_000 : null,
        probe?.runId,
        probe?.nodeId,
        probe?.attempt,
      ],
    );
    const subject = { provider: "sandbox", model: "brief", providerKeyId: null } as const;
    const [after] = await withTenant(database.db, workspaceId, async (tx) => {
      await calmCircuits(tx, workspaceId, [{ ...subject, ...attempt }]);
      return lockCircuits(tx, workspaceId, [{ ...subject, isNew: false }]);
    });
    const expected = hear(circuit, { name: callerName(attempt), nowMs }, "answered");
    expect(after?.circuit).toEqual(expected);
    expect(after?.revision).toBe(expected === circuit ? 1 : 2);
  });
});
