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

describe("an event of the audit", () => {
  it("is told in words, and by its name where there are none", () => {
    expect(auditEventWords(event({}))).toBe("Started a run");
    expect(auditEventWords(event({ action: "weir.open" }))).toBe("weir.open");
  });

  it("leads to what it is about where that has a page", () => {
    expect(placeOf(event({}))).toBe("runs/r1");
    expect(placeOf(event({ subjectType: "token" }))).toBeNull();
  });
});
