import { describe, expect, it } from "vitest";
import { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { nodeDefinitionSchema } from "#core/pipeline/definition.ts";
import { problemsOf } from "#core/pipeline/testing/brief-definition.ts";
import { closeWait } from "./close-wait.ts";
import { type WaitConfig, waitConfigSchema } from "./config.ts";
import { matchesData } from "./event-match.ts";
import { openWait, scopeOfSeen } from "./open-wait.ts";

const nowMs = Date.parse("2026-11-29T08:00:00Z");
const scope: Scope = {
  input: { text: "A calm day", amount: 12 },
  trigger: { who: "Ana" },
  variables: { limit: 10 },
  nodes: { draft: { output: { id: 7 } } },
  run: { startedAt: "2026-11-29T07:00:00.000Z" },
};

function configOf(config: object): WaitConfig {
  return waitConfigSchema.parse(config);
}

function open(config: object) {
  return openWait(configOf(config), scope, nowMs, new Meter());
}

const nodesWith = (config: object, edges: readonly object[] = []) => ({
  name: "Waits",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "go", type: "wait", name: "Go", config },
    { id: "end", type: "action", name: "End", config: { action: "noop" } },
  ],
  edges: [{ id: "a", from: "start", to: "go" }, ...edges],
});

describe("a wait for a decision", () => {
  it("shows what its templates say of the run, and knows its choices, deciders and deadline", () => {
    expect(
      open({
        for: "approval",
        title: "Pay {{ input.amount }}\nto {{ trigger.who }}?",
        show: "**{{ input.text }}**",
        choices: ["pay", "keep"],
        who: { roles: ["admin"], members: ["Ana@Example.org"] },
        deadlineSeconds: 60,
        onTimeout: "keep",
      }),
    ).toEqual({
      ok: true,
      wait: {
        untilMs: nowMs + 60_000,
        entry: {
          kind: "approval",
          title: "Pay 12 to Ana?",
          show: "**A calm day**",
          form: null,
          choices: ["pay", "keep"],
          deciders: { roles: ["admin"], members: ["ana@example.org"] },
          quorum: 1,
          noSelfApproval: false,
        },
      },
    });
  });

  it("never begins with a template that fails", () => {
    expect(open({ for: "approval", title: "Pay {{ input.none }}?" })).toMatchObject({
      ok: false,
      where: "config.title",
    });
  });

  it("takes the choice, or what is said for when the time is over, or fails", () => {
    const config = { for: "approval", title: "Go?", deadlineSeconds: 90 };
    const by = [{ userId: "1", address: "ana@example.org" }];
    const decided = { kind: "decided", choice: "approve", form: { note: "ok" }, by, atMs: nowMs } as const;
    expect(closeWait(configOf(config), scope, decided)).toEqual({
      ok: true,
      branch: "approve",
      output: {
        choice: "approve",
        form: { note: "ok" },
        decidedBy: ["ana@example.org"],
        decidedAt: "2026-11-29T08:00:00.000Z",
      },
    });
    expect(closeWait(configOf(config), scope, { kind: "elapsed" })).toEqual({
      ok: false,
      message: "nobody had decided within 90 s",
    });
    expect(closeWait(configOf({ ...config, onTimeout: "reject" }), scope, { kind: "elapsed" })).toEqual({
      ok: true,
      branch: "reject",
      output: { choice: "reject", form: null, decidedBy: [], decidedAt: null },
    });
  });

  it.each([
    [{ title: "" }, "title"],
    [{ choices: ["go", "go"] }, "choices"],
    [{ choices: ["fail"] }, "choices"],
    [{ choices: [] }, "choices"],
    [{ onTimeout: "later", deadlineSeconds: 9 }, "onTimeout"],
    [{ onTimeout: "reject" }, "onTimeout"],
    [{ who: {} }, "who"],
    [{ who: { roles: ["viewer"] } }, "who"],
    [{ who: { members: ["nobody"] } }, "who"],
    [{ who: { members: ["a@example.org"] }, quorum: 2 }, "quorum"],
    [{ quorum: 0 }, "quorum"],
    [{ deadlineSeconds: 0 }, "deadlineSeconds"],
    [{ form: { type: "string" } }, "form"],
    [{ form: { type: "object", properties: 3 } }, "form"],
    [{ ask: "me" }, "ask"],
  ])("refuses %j, naming the field", (change, field) => {
    const problems = problemsOf(nodesWith({ for: "approval", title: "Go?", ...change }));
    expect(problems.map(({ severity, nodeId }) => [severity, nodeId])).toContainEqual(["error", "go"]);
    expect(problems.some(({ path, message }) => path?.includes(field) || message.includes(field))).toBe(true);
  });

  it("wants each edge to be one of its choices", () => {
    const config = { for: "approval", title: "Go?" };
    const edge = { id: "b", from: "go", to: "end" };
    expect(problemsOf(nodesWith(config, [{ ...edge, condition: "approve" }]))).toEqual([]);
    expect(problemsOf(nodesWith(config, [edge]))).toMatchObject([
      { code: "BAD_EDGE_CONDITION", edgeId: "b", message: expect.stringContaining('"approve", "reject"') },
    ]);
    expect(problemsOf(nodesWith(config, [{ ...edge, condition: "later" }]))).toMatchObject([
      { code: "BAD_EDGE_CONDITION", edgeId: "b" },
    ]);
  });

  it("says of its output what is known before", () => {
    const form = { type: "object", properties: { amount: { type: "number" } } };
    const behind = (expression: string) => {
      const config = { for: "approval", title: "Go?", form };
      const definition = nodesWith(config, [{ id: "b", from: "go", to: "end", condition: "approve" }]);
      const [start, go, end] = definition.nodes;
      return problemsOf({ ...definition, nodes: [start, go, { ...end, input: expression }] });
    };
    expect(behind("input.form.amount + 1.0")).toEqual([]);
    expect(behind("input.choise")).toMatchObject([{ code: "TYPE_MISMATCH", nodeId: "end" }]);
    expect(behind("input.choice + 1")).toMatchObject([{ code: "TYPE_MISMATCH", nodeId: "end" }]);
  });
});

describe("a wait for an event", () => {
  const config = { for: "event", name: "invoice.paid", match: "data.id == nodes.draft.output.id" };

  it("keeps what its condition names of the run, and nothing else", () => {
    const opened = open({ ...config, deadlineSeconds: 60 });
    if (!opened.ok || opened.wait.entry?.kind !== "event") throw new Error("not opened");
    expect(opened.wait.untilMs).toBe(nowMs + 60_000);
    const { sees, match } = opened.wait.entry;
    expect(sees).toEqual({ variables: {}, nodes: { draft: { output: { id: 7 } } }, run: scope.run });
    const matches = (id: number) => matchesData(match, { id }, scopeOfSeen(sees));
    expect([matches(7), matches(8)]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
  });

  it("is not begun with a condition that names too much to be kept", () => {
    const large = { ...scope, input: { text: "x".repeat(70_000) } };
    const opened = openWait(
      configOf({ ...config, match: "data.id == input.text" }),
      large,
      nowMs,
      new Meter(),
    );
    expect(opened).toMatchObject({ ok: false, where: "config.match" });
  });

  it("hands the event on, and fails where none came in time", () => {
    const event = { kind: "event", id: "e", name: "invoice.paid", data: 1, sentAtMs: nowMs } as const;
    expect(closeWait(configOf(config), scope, event)).toEqual({
      ok: true,
      output: { id: "e", name: "invoice.paid", sentAt: "2026-11-29T08:00:00.000Z", data: 1 },
    });
    expect(closeWait(configOf({ ...config, deadlineSeconds: 60 }), scope, { kind: "elapsed" })).toEqual({
      ok: false,
      message: "no event invoice.paid came within 60 s",
    });
  });

  it("may nest as much in its condition as every expression does", () => {
    const two = "data.list.exists(a, data.list.exists(b, a < b))";
    const faultsOf = (match: string) =>
      problemsOf(nodesWith({ ...config, match })).flatMap(({ code, message }) =>
        code === "BAD_EXPRESSION" ? [message] : [],
      );
    expect(faultsOf(two)).toEqual([]);
    const three = "data.list.exists(a, data.list.exists(b, data.list.exists(c, a < b + c)))";
    expect(faultsOf(three)).toEqual([expect.stringContaining("nested 2 deep at most")]);
  });

  it("says where a condition cannot be read, counted from where its author wrote it", () => {
    expect(problemsOf(nodesWith({ ...config, match: "data.id ==" }))).toMatchObject([
      { code: "BAD_EXPRESSION", nodeId: "go", path: ["config", "match"] },
    ]);
    expect(problemsOf(nodesWith({ ...config, match: "nodes.none.output == data" }))).toMatchObject([
      { code: "UNKNOWN_REFERENCE", nodeId: "go" },
    ]);
    expect(problemsOf(nodesWith({ ...config, match: "output == data" }))).toMatchObject([
      { code: "UNKNOWN_REFERENCE", nodeId: "go" },
    ]);
    const [fault] = problemsOf(nodesWith({ ...config, match: "data.id == 'x" }));
    expect(fault?.message).toMatch(/at character 1[0-4]\)/);
  });
});

describe("a wait for a time", () => {
  it("ends after its seconds, or at the instant that its expression gives", () => {
    const untilOf = (config: object) => {
      const opened = open({ for: "time", ...config });
      return opened.ok ? opened.wait.untilMs : opened.message;
    };
    expect(untilOf({ seconds: 1.5 })).toBe(nowMs + 1_500);
    expect(untilOf({ until: "'2026-11-29T10:00:00+01:00'" })).toBe(nowMs + 3_600_000);
    // What is past is over.
    expect(untilOf({ until: "run.startedAt" })).toBe(nowMs);
    expect(untilOf({ until: "'2026-11-29'" })).toContain("must give a date with its time and zone");
    expect(untilOf({ until: "'2026-11-31T25:00:00Z'" })).toContain("must give a date with its time and zone");
    expect(untilOf({ until: "input.amount" })).toContain("must give a date with its time and zone");
    expect(untilOf({ until: "'2029-01-01T00:00:00Z'" })).toContain("more than 366 days away");
    expect(untilOf({ until: "input.none" })).toContain("none");
  });

  it("wants either seconds or until", () => {
    const of = (config: object) =>
      nodeDefinitionSchema.safeParse({
        id: "go",
        type: "wait",
        name: "Go",
        config: { for: "time", ...config },
      }).success;
    expect([of({}), of({ seconds: 1 }), of({ until: "input" }), of({ seconds: 1, until: "input" })]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
