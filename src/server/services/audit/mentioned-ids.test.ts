import { expect, it } from "vitest";
import { mentionedIds } from "./mentioned-ids.ts";

const id = (end: string) => `0199a000-0000-7000-8000-${end.padStart(12, "0")}`;

it("includes the people that an event is about, and nobody mentioned in its details", () => {
  const events = [
    { subjectType: "run", subjectId: id("1"), detail: { pipelineId: id("2"), reason: id("3") } },
    { subjectType: "run", subjectId: id("1"), detail: { version: 4, scope: { keyId: id("5") } } },
    { subjectType: "member", subjectId: id("6"), detail: { role: "viewer" } },
    { subjectType: "budget", subjectId: id("1"), detail: { scope: { memberId: id("7") } } },
    { subjectType: "price", subjectId: "openai/a", detail: {} },
  ];
  expect(mentionedIds(events)).toEqual({
    ids: [id("1"), id("2"), id("3"), id("5"), id("6"), id("7")],
    userIds: [id("6"), id("7")],
  });
});
