import { isObject } from "./is-object.ts";
import { ownField } from "./own-key.ts";

/**
 * A newer JSON value that reuses the parts of an older one that are equal, so that comparing by identity shows what has
 * changed. Every key is carried over, whatever its name.
 */
export function shareJson(older: unknown, newer: unknown): unknown {
  if (Array.isArray(older) && Array.isArray(newer)) {
    const shared = newer.map((element, index) => shareJson(older[index], element));
    return shared.length === older.length && shared.every((part, index) => Object.is(part, older[index]))
      ? older
      : shared;
  }
  if (!isObject(older) || !isObject(newer)) return newer;
  const shared = Object.entries(newer).map(
    ([key, value]) => [key, shareJson(ownField(older, key), value)] as const,
  );
  const isSame =
    shared.length === Object.keys(older).length &&
    shared.every(([key, part]) => Object.hasOwn(older, key) && Object.is(part, older[key]));
  return isSame ? older : Object.fromEntries(shared);
}
