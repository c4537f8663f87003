import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { type Found, groupsAtFirst, groupsFor, type PaletteGroup, searchStateOf } from "./palette-groups.ts";
import type { PaletteKind } from "./palette-items.ts";

const item = (label: string, kind: PaletteKind) => ({ id: `${kind} ${label}`, label, kind, href: "/" });
const items = [
  item("Runs", "page"),
  item("Tide report", "pipeline"),
  item("Run Tide report", "action"),
  item("Reader of tides", "agent"),
];
const shown = (groups: readonly PaletteGroup[]) =>
  groups.map(({ label, items: of }) => [label, ...of.map((entry) => entry.label)]);

const run = (last: string): Found["runs"][number] => ({
  id: `01a22605-5b00-7000-8000-0000${last}` as RunId,
  ...{ pipelineName: "Tide report", status: "failed", createdAtMs: 0 },
});

describe("what the palette shows", () => {
  it("lists everything: recently used first, without duplicates", () => {
    expect(shown(groupsAtFirst([], items))).toEqual([["", ...items.map(({ label }) => label)]]);
    expect(shown(groupsAtFirst(items.slice(1, 2), items.slice(0, 2)))).toEqual([
      ["Used recently", "Tide report"],
      ["All", "Runs"],
    ]);
  });

  it("lists matches of a query by kind, best first, and links to the lists at the end", () => {
    expect(shown(groupsFor("tide", items, null, "/weir"))).toEqual([
      ["Pipelines", "Tide report"],
      ["Actions", "Run Tide report"],
      ["Agents", "Reader of tides"],
      ["Search the lists", "Search runs for “tide”", "Search artifacts for “tide”"],
    ]);
    const [lists] = groupsFor("5% & more", [], null, "/weir");
    expect(lists?.items).toMatchObject([
      { href: "/weir/runs?has=5%25%20%26%20more" },
      { href: "/weir/artifacts?text=5%25%20%26%20more" },
    ]);
  });

  it("shows the state of the search, and nothing while the query is too short", () => {
    const [nothing, named] = [groupsFor("weir", items, null, "/w"), groupsFor("tide", items, null, "/w")];
    const state = (groups: readonly PaletteGroup[], isLooking: boolean, hasFailed: boolean) =>
      searchStateOf(groups, { isLooking, hasFailed });
    expect(state(nothing, true, true)).toBe("Searching …");
    expect([nothing, named].map((groups) => state(groups, false, true))).toEqual([
      "Search failed",
      "Search failed",
    ]);
    expect([nothing, named].map((groups) => state(groups, false, false))).toEqual(["Nothing found", ""]);
  });

  it("lists search results: runs by name, by content, and artifacts, each with its URL", () => {
    const found = {
      runs: [run("00000001")],
      runsThatSay: [{ ...run("00000002"), excerpt: { before: "a ", match: "note", after: "" } }],
      artifacts: [
        { id: "a1", name: "brief & notes.md", runId: run("00000001").id, pipelineName: "Tide report" },
      ],
    } as unknown as Found;
    const groups = groupsFor("note", [], found, "/weir");
    expect(groups[1]?.items[0]?.excerpt?.match).toBe("note");
    expect(groups.map(({ label }) => label)).toEqual([
      "Runs",
      "In the input or output of runs",
      "Artifacts",
      "Search the lists",
    ]);
    expect(groups.slice(0, 3).map(({ items: [first] }) => first)).toMatchObject([
      { label: "Tide report 00000001", detail: "failed", href: `/weir/runs/${run("00000001").id}` },
      { label: "Tide report 00000002" },
      {
        ...{ label: "brief & notes.md", detail: "Tide report" },
        href: "/weir/artifacts?text=brief%20%26%20notes.md&open=a1",
      },
    ]);
  });
});
