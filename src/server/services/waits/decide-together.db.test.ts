import { describe, expect, it } from "vitest";
import { waitIdSchema } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { joinWorkspace } from "#server/testing/people.ts";
import { setDecisionStage } from "./testing/decision-stage.ts";

const web = await createTestWeb();
const stage = (approval?: JsonObject) => setDecisionStage(web, approval);

describe("several decisions made together", () => {
  it("are made independently, and those that fail say why", async () => {
    const { client, start } = await stage();
    const [first, second, third] = [await start(), await start(), await start()];
    await client.waits.decide.mutate({ waitId: second.waitId, choice: "reject" });
    await client.runs.cancel.mutate({ runId: third.runId });
    const gone = waitIdSchema.parse("018f4a5e-0000-7000-8000-000000000000");
    const fourth = await start();
    const waitIds = [first.waitId, second.waitId, third.waitId, gone, fourth.waitId];
    const { results } = await client.waits.decideMany.mutate({ waitIds, choice: "approve" });
    expect(results).toMatchObject([
      { waitId: first.waitId, ok: true, decision: { resolution: "approve", missing: 0 } },
      { waitId: second.waitId, ok: true, decision: { resolution: "reject" } },
      { waitId: third.waitId, ok: false, error: { code: "CONFLICT" } },
      { waitId: gone, ok: false, error: { code: "NOT_FOUND" } },
      { waitId: fourth.waitId, ok: true, decision: { resolution: "approve" } },
    ]);
    const { events } = await client.audit.list.query({});
    expect(events.filter(({ action }) => action === "wait.decide")).toHaveLength(3);
    for (const { runId } of [first, fourth])
      expect((await client.runs.get.query({ runId })).run.status).toBe("completed");
  });

  it("are refused where one is named twice, none is, or the caller decides nothing", async () => {
    const { client, start, join } = await stage();
    const viewer = await join("viewer");
    const { waitId } = await start();
    const decide = (waitIds: (typeof waitId)[], choice = "approve") =>
      client.waits.decideMany.mutate({ waitIds, choice });
    await expect(decide([waitId, waitId])).rejects.toThrow("must name each wait once");
    await expect(decide([])).rejects.toThrow("waitIds");
    const asked = { waitIds: [waitId], choice: "approve" };
    await expect(viewer.client.waits.decideMany.mutate(asked)).rejects.toThrow();
    expect((await decide([waitId], "perhaps")).results).toMatchObject([
      { ok: false, error: { code: "INVALID_INPUT" } },
    ]);
  });
});

describe("a decision of several people", () => {
  it("needs the configured number of people to make the same choice, each of whom counts once", async () => {
    const { client, start, join } = await stage({ quorum: 2 });
    const [second, third] = [await join("editor"), await join("editor")];
    const { runId, waitId } = await start();
    const pending = { resolution: null, decidedBy: null, missing: 1 };
    expect(await client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject(pending);
    expect(await client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject(pending);
    expect(await second.client.waits.decide.mutate({ waitId, choice: "reject" })).toMatchObject(pending);
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
    expect((await client.waits.list.query({ mine: true })).waits).toEqual([]);
    expect((await third.client.waits.list.query({ mine: true })).waits).toHaveLength(1);
    expect(await third.client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject({
      resolution: "approve",
      decidedBy: third.person.userId,
    });
    const { nodeRuns } = await client.runs.get.query({ runId });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "go")?.output).toMatchObject({
      decidedBy: [expect.any(String), third.person.email],
    });
  });

  it("lets people change their choice until enough agree, so that nobody is stuck", async () => {
    const { client, start, join } = await stage({ quorum: 2 });
    const second = await join("editor");
    const { runId, waitId } = await start();
    await client.waits.decide.mutate({ waitId, choice: "approve" });
    await second.client.waits.decide.mutate({ waitId, choice: "reject" });
    expect(await client.waits.get.query({ waitId })).toMatchObject({ canDecide: true, ownChoice: "approve" });
    expect(await client.waits.decide.mutate({ waitId, choice: "reject" })).toMatchObject({
      resolution: "reject",
      missing: 0,
    });
    const { votes, ownChoice } = await client.waits.get.query({ waitId });
    expect([votes.map(({ choice }) => choice), ownChoice]).toEqual([["reject", "reject"], null]);
    expect((await client.runs.get.query({ runId })).run.output).toMatchObject({ no: { stayed: "reject" } });
    const { events } = await client.audit.list.query({});
    expect(events.filter(({ action }) => action === "wait.decide")).toHaveLength(3);
  });

  it("ignores the choice of a person who can no longer decide, until they can again", async () => {
    const { owner, client, start, join } = await stage({ quorum: 2, who: { roles: ["editor", "owner"] } });
    const [leaver, demoted] = [await join("editor"), await join("editor")];
    const { runId, waitId } = await start();
    await leaver.client.waits.decide.mutate({ waitId, choice: "approve" });
    await client.members.remove.mutate({ userId: leaver.person.userId });
    const pending = { resolution: null, missing: 1 };
    expect(await demoted.client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject(pending);
    for (const role of ["viewer", "admin"] as const) {
      await client.members.changeRole.mutate({ userId: demoted.person.userId, role });
      expect(await client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject(pending);
    }
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
    await joinWorkspace(web, leaver.person, owner.workspaceId, "editor");
    expect(await client.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject({
      resolution: "approve",
      decidedBy: owner.userId,
    });
    const { nodeRuns } = await client.runs.get.query({ runId });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "go")?.output).toMatchObject({
      decidedBy: [leaver.person.email, owner.email],
    });
    expect((await client.waits.get.query({ waitId })).resolvedByUserId).toBe(owner.userId);
  });
});
