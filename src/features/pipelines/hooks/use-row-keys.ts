"use client";

import { useState } from "react";
import { fittedKeys, keysSwapped, keysWithout, nextKey, type RowKeys } from "../model/form/row-keys.ts";

/** Keys by which the rows of a list keep what is open and half typed in them when others are removed or moved. */
export function useRowKeys(rows: number) {
  const [known, setKnown] = useState<RowKeys>([]);
  const keys = fittedKeys(known, rows);
  if (keys !== known) setKnown(keys);
  return {
    keys,
    /** Of the row that is added next. */
    next: nextKey(keys),
    /** Call them together with the change of the list. */
    onRemove: (place: number) => setKnown(keysWithout(keys, place)),
    onSwap: (place: number) => setKnown(keysSwapped(keys, place)),
  };
}
