import { setTimeout } from "node:timers/promises";
import type { PenstockClient } from "#client/create-client.ts";
import type { RunId, TestSetId } from "#core/ids.ts";

const lookAgainMs = 300;

/** Two test cases of a run: one with a verdict, and one without. */
export async function addTestCases(client: PenstockClient, runId: RunId): Promise<void> {
  const { setId, caseId } = await client.tests.saveRun.mutate({ runId, name: "A licence that is known" });
  const { assertions } = await client.tests.getCase.query({ caseId });
  const judge = { kind: "judge" as const, of: "output", model: "sandbox/brief" };
  const names = "It names the licence and what it asks for.\n@contains Apache";
  await client.tests.updateCase.mutate({ caseId, assertions: [...assertions, { ...judge, rubric: names }] });
  await client.tests.judge.mutate({ setId });
  await haveJudged(client, setId);
  const unasked = await client.tests.saveRun.mutate({ runId, name: "A licence that is new to its reader" });
  const plain = { ...judge, rubric: "A reader who is not a lawyer understands it.", threshold: 70 };
  await client.tests.updateCase.mutate({ caseId: unasked.caseId, assertions: [plain] });
}

async function haveJudged(client: PenstockClient, setId: TestSetId): Promise<void> {
  for (;;) {
    const { cases } = await client.tests.play.query({ setId });
    const isAsked = cases.some(({ verdicts }) => verdicts.some(({ state }) => state === "asked"));
    if (!isAsked) return;
    await setTimeout(lookAgainMs);
  }
}
