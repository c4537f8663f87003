import { describe, expect, it } from "vitest";
import type { AuditEvent } from "./audit-event.ts";
import { auditEventWords, placeOf } from "./describe-event.ts";

const event = (part: Partial<AuditEvent>): AuditEvent => ({
  id: "1",
  actorUserId: null,
  actorTokenId: null,
  actorName: null,
  action: "run.start",
  subjectType: "run",
  subjectId: "r1",
  detail: {},
  createdAtMs: 0,
  ...part,
});

describe("an audit event", () => {
  it("has a label, or else its action's name", () => {
    expect(auditEventWords(event({}))).toBe("Started a run");
    expect(auditEventWords(event({ action: "weir.open" }))).toBe("weir.open");
  });

  it("links to its subject if that has a page", () => {
    expect(placeOf(event({}))).toBe("runs/r1");
    expect(placeOf(event({ subjectType: "token" }))).toBeNull();
  });
});
