import { describe, expect, it } from "vitest";
import { roles } from "#core/policy/roles.ts";
import type { Shell } from "../shell-context.ts";
import { matchItems, type PaletteKind, paletteItems } from "./palette-items.ts";

const item = (label: string, kind: PaletteKind = "pipeline") => ({ id: label, label, kind, href: "/" });
const items = [item("Runs", "page"), item("Research brief"), item("Brief for lawyers")];
const found = (query: string) => matchItems(items, query).map(({ label }) => label);

function shellOf(role: Shell["workspace"]["role"]): Shell {
  const workspace = { id: "w", slug: "weir", name: "Weir", role } as unknown as Shell["workspace"];
  return { user: { id: "u" } as unknown as Shell["user"], workspace, workspaces: [workspace] };
}

describe("paletteItems", () => {
  const offered = (role: Shell["workspace"]["role"], query: string) =>
    matchItems(paletteItems(shellOf(role), [{ id: "p", name: "Tide report" }], []), query);

  it("finds actions by a few letters", () => {
    expect(offered("editor", "new pipe")[0]).toMatchObject({ href: "/weir/pipelines/new" });
    expect(offered("editor", "run tide")[0]).toMatchObject({ href: "/weir/pipelines/p?run" });
    expect(offered("editor", "tide").map(({ label }) => label)).toEqual(["Tide report", "Run Tide report"]);
    expect(offered("editor", "theme dark")[0]).toMatchObject({ act: "theme-dark" });
    expect(offered("editor", "sign")[0]).toMatchObject({ act: "sign-out" });
  });

  it("offers only permitted actions, and signing out to everybody", () => {
    expect(offered("viewer", "new").map(({ label }) => label)).toEqual([]);
    expect(offered("viewer", "run tide")).toEqual([]);
    for (const role of roles) expect(offered(role, "sign out")).toHaveLength(1);
  });
});

describe("matchItems", () => {
  it("returns everything for an empty query, in order", () => {
    expect(found(" ")).toEqual(["Runs", "Research brief", "Brief for lawyers"]);
  });

  it("needs every word, in the name or the kind, and ranks prefixes first", () => {
    expect(found("brief")).toEqual(["Brief for lawyers", "Research brief"]);
    expect(found("BRIEF law")).toEqual(["Brief for lawyers"]);
    expect(found("page")).toEqual(["Runs"]);
    expect(found("nothing")).toEqual([]);
  });
});
