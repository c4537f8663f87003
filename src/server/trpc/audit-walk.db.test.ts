import { describe, expect, it } from "vitest";
import { pipelineIdSchema } from "#core/ids.ts";
import { hashPassword } from "#server/crypto/password.ts";
import { openSession } from "#server/services/sessions/open-session.ts";
import { callProcedure } from "#server/testing/call-procedure.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { furnishWorkspace } from "#server/testing/furnish-workspace.ts";
import { listProcedures } from "#server/testing/list-procedures.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { procedureInputs, unknownIds } from "#server/testing/procedure-inputs.ts";

const web = await createTestWeb();

/** They change nothing: their inputs may be too long or too secret for a URL, so they are not queries. */
const changeNothing = ["pipelines.validate", "account.invitation"];

const mutations = listProcedures().filter(
  ({ type, path }) => type === "mutation" && !changeNothing.includes(path),
);

/**
 * Someone who has everything that can be changed, and a second member. Creating it takes half of the time: it is
 * skipped where no input refers to it.
 */
async function setScene({ isNamed }: { readonly isNamed: boolean }) {
  const [owner, other] = [await createPerson(web), await createPerson(web)];
  const client = clientOf(web, owner);
  const ids = isNamed ? await furnishWorkspace(client, owner) : unknownIds();
  await joinWorkspace(web, other, owner.workspaceId, "admin");
  return { owner, other, client, ids };
}
type Scene = Awaited<ReturnType<typeof setScene>>;

/** A run that waits for half an hour. */
async function startWaiting({ client }: Scene) {
  const delay = { id: "pause", type: "delay", name: "Pause", config: { seconds: 1_800 } } as const;
  const start = { id: "start", type: "trigger", name: "Start" } as const;
  const edges = [{ id: "e1", from: "start", to: "pause" }];
  const { pipelineId } = await client.pipelines.create.mutate({
    definition: { name: "Waits", nodes: [start, delay], edges },
  });
  return client.runs.start.mutate({ pipelineId });
}

/** A run that was stopped after sending a request: no worker is here that could have sent one. */
async function startUndoable({ client }: Scene) {
  const start = { id: "start", type: "trigger", name: "Start" } as const;
  const note = { action: "log", message: "Noted." } as const;
  const act = { id: "act", type: "action", name: "Act", config: { ...note, undo: note } } as const;
  const { pipelineId } = await client.pipelines.create.mutate({
    definition: { name: "Undone", nodes: [start, act], edges: [{ id: "e1", from: "start", to: "act" }] },
  });
  const { runId } = await client.runs.start.mutate({ pipelineId });
  await client.runs.cancel.mutate({ runId });
  const acted = JSON.stringify({ attempts: {}, failure: null, acted: ["act"] });
  await web.database.asOwner("update runs set frontier = frontier || $1 where id = $2", [acted, runId]);
  return { runId };
}

/** A run whose map has begun: no worker is here that could begin it. */
async function startMap({ client }: Scene) {
  const pause = { id: "pause", type: "delay" as const, name: "Pause", config: { seconds: 60 } };
  const config = { items: "[1, 2]", body: { nodes: [pause] } };
  const each = { id: "each", type: "map" as const, name: "Each", config };
  const start = { id: "start", type: "trigger" as const, name: "Start" };
  const edges = [{ id: "e1", from: "start", to: "each" }];
  const { pipelineId } = await client.pipelines.create.mutate({
    definition: { name: "Mapped", nodes: [start, each], edges },
  });
  const { runId } = await client.runs.start.mutate({ pipelineId });
  const items = { each: { total: 2, next: 1, running: [0], completed: 0, failed: 0 } };
  const begun = { attempts: { each: { number: 1, lost: 0 } }, failure: null, items };
  const frontier = `CR${JSON.stringify(begun)}`;
  await web.database.asOwner("update runs set frontier = $1 where id = $2", [frontier, runId]);
  return { runId, nodeId: "each", concurrency: 2 };
}

const currentPassword = "the password of before";

/** For procedures that need something first, or another input than in the strangers' test. */
const prepare: { readonly [path: string]: (scene: Scene) => Promise<unknown> } = {
  "account.changePassword": async ({ owner }) => {
    const hash = await hashPassword(currentPassword);
    await web.database.asOwner("update users set password_hash = $1 where id = $2", [hash, owner.userId]);
    return { currentPassword, newPassword: "the password of afterwards" };
  },
  "account.endSession": async ({ owner }) => {
    const { sessionId } = await openSession(web.tools, owner.userId, { userAgent: "old", by: "password" });
    return { sessionId };
  },
  "account.acceptInvitation": async ({ other }) => {
    const { secret } = await clientOf(web, other).members.invite.mutate({ role: "viewer" });
    return { secret };
  },
  "account.delete": async ({ other }) => {
    await clientOf(web, other).workspaces.delete.mutate({ confirm: other.workspaceSlug });
    return { confirm: other.email, currentPassword: null };
  },
  "pipelines.delete": async ({ client, ids }) => {
    const pipelineId = pipelineIdSchema.parse(ids.pipelineId);
    return { pipelineId, confirm: (await client.pipelines.get.query({ pipelineId })).name };
  },
  "workspaces.delete": async ({ owner }) => ({ confirm: owner.workspaceSlug }),
  "circuits.reset": async ({ owner, ids }) => {
    await web.database.asOwner(
      `insert into circuits (workspace_id, provider, model, provider_key_id, state, failures)
       values ($1, 'anthropic', 'claude-haiku-5-5', $2, 'closed', 3)`,
      [owner.workspaceId, ids.keyId],
    );
    return { model: "anthropic/claude-haiku-5-5", keyId: ids.keyId };
  },
  "members.add": async () => ({ email: (await createPerson(web)).email, role: "viewer" }),
  "members.changeRole": async ({ other }) => ({ userId: other.userId, role: "viewer" }),
  "members.remove": async ({ other }) => ({ userId: other.userId }),
  "keys.test": async ({ client }) => {
    const nobody = "http://127.0.0.1:1";
    const secret = "sk-ant-not-a-real-one";
    const key = { provider: "anthropic", label: "k", secret, owner: "workspace", baseUrl: nobody } as const;
    return client.keys.create.mutate(key);
  },
  "prices.remove": async ({ client }) => {
    const prices = { input: 1, output: 2, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
    await client.prices.set.mutate({ model: "openai/walked", prices });
    return { model: "openai/walked" };
  },
  "runs.cancel": startWaiting,
  "waits.decideMany": async ({ ids }) => ({ waitIds: [ids.waitId], choice: "approve" }),
  "runs.adjustMap": startMap,
  "runs.resume": async (scene) => {
    const { runId } = await startWaiting(scene);
    await scene.client.runs.cancel.mutate({ runId });
    return { runId };
  },
  "runs.retryUndo": startUndoable,
  "tests.judge": async ({ client, ids }) => {
    const rubric = "It names the word.";
    const judge = { kind: "judge", of: "output.said", model: "sandbox/brief", rubric } as const;
    await client.tests.updateCase.mutate({ caseId: ids.testCaseId, assertions: [judge] });
    return { setId: ids.testSetId };
  },
  "triggers.resume": async ({ client, ids }) => {
    const trigger = { pipelineId: pipelineIdSchema.parse(ids.pipelineId), triggerId: "hook" };
    await client.triggers.pause.mutate(trigger);
    return trigger;
  },
};
const byTheOther = new Set(["members.leave", "account.delete"]);
/** A request to a vendor or server that does not answer is recorded anyway. */
const mayBeRefused = new Set(["keys.test", "agents.connectMcp"]);

async function countEvents(): Promise<number> {
  const [row] = await web.database.asOwner<{ count: number }>(
    "select count(*)::int as count from audit_events",
  );
  return row?.count ?? 0;
}

describe("the audit", () => {
  it.each(mutations)("records $path", async (procedure) => {
    const { path } = procedure;
    const scene = await setScene({ isNamed: procedureInputs[path]?.names === true || path in prepare });
    const { owner, other, client, ids } = scene;
    const input = await (prepare[path]?.(scene) ?? procedureInputs[path]?.input(ids));
    const caller = byTheOther.has(path) ? clientOf(web, other, owner.workspaceId) : client;
    const before = await countEvents();
    const call = callProcedure(caller, procedure, input);
    await (mayBeRefused.has(path) ? call.catch(() => undefined) : call);
    expect(await countEvents()).toBeGreaterThan(before);
  });
});
