import { describe, expect, it } from "vitest";
import { safeNextPath, withNext } from "./safe-next-path.ts";

describe("safeNextPath", () => {
  it("accepts a path of this site", () => {
    expect(safeNextPath("/demo/runs/1?node=draft")).toBe("/demo/runs/1?node=draft");
  });

  it.each([
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/a\\b",
    "javascript:alert(1)",
    "/a b",
    "/sign-in",
  ])("goes home for %j", (next) => {
    expect(safeNextPath(next)).toBe("/");
  });
});

describe("withNext", () => {
  it("keeps the target, and omits the home page", () => {
    expect(withNext("/sign-up", "/demo/runs/1?node=a")).toBe("/sign-up?next=%2Fdemo%2Fruns%2F1%3Fnode%3Da");
    expect(withNext("/sign-in", "/")).toBe("/sign-in");
  });
});
