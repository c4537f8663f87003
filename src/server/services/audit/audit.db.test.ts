import { describe, expect, it } from "vitest";
import { providerKeyIdSchema } from "#core/ids.ts";
import { signIn } from "#server/services/account/sign-in.ts";
import { signUp } from "#server/services/account/sign-up.ts";
import { openProviderKey } from "#server/services/keys/open-provider-key.ts";
import { endSession } from "#server/services/sessions/end-session.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import {
  bearer,
  clientOf,
  clientWith,
  createPerson,
  joinWorkspace,
  type Person,
} from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const { tools, database } = web;

/** The audit of a person's workspace, oldest first, without the events of creating their account. */
async function auditOf(person: Person, workspace: string = person.workspaceId) {
  const { events } = await clientOf(web, person, workspace).audit.list.query({ limit: 200 });
  const first = events.findLastIndex(({ action }) => action === "account.sign-in");
  return events.slice(0, first).toReversed();
}

const actionsOf = async (person: Person) => (await auditOf(person)).map(({ action }) => action);

describe("the audit of runs", () => {
  it("records who started, forked and stopped which run, by session or token, and when", async () => {
    const person = await createPerson(web);
    const client = clientOf(web, person);
    const { token, tokenId } = await client.tokens.create.mutate({ name: "ci", scopes: ["run"] });
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const beforeMs = Date.now();
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
    const program = clientWith(web, bearer(token));
    const started = await program.runs.start.mutate({ pipelineId, input: { word: "b" } });
    const forked = await program.runs.fork.mutate({ runId, fromNodeIds: ["shape"] });
    const runs = (await auditOf(person)).filter(({ subjectType }) => subjectType === "run");
    const actor = { actorUserId: person.userId, actorName: "Test Person" };
    expect(runs).toMatchObject([
      { ...actor, action: "run.start", subjectId: runId, actorTokenId: null, detail: { pipelineId } },
      { ...actor, action: "run.start", subjectId: started.runId, actorTokenId: tokenId },
      {
        ...actor,
        action: "run.fork",
        subjectId: forked.runId,
        actorTokenId: tokenId,
        detail: { fromRunId: runId },
      },
    ]);
    for (const { createdAtMs } of runs) expect(createdAtMs).toBeGreaterThanOrEqual(beforeMs - 1000);
  });

  it("records a resumed run as resumed, and a stopped one with the reason", async () => {
    const person = await createPerson(web);
    const client = clientOf(web, person);
    const delay = { id: "pause", type: "delay", name: "Pause", config: { seconds: 1800 } } as const;
    const definition = {
      ...pureDefinition,
      nodes: [...pureDefinition.nodes, delay],
      edges: [...pureDefinition.edges, { id: "e2", from: "shape", to: "pause" }],
    };
    const { pipelineId } = await client.pipelines.create.mutate({ definition });
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
    await client.runs.cancel.mutate({ runId, reason: "enough" });
    // It has ended: this stops nothing, so nothing is recorded.
    expect(await client.runs.cancel.mutate({ runId, reason: "again" })).toEqual({ status: "cancelled" });
    const resumed = await client.runs.resume.mutate({ runId });
    expect((await auditOf(person)).filter(({ subjectType }) => subjectType === "run")).toMatchObject([
      { action: "run.start", subjectId: runId },
      { action: "run.cancel", subjectId: runId, detail: { reason: "enough" } },
      { action: "run.resume", subjectId: resumed.runId, detail: { pipelineId, fromRunId: runId } },
    ]);
  });

  it("records nothing for a refused run, and a repeated request only once", async () => {
    const person = await createPerson(web);
    const client = clientOf(web, person);
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const ask = { pipelineId, input: { word: "a" }, idempotencyKey: "once" };
    await client.runs.start.mutate(ask);
    await client.runs.start.mutate(ask);
    expect(await refusalOf(client.runs.start.mutate({ pipelineId, version: 7 }))).toBe("NOT_FOUND");
    expect(await actionsOf(person)).toEqual(["pipeline.create", "run.start"]);
  });
});

describe("audit.list", () => {
  it("filters by person, including their tokens, and by action", async () => {
    const [person, other] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, other, person.workspaceId, "editor");
    const client = clientOf(web, person);
    const { token } = await client.tokens.create.mutate({ name: "ci", scopes: ["write"] });
    await clientWith(web, bearer(token)).pipelines.create.mutate({ definition: pureDefinition });
    await clientOf(web, other, person.workspaceId).pipelines.create.mutate({ definition: pureDefinition });
    const asked = async (filter: Parameters<typeof client.audit.list.query>[0]) =>
      (await client.audit.list.query(filter)).events.map(({ action, actorUserId }) => [action, actorUserId]);
    const made = (by: Person) => ["pipeline.create", by.userId];
    expect(await asked({ action: "pipeline.create" })).toEqual([made(other), made(person)]);
    expect(await asked({ action: "pipeline.create", actorUserId: person.userId })).toEqual([made(person)]);
    expect(await asked({ actorUserId: other.userId, limit: 1 })).toEqual([made(other)]);
    expect(await asked({ action: "pipeline" })).toEqual([]);
  });

  it("names the subjects, also deleted ones, and names no stranger", async () => {
    const [person, guest, stranger] = [
      await createPerson(web),
      await createPerson(web),
      await createPerson(web),
    ];
    const client = clientOf(web, person);
    await joinWorkspace(web, guest, person.workspaceId, "viewer");
    await client.members.changeRole.mutate({ userId: guest.userId, role: "editor" });
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
    const { tokenId } = await client.tokens.create.mutate({ name: "ci", scopes: ["run"] });
    await client.tokens.revoke.mutate({ tokenId });
    // Writing the id of a stranger's thing somewhere reveals nothing about it.
    const theirs = await clientOf(web, stranger).pipelines.create.mutate({ definition: pureDefinition });
    const probe = await client.tokens.create.mutate({ name: theirs.pipelineId, scopes: ["run"] });
    const { budgetId } = await client.budgets.create.mutate({
      scope: { pipelineId },
      per: "month",
      limitMicros: 1_000_000,
    });
    const called = async () => (await client.audit.list.query({ limit: 200 })).names;
    const { name } = pureDefinition;
    expect(await called()).toEqual({
      [person.userId]: "Test Person",
      [guest.userId]: "Test Person",
      [pipelineId]: name,
      [runId]: name,
      [tokenId]: "ci",
      [probe.tokenId]: theirs.pipelineId,
      [budgetId]: `${name}, per month`,
    });
    await client.budgets.remove.mutate({ budgetId });
    const { events } = await client.audit.list.query({ action: "budget.remove" });
    expect(events).toMatchObject([{ detail: { scope: { pipelineId }, per: "month" } }]);
    const { draftRevision } = await client.pipelines.get.query({ pipelineId });
    await client.pipelines.publish.mutate({
      pipelineId,
      expectedRevision: draftRevision,
      note: stranger.userId,
    });
    await client.pipelines.delete.mutate({ pipelineId, confirm: name });
    expect((await called())[pipelineId]).toBe(name);
    expect((await called())[stranger.userId]).toBeUndefined();
  });
});

describe("the audit of drafts", () => {
  it("records at intervals that somebody is editing", async () => {
    const person = await createPerson(web);
    const [other, client] = [await createPerson(web), clientOf(web, person)];
    await joinWorkspace(web, other, person.workspaceId, "editor");
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
    const save = (expectedRevision: number, by = client) =>
      by.pipelines.saveDraft.mutate({ pipelineId, definition: pureDefinition, expectedRevision });
    await save(1);
    await save(2);
    await save(3, clientOf(web, other, person.workspaceId));
    const saves = (await auditOf(person)).filter(({ action }) => action === "pipeline.save-draft");
    expect(saves).toMatchObject([
      { actorUserId: person.userId, subjectId: pipelineId, detail: { draftRevision: 2 } },
      { actorUserId: other.userId, subjectId: pipelineId, detail: { draftRevision: 4 } },
    ]);
  });
});

describe("the audit of accounts", () => {
  const password = "a long enough password";

  it("records successful and failed sign-ins and sign-outs in each workspace of the person, but not from where", async () => {
    const host = await createPerson(web);
    const email = "audited@example.com";
    const made = await signUp(tools, { email, password, name: "Ada", clientAddress: "192.0.2.9" });
    await joinWorkspace(web, { ...host, userId: made.userId }, host.workspaceId, "viewer");
    const visitor = { email, clientAddress: "192.0.2.10", userAgent: "Browser/1", device: null };
    await expect(signIn(tools, { ...visitor, password: "wrong password" })).rejects.toThrow();
    await expect.poll(() => actionsOf(host)).toEqual(["account.sign-in-failed"]);
    const { sessionId } = await signIn(tools, { ...visitor, password });
    await endSession(tools, sessionId);
    await endSession(tools, sessionId);
    const subject = { subjectType: "account", subjectId: made.userId };
    const told = await auditOf(host);
    expect(told).toMatchObject([
      { ...subject, action: "account.sign-in-failed", actorUserId: null },
      {
        ...subject,
        action: "account.sign-in",
        actorUserId: made.userId,
        actorName: "Ada",
        detail: { by: "password" },
      },
      { ...subject, action: "account.sign-out", actorUserId: made.userId },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/192\.0\.2|Browser/);
    const own = await database.asOwner(
      "select from audit_events where workspace_id = $1 and subject_id = $2",
      [made.workspaceId, made.userId],
    );
    expect(own).toHaveLength(3);
  });
});

describe("the audit of provider keys", () => {
  it("records that a key can no longer be read, whoever needed it", async () => {
    const person = await createPerson(web);
    const client = clientOf(web, person);
    const key = {
      provider: "anthropic",
      label: "Ours",
      secret: "sk-ant-a-canary-key",
      owner: "workspace",
    } as const;
    const { keyId } = await client.keys.create.mutate(key);
    await database.asOwner(
      "update provider_keys set ciphertext = overlay(ciphertext placing 'AAAA' from 30) where id = $1",
      [keyId],
    );
    expect(await refusalOf(client.keys.test.mutate({ keyId }))).toBe("KEY_UNREADABLE");
    const { gaps } = await client.models.list.query();
    expect(gaps).toContainEqual(expect.objectContaining({ provider: "anthropic", code: "KEY_UNREADABLE" }));
    await expect(
      openProviderKey(tools, person.workspaceId, providerKeyIdSchema.parse(keyId)),
    ).rejects.toMatchObject({
      code: "KEY_UNREADABLE",
      retryable: false,
      message: expect.stringContaining("add it again"),
    });
    const unreadable = (await auditOf(person)).filter(({ action }) => action === "key.unreadable");
    expect(unreadable).toMatchObject([
      { subjectId: keyId, actorUserId: person.userId },
      { subjectId: keyId, actorUserId: person.userId },
      { subjectId: keyId, actorUserId: null, actorName: null },
    ]);
  });
});
