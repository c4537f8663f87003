import { describe, expect, it } from "vitest";
import { refusalOf } from "#server/testing/refusal.ts";
import { maxAssertions, maxCaseCharacters, maxCases } from "./check-test-case.ts";

import { asking, setTestStage } from "./testing/test-set-stage.ts";

const { web, client, makeCase } = await setTestStage();

describe("a case of a run", () => {
  it("asserts that the run ends as it did, in the pipeline's first set, and passes", async () => {
    const { pipelineId, runId, setId, caseId } = await makeCase();
    const { sets } = await client.tests.list.query({ pipelineId });
    expect(sets).toMatchObject([
      {
        id: setId,
        name: "Cases",
        gate: "off",
        cases: [
          {
            id: caseId,
            name: `Run ${runId.slice(-8)}`,
            sourceRunId: runId,
            assertions: [
              { kind: "status", status: "completed" },
              { kind: "equals", of: "output", value: { said: "tides!" } },
            ],
          },
        ],
      },
    ]);
    const { cases } = await client.tests.play.query({ setId });
    expect(cases).toEqual([
      {
        caseId,
        name: `Run ${runId.slice(-8)}`,
        outcome: "passed",
        reasons: [],
        status: "completed",
        output: { said: "tides!" },
        answered: 0,
        verdicts: [],
        baseline: null,
      },
    ]);
    const again = await client.tests.saveRun.mutate({ runId });
    expect(again).toMatchObject({ setId });
    expect((await client.tests.getCase.query({ caseId: again.caseId })).name).toBe(
      `Run ${runId.slice(-8)} (2)`,
    );
  });

  it("fails with a draft of another output, beside a version with which it passes", async () => {
    const { setId, redraft } = await makeCase();
    await redraft("input.word + '?'");
    const { cases } = await client.tests.play.query({ setId, baseline: 1 });
    expect(cases).toMatchObject([
      {
        outcome: "failed",
        reasons: ['output must be {"said":"tides!"}, and is {"said":"tides?"}.'],
        baseline: { outcome: "passed", reasons: [] },
      },
    ]);
    expect((await client.tests.play.query({ setId, version: 1 })).cases[0]?.outcome).toBe("passed");
    expect(await refusalOf(client.tests.play.query({ setId, version: 7 }))).toBe("NOT_FOUND");
  });

  it("keeps its data when its run is deleted, and takes that of another run when it is recorded again", async () => {
    const { pipelineId, runId, setId, caseId } = await makeCase();
    await client.runs.delete.mutate({ runId });
    expect((await client.tests.play.query({ setId })).cases[0]?.outcome).toBe("passed");
    const next = await client.runs.start.mutate({ pipelineId, input: { word: "waves" } });
    await client.tests.recordCase.mutate({ caseId, runId: next.runId });
    const { cases } = await client.tests.play.query({ setId });
    expect(cases[0]?.reasons).toEqual(['output must be {"said":"tides!"}, and is {"said":"waves!"}.']);
    expect(await client.tests.getCase.query({ caseId })).toMatchObject({
      input: { word: "waves" },
      sourceRunId: next.runId,
      costMicros: 0,
      tookMs: expect.any(Number),
    });
    const other = await makeCase();
    expect(await refusalOf(client.tests.recordCase.mutate({ caseId, runId: other.runId }))).toBe("CONFLICT");
    expect(await refusalOf(client.tests.saveRun.mutate({ runId: other.runId, setId }))).toBe("CONFLICT");
  });

  it("keeps who decided what", async () => {
    const [start, , ask, sent, kept] = asking.nodes;
    const nodes = [
      start,
      ask,
      { ...sent, config: { value: { sent: "input.choice" } } },
      { ...kept, config: { value: { kept: "input.choice" } } },
    ];
    const definition = JSON.stringify({
      ...asking,
      nodes,
      edges: [{ id: "e1", from: "start", to: "ask" }, ...asking.edges.slice(2)],
    });
    const { pipelineId } = await client.pipelines.create.mutate({ definition });
    const { runId } = await client.runs.start.mutate({ pipelineId });
    expect(await refusalOf(client.tests.saveRun.mutate({ runId }))).toBe("CONFLICT");
    const { waits } = await client.waits.list.query({ runId });
    const [wait] = waits;
    await client.waits.decide.mutate({
      waitId: wait?.waitId ?? expect.fail("nothing waits"),
      choice: "reject",
    });
    const { setId } = await client.tests.saveRun.mutate({ runId });
    const { cases } = await client.tests.play.query({ setId });
    expect(cases).toMatchObject([{ outcome: "passed", output: { kept: { kept: "reject" } } }]);
  });
});

describe("a case by hand", () => {
  it("gets the answers that its author wrote, and is outdated without them", async () => {
    const { pipelineId } = await client.pipelines.create.mutate({ definition: asking });
    const { setId } = await client.tests.createSet.mutate({ pipelineId, name: "By hand", gate: "strict" });
    const { caseId } = await client.tests.createCase.mutate({
      setId,
      name: "Sends what it drafted",
      input: { text: "When is high tide?" },
      answers: {
        draft: { request: null, attempts: [{ end: "completed", output: "At four." }] },
        ask: {
          request: null,
          attempts: [],
          wait: { end: "decided", choice: "approve", form: null, by: [], atMs: 0 },
        },
      },
      assertions: [{ kind: "holds", expression: "output.sent.sent.contains('four')" }],
    });
    expect((await client.tests.play.query({ setId })).cases).toMatchObject([
      { caseId, outcome: "passed", answered: 1, output: { sent: { sent: "At four." } } },
    ]);
    await client.tests.updateCase.mutate({ caseId, answers: {} });
    expect((await client.tests.play.query({ setId })).cases).toMatchObject([
      { outcome: "stale", reasons: ['Node "draft" asks for an answer that the case does not have.'] },
    ]);
  });

  it("loses the recorded run's cost when its data is changed, and not when it is renamed", async () => {
    const { caseId, runId } = await makeCase();
    await client.tests.updateCase.mutate({ caseId, name: "Tides" });
    const recorded = await client.tests.getCase.query({ caseId });
    expect(recorded).toMatchObject({ name: "Tides", sourceRunId: runId, costMicros: 0 });
    await client.tests.updateCase.mutate({ caseId, input: { word: "waves" } });
    const changed = await client.tests.getCase.query({ caseId });
    expect(changed).toMatchObject({ sourceRunId: null, costMicros: null, tookMs: null });
  });

  it("is refused, naming the place, where it is invalid, is too large or one too many", async () => {
    const { setId, caseId } = await makeCase();
    const add = (name: string, more: object = {}) =>
      client.tests.createCase.mutate({ setId, name, assertions: [], ...more });
    await expect(
      add("Wrong", {
        assertions: [
          { kind: "status", status: "failed" },
          { kind: "holds", expression: "output >" },
        ],
      }),
    ).rejects.toThrow(/assertions\.1\.expression: /);
    expect(await refusalOf(add("Tides", { assertions: [{ kind: "likes", what: "tea" }] }))).toBe(
      "INVALID_INPUT",
    );
    const many = Array.from({ length: maxAssertions + 1 }, () => ({ kind: "status", status: "failed" }));
    expect(await refusalOf(add("Many", { assertions: many }))).toBe("INVALID_INPUT");
    const long = "a".repeat(maxCaseCharacters - 40);
    expect(await refusalOf(add("Large", { input: long, variables: { more: "b".repeat(40) } }))).toBe(
      "PAYLOAD_TOO_LARGE",
    );
    await add("Taken");
    for (const text of ["a\0b", "a\ud800b"]) {
      const answers = { ask: { request: null, attempts: [{ end: "completed", output: { said: [text] } }] } };
      expect(await refusalOf(add("Broken", { answers }))).toBe("INVALID_INPUT");
      expect(await refusalOf(add("Broken", { assertions: [{ kind: "contains", text }] }))).toBe(
        "INVALID_INPUT",
      );
    }
    expect(await refusalOf(add("Taken"))).toBe("CONFLICT");
    expect(await refusalOf(client.tests.updateCase.mutate({ caseId, name: "Taken" }))).toBe("CONFLICT");
    await web.database.asOwner(
      `insert into test_cases (id, workspace_id, set_id, name, input, variables, started_at, answers, assertions)
       select gen_random_uuid(), workspace_id, set_id, 'Filled ' || number, input, variables, started_at, answers, assertions
         from test_cases, generate_series(1, $2) as number where id = $1`,
      [caseId, maxCases - 2],
    );
    expect(await refusalOf(add("One too many"))).toBe("CONFLICT");
  });
});
