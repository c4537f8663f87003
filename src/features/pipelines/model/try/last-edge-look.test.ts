import { expect, it } from "vitest";
import { lastEdgeLook } from "./last-edge-look.ts";
import type { NodeMark } from "./last-values.ts";

const mark = (status: NodeMark["status"], branch: string | null = null, isCaught = false): NodeMark => ({
  status,
  isCaught,
  branch,
  output: null,
  isPinned: false,
});

const marks = new Map([
  ["start", mark("completed")],
  ["long", mark("completed", "false")],
  ["broken", mark("failed")],
  ["rescued", mark("failed", "error", true)],
  ["replaced", mark("failed", null, true)],
  ["left", mark("skipped")],
  ["right", mark("completed")],
]);
const look = (from: string, to: string, condition: string | null = null) =>
  lastEdgeLook({ id: "e", from, to, condition }, marks);

it("marks the edges that the run took", () => {
  expect(look("start", "long")).toBe("taken");
  expect(look("long", "right", "false")).toBe("taken");
  expect(look("long", "right", "true")).toBe("idle");
  expect(look("long", "left", "true")).toBe("idle");
});

it("marks the error edge of a handled failure, or continues with its fallback", () => {
  expect(look("rescued", "right", "error")).toBe("taken");
  expect(look("rescued", "right")).toBe("idle");
  expect(look("replaced", "right")).toBe("taken");
});

it("marks nothing that is unknown", () => {
  expect(look("start", "new")).toBe("idle");
  expect(look("new", "right")).toBe("idle");
  expect(look("broken", "right")).toBe("idle");
});
