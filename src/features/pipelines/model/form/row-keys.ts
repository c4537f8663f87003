/** React keys for rows without an identity: their names are being edited, and may be missing. */
export type RowKeys = readonly number[];

/** Adjusts the number of keys to the number of rows. External changes are assumed to be at the end. */
export function fittedKeys(keys: RowKeys, rows: number): RowKeys {
  if (keys.length >= rows) return keys.length === rows ? keys : keys.slice(0, rows);
  return fittedKeys([...keys, nextKey(keys)], rows);
}

/** Adds a key at the end. */
export function nextKey(keys: RowKeys): number {
  return Math.max(-1, ...keys) + 1;
}

/** Removes the key at an index. */
export function keysWithout(keys: RowKeys, place: number): RowKeys {
  return keys.filter((_, other) => other !== place);
}

/** Swaps the keys at an index and the next one. */
export function keysSwapped(keys: RowKeys, place: number): RowKeys {
  const [one, next] = keys.slice(place, place + 2);
  if (one === undefined || next === undefined) return keys;
  return [...keys.slice(0, place), next, one, ...keys.slice(place + 2)];
}
