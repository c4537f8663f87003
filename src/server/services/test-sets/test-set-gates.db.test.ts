import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deletePipelineRow } from "#server/db/deletion/delete-owners.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { contextOf } from "#server/services/testing/service-context.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

import { asking, plain, setTestStage } from "./testing/test-set-stage.ts";

const { web, owner, client, makeCase } = await setTestStage();

describe("a set", () => {
  it("blocks publishing according to its gate, and owners and admins may publish anyway", async () => {
    const { pipelineId, setId, redraft } = await makeCase();
    const editor = await createPerson(web);
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    const theirs = clientOf(web, editor, owner.workspaceId);
    await redraft("input.word + '?'");
    expect(await theirs.pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 2 });
    await client.tests.updateSet.mutate({ setId, gate: "failed" });
    await redraft("input.word + '.'");
    const refused = await theirs.pipelines.publish.mutate({ pipelineId }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringMatching(/test sets say no: "Run .*" fails/),
      data: {
        error: {
          code: "TESTS_FAILED",
          problems: [{ code: "TEST_FAILED", message: expect.stringContaining('and is {"said":"tides."}') }],
        },
      },
    });
    expect(await refusalOf(theirs.pipelines.publish.mutate({ pipelineId, override: true }))).toBe(
      "FORBIDDEN",
    );
    expect(await client.pipelines.publish.mutate({ pipelineId, override: true })).toMatchObject({
      version: 3,
    });
    await redraft(plain);
    expect(await theirs.pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 1, isNew: false });
  });

  it("is played before its pipeline is locked, and again where the draft has changed by then", async () => {
    const { pipelineId, setId, redraft } = await makeCase();
    await client.tests.updateSet.mutate({ setId, gate: "failed" });
    const context = contextOf(web.tools.db, owner);
    // The first transaction reads what is to be played; the second one finds something else.
    let transactions = 0;
    const db = new Proxy(context.db, {
      get(target, name) {
        if (name !== "$transaction") return Reflect.get(target, name);
        return async (work: never) => {
          transactions += 1;
          if (transactions === 2) await redraft("input.word + '.'");
          return target.$transaction(work);
        };
      },
    });
    const published = publishPipeline({ ...context, db }, { pipelineId, expectedRevision: null, note: null });
    await expect(published).rejects.toMatchObject({ code: "TESTS_FAILED" });
    expect(transactions).toBe(2);
    expect((await client.pipelines.get.query({ pipelineId })).publishedVersion).toBe(1);
  });

  it("blocks outdated cases only where it is strict", async () => {
    const { pipelineId } = await client.pipelines.create.mutate({ definition: { ...asking, name: "Gates" } });
    const { setId } = await client.tests.createSet.mutate({ pipelineId, name: "Gate", gate: "failed" });
    await client.tests.createCase.mutate({ setId, name: "Unanswered", input: { text: "?" }, assertions: [] });
    expect(await client.pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 1 });
    await client.tests.updateSet.mutate({ setId, gate: "strict" });
    expect(await refusalOf(client.pipelines.publish.mutate({ pipelineId }))).toBe("TESTS_FAILED");
    await client.tests.removeSet.mutate({ setId });
    expect((await client.tests.list.query({ pipelineId })).sets).toEqual([]);
    expect(await client.pipelines.publish.mutate({ pipelineId })).toMatchObject({ version: 1 });
  });

  it("is deleted with its pipeline, has a unique name, and is created once per key", async () => {
    const { pipelineId, setId, runId } = await makeCase();
    const asked = { pipelineId, name: "Second", idempotencyKey: randomUUID() };
    const second = await client.tests.createSet.mutate(asked);
    expect(await client.tests.createSet.mutate(asked)).toEqual(second);
    expect(await refusalOf(client.tests.createSet.mutate({ pipelineId, name: "Second" }))).toBe("CONFLICT");
    expect(await refusalOf(client.tests.updateSet.mutate({ setId, name: "Second" }))).toBe("CONFLICT");
    await client.runs.delete.mutate({ runId });
    await withTenant(web.tools.db, owner.workspaceId, (tx) => deletePipelineRow(tx, pipelineId));
    const left = await web.database.asOwner("select id from test_cases where set_id = $1", [setId]);
    expect(left).toEqual([]);
  });
});

describe("docs/test-sets.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/test-sets.md"), "utf8");
  const examples = (language: string) =>
    [...page.matchAll(new RegExp(`\`{3}${language}\\n(.*?)\`{3}`, "gs"))].map(([, text = ""]) => text);
  const example = (language: string, index = 0) =>
    examples(language)[index] ?? expect.fail(`it has no ${language} ${index}`);

  it("shows a case that passes with its pipeline, and codes that name what a draft broke", async () => {
    const pipeline = (sent: string) => ({
      name: `Message ${randomUUID()}`,
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        { id: "draft", type: "agent", name: "Draft", config: { model: "sandbox/brief", task: "Answer." } },
        {
          id: "approve",
          type: "wait",
          name: "Approve",
          config: { for: "approval", title: "Send it?", choices: ["approve"] },
        },
        { id: "sent", type: "transform", name: "Sent", config: { value: { sent } } },
      ],
      edges: [
        { id: "e1", from: "start", to: "draft" },
        { id: "e2", from: "draft", to: "approve" },
        { id: "e3", from: "approve", to: "sent", condition: "approve" },
      ],
    });
    const definition = JSON.stringify(pipeline("nodes.draft.output"));
    const { pipelineId } = await client.pipelines.create.mutate({ definition });
    await client.pipelines.publish.mutate({ pipelineId });
    const { setId } = await client.tests.createSet.mutate({ pipelineId, name: "Messages", gate: "failed" });
    const { caseId } = await client.tests.createCase.mutate({ setId, ...JSON.parse(example("json")) });
    expect((await client.tests.play.query({ setId })).cases).toMatchObject([
      { outcome: "passed", reasons: [] },
    ]);
    const { assertions } = JSON.parse(example("json"));
    const judged = [...assertions, JSON.parse(example("json", 1))];
    await client.tests.updateCase.mutate({ caseId, assertions: judged });
    expect((await client.tests.play.query({ setId })).cases).toMatchObject([
      { outcome: "unjudged", verdicts: [{ assertion: assertions.length, state: "wanted" }] },
    ]);
    await client.tests.updateCase.mutate({ caseId, assertions });
    await client.pipelines.saveDraft.mutate({
      pipelineId,
      definition: JSON.stringify(pipeline("'Nothing.'")),
      expectedRevision: 1,
    });
    const lines: string[] = [];
    const console = { log: (line: string) => lines.push(line) };
    const code = new Function(
      "client",
      "pipelineId",
      "console",
      `return (async () => { ${example("ts")} })()`,
    );
    await code(client, pipelineId, console);
    expect(lines).toEqual([
      'Messages, An urgent message gets an answer: output.sent must be "We call you today.", and is "Nothing.".',
    ]);
  });
});
