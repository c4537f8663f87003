import { type PaletteItem, type PaletteKind, type PalettePlace, paletteKinds } from "./palette-items.ts";
import type { PersonalStorage } from "./personal-storage.ts";

const name = "palette";
const mostKept = 6;
const found: ReadonlySet<PaletteKind> = new Set(["run", "artifact"]);

/** What was opened through the palette, latest first. */
export function readRecent(memory: PersonalStorage): readonly PalettePlace[] {
  try {
    const kept: unknown = JSON.parse(memory.read(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPlace) : [];
  } catch {
    return [];
  }
}

/** Records an opened item. */
export function noteRecent(memory: PersonalStorage, { id, label, kind, href }: PalettePlace): void {
  const others = readRecent(memory).filter((place) => place.id !== id);
  memory.write(name, JSON.stringify([{ id, label, kind, href }, ...others].slice(0, mostKept)));
}

/**
 * Recent items that still exist, under their current names. Runs and artifacts cannot be checked here and stay as
 * recorded.
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
  // It becomes a link, so it must be a path within Penstock.
  return isKnown && texts.every((text) => typeof text === "string") && /^\/[^/\\]/.test(String(texts[2]));
}
