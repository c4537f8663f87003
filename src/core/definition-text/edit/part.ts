import type { TextEdit } from "./text-edit.ts";

/** A field or an item, as its collection sees it. */
export interface Part {
  readonly index: number;
  /** The pair of an object, or the item itself. */
  readonly written: unknown;
  readonly edits: readonly TextEdit[];
  readonly isRemoved: boolean;
}

/** The position of a value: after the colon of its key, or as an item. */
export interface ValuePlace {
  readonly after: number;
  readonly key: unknown;
  readonly node: unknown;
}
