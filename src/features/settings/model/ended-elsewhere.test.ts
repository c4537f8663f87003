import { expect, it } from "vitest";
import { endedElsewhere } from "./ended-elsewhere.ts";

it.each([
  [0, "You were not signed in anywhere else."],
  [1, "One other session has ended."],
  [7, "7 other sessions have ended."],
])("says what became of %i other sessions", (sessions, words) => {
  expect(endedElsewhere(sessions)).toBe(words);
});
