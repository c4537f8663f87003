import { describe, expect, it } from "vitest";
import { isPartOfId, matchItems } from "./palette-items.ts";

const item = (label: string, kind = "pipeline") => ({ id: label, label, kind, href: "#" });
const items = [item("Runs", "page"), item("Research brief"), item("Brief for lawyers")];
const found = (query: string) => matchItems(items, query).map(({ label }) => label);

describe("matchItems", () => {
  it("gives all for nothing, in their order", () => {
    expect(found(" ")).toEqual(["Runs", "Research brief", "Brief for lawyers"]);
  });

  it("wants every word, in the name or the kind, and puts beginnings first", () => {
    expect(found("brief")).toEqual(["Brief for lawyers", "Research brief"]);
    expect(found("BRIEF law")).toEqual(["Brief for lawyers"]);
    expect(found("page")).toEqual(["Runs"]);
    expect(found("nothing")).toEqual([]);
  });
});

describe("isPartOfId", () => {
  it("takes the beginning and the end of an id, and no words", () => {
    expect(isPartOfId("01a22605-5b")).toBe(true);
    expect(isPartOfId(" 91FFA001 ")).toBe(true);
    expect(isPartOfId("new pipe")).toBe(false);
    expect(isPartOfId("added")).toBe(false);
    expect(isPartOfId("01a")).toBe(false);
  });
});
