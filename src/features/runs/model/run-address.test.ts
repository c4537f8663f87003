import { describe, expect, it } from "vitest";
import { runAddress, tabAddress } from "./run-address.ts";

const pathname = "/weir/runs/42";
const placeOf = (address: string) => ({ pathname, search: new URL(address, "http://penstock.test").search });

describe("the address of a run", () => {
  it("names what is looked at, and leaves out what is not said", () => {
    expect(runAddress(pathname, { node: "a&b", tab: "log", line: null })).toBe(
      `${pathname}?node=a%26b&tab=log`,
    );
    expect(runAddress(pathname, { node: null })).toBe(pathname);
  });

  it("keeps the node that was chosen a moment before its tab, and leaves a line that was pointed at", () => {
    const chosen = runAddress(pathname, { node: "writer" });
    expect(tabAddress(placeOf(chosen), "log")).toBe(`${pathname}?node=writer&tab=log`);
    expect(tabAddress(placeOf(`${chosen}&tab=log&line=3`), "input")).toBe(
      `${pathname}?node=writer&tab=input`,
    );
  });

  it("goes on following the run where no node was chosen", () => {
    expect(tabAddress(placeOf(pathname), "log")).toBe(`${pathname}?tab=log`);
  });
});
