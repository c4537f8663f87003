import { describe, expect, it } from "vitest";
import type { PaletteKind } from "./palette-items.ts";
import { noteRecent, readRecent, recentAmong } from "./recent-places.ts";

function memory(first?: string) {
  const kept = new Map(first === undefined ? [] : [["palette", first]]);
  return {
    read: (name: string) => kept.get(name) ?? null,
    write: (name: string, text: string) => kept.set(name, text).size > 0,
    remove: (name: string) => void kept.delete(name),
  };
}

const place = (id: string, kind: PaletteKind = "pipeline") => ({
  id,
  label: `Name of ${id}`,
  kind,
  href: `/weir/${id}`,
});

describe("recent places", () => {
  it("keeps the last six, without duplicates, newest first", () => {
    const kept = memory();
    for (const id of ["a", "b", "c", "a", "d", "e", "f", "g"]) noteRecent(kept, place(id));
    expect(readRecent(kept).map(({ id }) => id)).toEqual(["g", "f", "e", "d", "a", "c"]);
  });

  it("shows what still exists under its current name, and search results as they were", () => {
    const today = [{ ...place("a"), label: "New name" }];
    const recent = [place("gone"), place("r", "run"), place("f", "artifact"), place("a")];
    const labels = recentAmong(recent, today).map(({ label }) => label);
    expect(labels).toEqual(["Name of r", "Name of f", "New name"]);
  });

  it("ignores invalid data, and links nowhere else", () => {
    expect(readRecent(memory("{"))).toEqual([]);
    expect(readRecent(memory("7"))).toEqual([]);
    expect(readRecent(memory(JSON.stringify([{ ...place("a"), kind: "gauge" }])))).toEqual([]);
    const foreign = ["//elsewhere.example", "javascript:alert(1)", "/\\\\elsewhere.example"];
    const kept = JSON.stringify([
      null,
      { id: "a" },
      ...foreign.map((href) => ({ ...place("a", "run"), href })),
    ]);
    expect(readRecent(memory(kept))).toEqual([]);
  });
});
