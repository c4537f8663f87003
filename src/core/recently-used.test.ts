import { expect, it } from "vitest";
import { RecentlyUsed } from "./recently-used.ts";

it("forgets what was unused for longest, and makes a known value once", () => {
  const memory = new RecentlyUsed<number>(2);
  let made = 0;
  const make = () => ++made;
  expect(memory.getOrMake("a", make)).toBe(1);
  expect(memory.getOrMake("b", make)).toBe(2);
  expect(memory.get("a")).toBe(1);
  memory.set("c", 3);
  expect(memory.get("b")).toBeUndefined();
  expect(memory.getOrMake("a", make)).toBe(1);
  expect(memory.get("c")).toBe(3);
});
