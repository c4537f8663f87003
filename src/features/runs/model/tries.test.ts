import { expect, it } from "vitest";
import { triesOf } from "./tries.ts";

const words = (statuses: readonly ("cancelled" | "failed" | "completed" | "running")[], isOpen: boolean) =>
  triesOf(
    statuses.map((status) => ({ status })),
    isOpen,
  ).map(
    ({ number, isContinued, isPaused }) =>
      `${number}${isContinued ? " continued" : ""}${isPaused ? " paused" : ""}`,
  );

it("counts an attempt that continues after a wait as the same try", () => {
  expect(words([], true)).toEqual([]);
  expect(words(["failed", "completed"], false)).toEqual(["1", "2"]);
  expect(words(["cancelled", "completed"], false)).toEqual(["1 paused", "1 continued"]);
  expect(words(["cancelled", "cancelled", "failed", "running"], true)).toEqual([
    "1 paused",
    "1 continued paused",
    "1 continued",
    "2",
  ]);
});

it("treats the last one as paused only while its node has not ended", () => {
  expect(words(["failed", "cancelled"], true)).toEqual(["1", "2 paused"]);
  expect(words(["failed", "cancelled"], false)).toEqual(["1", "2"]);
});
