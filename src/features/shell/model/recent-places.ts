import { type PaletteItem, type PaletteKind, type PalettePlace, paletteKinds } from "./palette-items.ts";
import type { PersonalStorage } from "./personal-storage.ts";

const name = "palette";
const mostKept = 6;
const found: ReadonlySet<PaletteKind> = new Set(["run", "artifact"]);

/** Where somebody went by the palette, the last first. */
export function readRecent(memory: PersonalStorage): readonly PalettePlace[] {
  try {
    const kept: unknown = JSON.parse(memory.read(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPlace) : [];
  } catch {
    return [];
  }
}

/** Keeps that somebody goes there. */
export function noteRecent(memory: PersonalStorage, { id, label, kind, href }: PalettePlace): void {
  const others = readRecent(memory).filter((place) => place.id !== id);
  memory.write(name, JSON.stringify([{ id, label, kind, href }, ...others].slice(0, mostKept)));
}

/**
 * What was used recently and is still there, under its name of today. Runs and artifacts are in no list: they are as
 * they were found.
 */
export function recentAmong(
  recent: readonly PalettePlace[],
  items: readonly PaletteItem[],
): readonly PaletteItem[] {
  const known = new Map(items.map((item) => [item.id, item]));
  return recent.flatMap((place) => known.get(place.id) ?? (found.has(place.kind) ? [place] : []));
}

function isPlace(value: unknown): value is PalettePlace {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["id", "label", "href"].map((field) => Reflect.get(value, field));
  const isKnown = paletteKinds.some((kind) => kind === Reflect.get(value, "kind"));
  // It is followed: only within this Penstock.
  return isKnown && texts.every((text) => typeof text === "string") && /^\/[^/\\]/.test(String(texts[2]));
}
