import { describe, expect, it } from "vitest";
import { runAddress, tabAddress } from "./run-address.ts";

const pathname = "/weir/runs/42";
const placeOf = (address: string) => ({ pathname, search: new URL(address, "http://penstock.test").search });

describe("the URL of a run", () => {
  it("contains the selection, and omits defaults", () => {
    expect(runAddress(pathname, { node: "a&b", tab: "log", line: null })).toBe(
      `${pathname}?node=a%26b&tab=log`,
    );
    expect(runAddress(pathname, { node: null })).toBe(pathname);
  });

  it("keeps a node selected just before its tab, and drops a highlighted line", () => {
    const chosen = runAddress(pathname, { node: "writer" });
    expect(tabAddress(placeOf(chosen), "log")).toBe(`${pathname}?node=writer&tab=log`);
    expect(tabAddress(placeOf(`${chosen}&tab=log&line=3`), "input")).toBe(
      `${pathname}?node=writer&tab=input`,
    );
  });

  it("keeps following the run if no node is selected", () => {
    expect(tabAddress(placeOf(pathname), "log")).toBe(`${pathname}?tab=log`);
  });
});
