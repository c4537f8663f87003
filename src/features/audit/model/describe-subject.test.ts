import { describe, expect, it } from "vitest";
import type { AuditEvent } from "./audit-event.ts";
import { detailOf } from "./describe-detail.ts";
import { auditSubjectOf } from "./describe-subject.ts";

const id = (end: string) => `0199a000-0000-7000-8000-${end.padStart(12, "0")}`;

const event = (action: string, part: Partial<AuditEvent> = {}): AuditEvent => ({
  id: id("e"),
  actorUserId: null,
  actorTokenId: null,
  actorName: null,
  action,
  subjectType: action.slice(0, action.indexOf(".")),
  subjectId: id("a1"),
  detail: {},
  createdAtMs: 0,
  ...part,
});
const names = { [id("a1")]: "Contract review", [id("b2")]: "Tides", [id("c3")]: "Tides" };
const nameOf = (one: AuditEvent) => auditSubjectOf(one, names).name;

describe("the subject of an audit event", () => {
  it("is shown by name, with its id", () => {
    expect(auditSubjectOf(event("pipeline.publish"), names)).toEqual({
      name: "Contract review",
      id: id("a1"),
    });
    expect(nameOf(event("run.start"))).toBe("Contract review, run 000000a1");
    expect(nameOf(event("trigger.fire", { detail: { key: "nightly", pipelineId: id("b2") } }))).toBe(
      "Contract review of Tides",
    );
    expect(nameOf(event("price.set", { subjectId: "openai/a" }))).toBe("openai/a");
  });

  it("keeps the recorded name after a deletion", () => {
    const gone = { subjectId: id("99") };
    expect(nameOf(event("secret.remove", { ...gone, detail: { name: "API_TOKEN" } }))).toBe("API_TOKEN");
    expect(nameOf(event("key.create", { ...gone, detail: { label: "Ours" } }))).toBe("Ours");
    expect(nameOf(event("run.delete", { ...gone, detail: { pipelineId: id("b2") } }))).toBe(
      "Tides, run 00000099",
    );
    expect(nameOf(event("run.cancel", gone))).toBe("Run 00000099");
    expect(nameOf(event("member.remove", gone))).toBe("a former member");
    const budget = { scope: { pipelineId: id("b2") }, per: "month" };
    expect(nameOf(event("budget.remove", { ...gone, detail: budget }))).toBe("Tides, per month");
    const each = { scope: "workspace", per: "run" };
    expect(nameOf(event("budget.remove", { ...gone, detail: each }))).toBe("the whole workspace, each run");
    const left = { scope: { memberId: id("98") }, per: "day" };
    expect(nameOf(event("budget.remove", { ...gone, detail: left }))).toBe("a former member, per day");
  });
});

describe("other details", () => {
  const detail = (action: string, fields: AuditEvent["detail"]) =>
    detailOf(event(action, { detail: fields }), names);

  it("are formatted as words", () => {
    expect(detail("pipeline.publish", { version: 2, note: "Now it leads", reason: null })).toBe(
      "version 2 · note Now it leads",
    );
    expect(detail("token.create", { name: "Contract review", scopes: ["run", "read"] })).toBe(
      "scopes run, read",
    );
    expect(detail("budget.create", { scope: { pipelineId: id("b2") }, limitMicros: 2_500_000 })).toBe(
      "limit $2.50",
    );
    expect(detail("run.fork", { changes: [{ what: "model", nodeId: "draft" }, { what: "input" }] })).toBe(
      "changes model draft, input",
    );
    expect(detail("pipeline.publish", null)).toBe("");
  });

  it("include the name at that time, if it has changed", () => {
    expect(detail("pipeline.create", { name: "First try" })).toBe("name First try");
    expect(detail("pipeline.create", { name: "Contract review" })).toBe("");
    expect(detail("agent.update", { key: "reviewer" })).toBe("key reviewer");
    const gone = { subjectId: id("99"), detail: { name: "API_TOKEN" } };
    expect(detailOf(event("secret.remove", gone), names)).toBe("");
  });

  it("resolve ids to names, and shorten unknown ids", () => {
    expect(detail("run.fork", { pipelineId: id("b2"), fromRunId: id("c3") })).toBe(
      "from run Tides, 000000c3",
    );
    expect(detail("circuit.reset", { keyId: id("b2") })).toBe("key Tides");
    expect(detail("webhook.resend", { deliveryId: id("99") })).toBe("delivery 00000099");
  });
});
