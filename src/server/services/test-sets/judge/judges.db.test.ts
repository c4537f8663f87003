import { describe, expect, it } from "vitest";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { judgeNodeId } from "#core/run/test-set/judge/question.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import { contextOf, createTestEngine } from "#server/services/testing/service-context.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { setTestStage } from "../testing/test-set-stage.ts";

const { web, owner, client, makeCase } = await setTestStage();
const engine = createTestEngine({ ...contextOf(web.tools.db, owner), runs: web.tools.runs });

const judge = {
  kind: "judge" as const,
  of: "output.said",
  model: "sandbox/brief",
  rubric: "It names the tides.",
};

/** A pipeline with one case whose judge has not been asked. */
async function judgedCase() {
  const made = await makeCase();
  await client.tests.updateCase.mutate({ caseId: made.caseId, assertions: [judge] });
  const asked = { setId: made.setId, version: "draft" as const, baseline: null };
  const played = async () => {
    const [one] = (await client.tests.play.query(asked)).cases;
    return one ?? expect.fail("the set has no case");
  };
  return { ...made, asked, played };
}

const usage = {
  inputTokens: 200,
  outputTokens: 40,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
  raw: null,
};

/** What a worker does when the judge has answered. */
async function answer(runId: RunId, said: Json | "no answer") {
  const ref = { workspaceId: owner.workspaceId, runId, nodeId: judgeNodeId };
  const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  const outcome: NodeOutcome =
    said === "no answer"
      ? {
          kind: "failed",
          error: { code: "PROVIDER_REFUSED", message: "The vendor said no.", retryable: false },
          retryAfterMs: null,
          ...{ usage, providerRequestId: null, text: "" },
        }
      : { kind: "completed", output: said, artifacts: [], usage, providerRequestId: null };
  await settleAttempt(engine, claimed.task, outcome, "must-dispatch");
}

const only = ([runId, ...more]: readonly RunId[]) =>
  runId === undefined || more.length > 0 ? expect.fail("expected one run") : runId;

const runsOf = async (pipelineId: PipelineId, kind?: "judge") =>
  (await client.runs.list.query({ pipelineId, ...(kind === undefined ? {} : { triggerKinds: [kind] }) }))
    .runs;

describe("a judge of a case", () => {
  it("is priced, asked once, and its verdict kept with its cost until something that it read changes", async () => {
    const { pipelineId, caseId, setId, asked, played, redraft } = await judgedCase();
    expect(await played()).toMatchObject({ outcome: "unjudged", verdicts: [{ state: "wanted", run: null }] });
    const price = await client.tests.planJudging.query(asked);
    expect(price).toMatchObject({ questions: 1, models: ["sandbox/brief"], onceMicros: 0 });
    const before = await client.pipelines.get.query({ pipelineId });

    // Two people press at the same moment.
    const both = await Promise.all([client.tests.judge.mutate(asked), client.tests.judge.mutate(asked)]);
    const runId = only(both.flatMap(({ runIds }) => runIds));
    expect(await played()).toMatchObject({ outcome: "unjudged", verdicts: [{ state: "asked" }] });
    expect((await client.tests.judge.mutate(asked)).runIds).toEqual([]);
    await answer(runId, { reason: "It says tides.", verdict: "pass" });

    const passed = await played();
    expect(passed).toMatchObject({
      outcome: "passed",
      reasons: [],
      verdicts: [{ state: "given", passed: true, reason: "It says tides.", run: { runId, isSandbox: true } }],
    });
    const cost = passed.verdicts[0]?.run?.costMicros ?? 0;
    expect(cost).toBeGreaterThan(0);
    expect(price.playMicros).toBeGreaterThanOrEqual(cost);
    const booked = await web.database.asOwner(
      "select sum(amount_micros)::int as micros from ledger_entries where run_id = $1 and kind = 'settle'",
      [runId],
    );
    expect(booked).toEqual([{ micros: cost }]);
    expect(await client.tests.planJudging.query(asked)).toMatchObject({ questions: 0, playMicros: 0 });

    // It does not count as one of the pipeline's own runs.
    const after = await client.pipelines.get.query({ pipelineId });
    expect([after.runCount, after.successCount]).toEqual([before.runCount, before.successCount]);
    expect((await runsOf(pipelineId)).map(({ id }) => id)).not.toContain(runId);
    expect((await runsOf(pipelineId, "judge")).map(({ id }) => id)).toEqual([runId]);
    expect(await refusalOf(client.tests.saveRun.mutate({ runId }))).toBe("CONFLICT");

    // Its verdict stays when its run is deleted, and applies to nothing else.
    await client.runs.delete.mutate({ runId });
    expect(await played()).toMatchObject({ outcome: "passed", verdicts: [{ run: null }] });
    await redraft("input.word + '?'");
    const compared = await client.tests.play.query({ setId, version: "draft", baseline: 1 });
    expect(compared.cases).toMatchObject([
      { outcome: "unjudged", verdicts: [{ state: "wanted" }], baseline: { outcome: "passed" } },
    ]);
    await client.tests.updateCase.mutate({
      caseId,
      assertions: [judge, { kind: "contains", text: "noon" }],
    });
    expect(await client.tests.planJudging.query(asked)).toMatchObject({ questions: 0 });
    expect((await played()).verdicts).toEqual([]);
  });

  it("blocks publishing by the rules of its set", async () => {
    const { pipelineId, setId, asked, redraft } = await judgedCase();
    const publish = () => client.pipelines.publish.mutate({ pipelineId });
    await client.tests.updateSet.mutate({ setId, gate: "strict" });
    await redraft("input.word + '?'");
    const refused = await publish().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringMatching(/"Run .*" is not judged/),
      data: { error: { code: "TESTS_FAILED", problems: [{ code: "TEST_UNJUDGED" }] } },
    });
    await client.tests.updateSet.mutate({ setId, gate: "failed" });
    expect(await publish()).toMatchObject({ version: 2 });

    await redraft("input.word + '.'");
    await answer(only((await client.tests.judge.mutate(asked)).runIds), { reason: "Dull.", verdict: "fail" });
    await expect(publish()).rejects.toThrow(/"Run .*" fails/);
    // Beside the previous version, in which it has never been judged.
    const compared = { ...asked, baseline: 1 };
    await answer(only((await client.tests.judge.mutate(compared)).runIds), {
      reason: "Fine.",
      verdict: "pass",
    });
    expect((await client.tests.play.query(compared)).cases).toMatchObject([
      { outcome: "failed", reasons: ["The judge says no: Dull."], baseline: { outcome: "passed" } },
    ]);
  });

  it("that gives no verdict is asked again, and says why", async () => {
    const { asked, played } = await judgedCase();
    await answer(only((await client.tests.judge.mutate(asked)).runIds), "no answer");
    expect(await played()).toMatchObject({
      outcome: "unjudged",
      verdicts: [{ state: "unanswered", reason: expect.stringContaining("The vendor said no.") }],
    });
    await answer(only((await client.tests.judge.mutate(asked)).runIds), { reason: "Yes.", verdict: "pass" });
    expect((await played()).outcome).toBe("passed");
  });

  it("is subject to the budgets of its pipeline", async () => {
    const { pipelineId, asked, played } = await judgedCase();
    await client.budgets.create.mutate({ scope: { pipelineId }, per: "month", limitMicros: 1 });
    await client.tests.judge.mutate(asked);
    const runId = (await runsOf(pipelineId, "judge"))[0]?.id ?? expect.fail("nobody was asked");
    const ref = { workspaceId: owner.workspaceId, runId, nodeId: judgeNodeId };
    await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
    expect(await played()).toMatchObject({
      outcome: "unjudged",
      verdicts: [
        { state: "unanswered", reason: expect.stringMatching(/budget/), run: { runId, costMicros: 0 } },
      ],
    });
  });

  it("needs a key, the permission to spend and something that it can read", async () => {
    const { caseId, asked } = await judgedCase();
    await client.tests.updateCase.mutate({
      caseId,
      assertions: [{ ...judge, model: "anthropic/claude-haiku-5-5", threshold: 70 }],
    });
    expect(await client.tests.planJudging.query(asked)).toMatchObject({
      onceMicros: expect.toSatisfy((micros: number) => micros > 0),
      playMicros: 0,
    });
    expect(await refusalOf(client.tests.judge.mutate(asked))).toBe("KEY_MISSING");
    const viewer = await createPerson(web);
    await joinWorkspace(web, viewer, owner.workspaceId, "viewer");
    const theirs = clientOf(web, viewer, owner.workspaceId);
    expect(await refusalOf(theirs.tests.judge.mutate(asked))).toBe("FORBIDDEN");
    expect(await theirs.tests.planJudging.query(asked)).toMatchObject({ questions: 1 });
    await expect(
      client.tests.updateCase.mutate({ caseId, assertions: [{ ...judge, of: "output >" }] }),
    ).rejects.toThrow(/assertions\.0\.of: /);
    expect(
      await refusalOf(client.tests.updateCase.mutate({ caseId, assertions: [{ ...judge, rubric: "" }] })),
    ).toBe("INVALID_INPUT");
  });
});
