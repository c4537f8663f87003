/**
 * The keys of the rows of a list that has nothing else to tell them by: their names are written in them, and may be
 * missing or changing.
 */
export type RowKeys = readonly number[];

/** As many keys as there are rows. What was changed elsewhere, as in the text, is taken to have changed at the end. */
export function fittedKeys(keys: RowKeys, rows: number): RowKeys {
  if (keys.length >= rows) return keys.length === rows ? keys : keys.slice(0, rows);
  return fittedKeys([...keys, nextKey(keys)], rows);
}

/** The key of a row that is added at the end. */
export function nextKey(keys: RowKeys): number {
  return Math.max(-1, ...keys) + 1;
}

/** Those of the others, when the row in one place goes. */
export function keysWithout(keys: RowKeys, place: number): RowKeys {
  return keys.filter((_, other) => other !== place);
}

/** The row in one place and the one after it change places. */
export function keysSwapped(keys: RowKeys, place: number): RowKeys {
  const [one, next] = keys.slice(place, place + 2);
  if (one === undefined || next === undefined) return keys;
  return [...keys.slice(0, place), next, one, ...keys.slice(place + 2)];
}
