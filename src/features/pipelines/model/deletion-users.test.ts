import { expect, it } from "vitest";
import { pipelineIdSchema } from "#core/ids.ts";
import { deletionUsers } from "./deletion-users.ts";

const pipelineId = pipelineIdSchema.parse("0199c0de-0000-7000-8000-000000000001");
const nobody = { pipelines: [], apiUsers: [], openRuns: { running: 1, waiting: 0 }, callingRuns: [] };

it("names who uses a pipeline, even by version, and whose runs may call it", () => {
  const caller = { pipelineId, pipelineName: "Caller", callers: ["Now"], pinnedCallers: ["Old"] };
  const after = { pipelineId, pipelineName: "After", callers: [], pinnedCallers: [], startsAfter: true };
  const dependents = {
    ...nobody,
    pipelines: [{ ...caller, startsAfter: false }, after],
    apiUsers: [{ tokenName: "nightly", runs: 3 }],
    callingRuns: [{ pipelineName: "Caller", runs: 2 }],
  };
  expect(deletionUsers(dependents)).toEqual({
    users: [
      "Caller, which calls it in Now, Old",
      "After, which starts when it ends",
      "Programs with the token nightly, which started runs of it",
    ],
    calling: "Delete it although runs in progress may call it and then fail: Caller (2)",
  });
});

it("names nobody if nobody uses it, or nothing is known yet", () => {
  expect(deletionUsers(nobody)).toEqual({ users: [], calling: null });
  expect(deletionUsers(undefined)).toEqual({ users: [], calling: null });
});
