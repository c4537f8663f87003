"use client";

import { useState } from "react";
import { fittedKeys, keysSwapped, keysWithout, nextKey, type RowKeys } from "../model/form/row-keys.ts";

/** Stable keys for the rows of a list, so that they keep their state when others are removed or moved. */
export function useRowKeys(rows: number) {
  const [known, setKnown] = useState<RowKeys>([]);
  const keys = fittedKeys(known, rows);
  if (keys !== known) setKnown(keys);
  return {
    keys,
    /** The key of the next row to be added. */
    next: nextKey(keys),
    /** Call these together with the change of the list. */
    onRemove: (place: number) => setKnown(keysWithout(keys, place)),
    onSwap: (place: number) => setKnown(keysSwapped(keys, place)),
  };
}
