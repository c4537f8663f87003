import { describe, expect, it } from "vitest";
import { safeNextPath } from "./safe-next-path.ts";

describe("safeNextPath", () => {
  it("goes on to a path of our own", () => {
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
