import { describe, expect, it } from "vitest";
import { fileRefOf } from "#core/http/file-ref.ts";
import type { JsonObject } from "#core/json/json.ts";
import { sourceOf } from "#server/files/spool.ts";
import { keepFile } from "#server/services/files/keep-file.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, headersOf, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { handleTrpcRequest } from "#server/trpc/handle-request.ts";
import { setDecisionStage } from "./testing/decision-stage.ts";

const web = await createTestWeb();
const stage = (approval?: JsonObject) => setDecisionStage(web, approval);

describe("a decision", () => {
  it("lets the run continue the chosen way, and shows who decided", async () => {
    const { owner, client, start } = await stage();
    const { runId, waitId } = await start();
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
    expect(await client.waits.get.query({ waitId })).toMatchObject({
      runId,
      nodeId: "go",
      kind: "approval",
      title: "Send the letter?",
      choices: ["approve", "reject"],
      ending: null,
      canDecide: true,
      pipelineName: "Asks",
      costMicros: 0,
      ahead: [
        { choice: "approve", agents: 0, atLeastMicros: 0, atMostMicros: 0 },
        { choice: "reject", agents: 0 },
      ],
    });
    const decided = await client.waits.decide.mutate({ waitId, choice: "approve" });
    expect(decided).toMatchObject({ resolution: "approve", decidedBy: owner.userId, missing: 0 });
    const { run, nodeRuns } = await client.runs.get.query({ runId });
    expect(run).toMatchObject({
      status: "completed",
      output: { yes: { went: "approve", form: null }, no: null },
    });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "go")?.output).toMatchObject({
      choice: "approve",
      decidedBy: [owner.email],
    });
    expect((await client.waits.list.query({})).waits).toEqual([]);
    expect((await client.waits.list.query({ which: "ended" })).waits).toMatchObject([
      { waitId, ending: "decided", choice: "approve", resolvedByUserId: owner.userId, canDecide: false },
    ]);
    const audit = await client.audit.list.query({});
    expect(audit.events[0]).toMatchObject({
      action: "wait.decide",
      subjectId: waitId,
      detail: {
        runId,
        nodeId: "go",
        choice: "approve",
        argumentsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it("keeps the files of the form as long as the run", async () => {
    const form = { type: "object", properties: { photo: { type: "object" } } };
    const { owner, client, start } = await stage({ form });
    const source = sourceOf(Buffer.from("a few words"));
    await keepFile(web.tools, owner.workspaceId, source, "text/plain");
    const { runId, waitId } = await start();
    const photo = { ...fileRefOf(source.sha256, "text/plain", source.bytes) };
    await client.waits.decide.mutate({ waitId, choice: "approve", form: { photo } });
    const named = await web.database.asOwner("select sha256 from run_files where run_id = $1", [runId]);
    expect(named).toEqual([{ sha256: source.sha256 }]);
  });

  it("is made once: a second or repeated one gets the first one's answer", async () => {
    const { client, start, join, owner } = await stage();
    const other = await join("admin");
    for (let round = 0; round < 5; round += 1) {
      const { runId, waitId } = await start();
      const clients = [client, other.client, client, other.client];
      const choices = ["approve", "reject", "approve", "reject"] as const;
      const answers = await Promise.all(
        clients.map((each, index) =>
          each.waits.decide.mutate({ waitId, choice: choices[index] ?? "approve" }),
        ),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const winner = answers[0]?.decidedBy === owner.userId ? "approve" : "reject";
      expect(answers[0]?.resolution).toBe(winner);
      const later = await client.waits.decide.mutate({ waitId, choice: "reject" });
      expect(later).toEqual(answers[0]);
      const { run } = await client.runs.get.query({ runId });
      expect(run.output).toMatchObject(winner === "approve" ? { no: null } : { yes: null });
    }
    const decisions = (await client.audit.list.query({})).events.filter(
      ({ action }) => action === "wait.decide",
    );
    expect(decisions).toHaveLength(5);
  });

  it("validates the choice and the form, and names what is wrong", async () => {
    const form = {
      type: "object",
      required: ["amount"],
      properties: { amount: { type: "number", minimum: 1 } },
      additionalProperties: false,
    };
    const { client, start } = await stage({ form });
    const { runId, waitId } = await start();
    const refused = async (choice: string, filled?: JsonObject) =>
      client.waits.decide.mutate({ waitId, choice, ...(filled === undefined ? {} : { form: filled }) }).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    expect(await refused("later", { amount: 1 })).toContain(
      'no choice "later": choose one of approve, reject',
    );
    expect(await refused("approve")).toContain("form must be an object");
    expect(await refused("approve", { amount: 0 })).toMatch(/amount must be/);
    expect(await refused("approve", { amount: 1, more: 2 })).toMatch(/more/);
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
    await client.waits.decide.mutate({ waitId, choice: "approve", form: { amount: 3 } });
    expect((await client.runs.get.query({ runId })).run.output).toMatchObject({
      yes: { form: { amount: 3 } },
    });
    const without = await stage();
    const asked = await without.start();
    expect(
      await refusalOf(
        without.client.waits.decide.mutate({ waitId: asked.waitId, choice: "approve", form: {} }),
      ),
    ).toBe("INVALID_INPUT");
  });

  it("is refused to a viewer, a stranger, an ex-member, or, where configured, the person who started the run", async () => {
    const { client, owner, start, join } = await stage({ noSelfApproval: true });
    const { waitId } = await start();
    const [viewer, editor, leaver] = [await join("viewer"), await join("editor"), await join("editor")];
    await client.members.remove.mutate({ userId: leaver.person.userId });
    const stranger = clientOf(web, await createPerson(web));
    const refusals = [viewer.client, client, leaver.client, stranger].map((each) =>
      refusalOf(each.waits.decide.mutate({ waitId, choice: "approve" })),
    );
    expect(await Promise.all(refusals)).toEqual(["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "NOT_FOUND"]);
    const seen = await Promise.all([viewer.client, client].map((each) => each.waits.get.query({ waitId })));
    expect(seen.map(({ canDecide, whyNot }) => [canDecide, whyNot])).toEqual([
      [false, "Only owners, admins and editors can decide."],
      [false, "The person who started the run cannot decide this: ask somebody else."],
    ]);
    const mine = async (each: typeof client) => (await each.waits.list.query({ mine: true })).waits.length;
    expect([await mine(client), await mine(editor.client), await mine(viewer.client)]).toEqual([0, 1, 0]);
    expect(await editor.client.waits.decide.mutate({ waitId, choice: "reject" })).toMatchObject({
      resolution: "reject",
      decidedBy: editor.person.userId,
    });
    expect(owner.userId).not.toBe(editor.person.userId);
  });

  it("is restricted to the configured roles and addresses", async () => {
    const named = await createPerson(web);
    const { owner, client, start, join } = await stage({ who: { roles: ["admin"], members: [named.email] } });
    await joinWorkspace(web, named, owner.workspaceId, "editor");
    const [admin, editor] = [await join("admin"), await join("editor")];
    const namedClient = clientOf(web, named, owner.workspaceId);
    const { waitId } = await start();
    for (const each of [client, editor.client]) {
      expect(await refusalOf(each.waits.decide.mutate({ waitId, choice: "approve" }))).toBe("FORBIDDEN");
    }
    expect((await editor.client.waits.get.query({ waitId })).whyNot).toBe(
      `Only the role admin, ${named.email} can decide this.`,
    );
    const mine = async (each: typeof client) => (await each.waits.list.query({ mine: true })).waits.length;
    expect(await Promise.all([client, editor.client, admin.client, namedClient].map(mine))).toEqual([
      0, 0, 1, 1,
    ]);
    expect(await namedClient.waits.decide.mutate({ waitId, choice: "approve" })).toMatchObject({
      resolution: "approve",
    });
  });

  it("is never made by reading: opening a link decides nothing", async () => {
    const { owner, client, start } = await stage();
    const { runId, waitId } = await start();
    const input = encodeURIComponent(JSON.stringify({ waitId, choice: "approve" }));
    for (const [method, status] of [
      ["GET", 405],
      ["HEAD", 204],
    ] as const) {
      const request = new Request(`http://penstock.test/api/trpc/waits.decide?input=${input}`, {
        method,
        headers: headersOf(owner),
      });
      expect((await handleTrpcRequest(web.tools, web.auth, request)).status).toBe(status);
    }
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
  });

  it("decides each of two waits of one run separately", async () => {
    const owner = await createPerson(web);
    const client = clientOf(web, owner);
    const approval = (id: string) => ({
      id,
      type: "wait",
      name: id,
      config: { for: "approval", title: `${id}?`, choices: ["ok"] },
    });
    const definition = {
      name: "Two",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        approval("one"),
        approval("two"),
        { id: "both", type: "transform", name: "Both", config: { value: { all: "input" } } },
      ],
      edges: [
        { id: "a", from: "start", to: "one" },
        { id: "b", from: "start", to: "two" },
        { id: "c", from: "one", to: "both", condition: "ok" },
        { id: "d", from: "two", to: "both", condition: "ok" },
      ],
    };
    const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
    await client.pipelines.publish.mutate({ pipelineId });
    const { runId } = await client.runs.start.mutate({ pipelineId, input: null });
    const { waits } = await client.waits.list.query({ runId });
    expect(waits.map(({ nodeId }) => nodeId).sort()).toEqual(["one", "two"]);
    const clicks = waits.flatMap(({ waitId }) => Array.from({ length: 5 }, () => waitId));
    const answers = await Promise.all(
      clicks.map((waitId) => client.waits.decide.mutate({ waitId, choice: "ok" })),
    );
    expect(answers.every(({ resolution }) => resolution === "ok")).toBe(true);
    const { run, nodeRuns } = await client.runs.get.query({ runId });
    expect(run.status).toBe("completed");
    expect(nodeRuns.map(({ nodeId, status }) => [nodeId, status]).sort()).toEqual([
      ["both", "completed"],
      ["one", "completed"],
      ["start", "completed"],
      ["two", "completed"],
    ]);
  });
});
