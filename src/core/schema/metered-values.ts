import type { Json } from "#core/json/json.ts";

/** Pays for comparing and writing values; see `Match`. */
export interface WorkCounter {
  charge(units: number): void;
  chargeText(text: string): void;
}

/** Whether two values are equal as JSON. Each part is paid for before it is compared. */
export function sameValue(left: Json, right: Json, work: WorkCounter): boolean {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    if (typeof left === "string" && typeof right === "string" && left.length === right.length) {
      work.chargeText(left);
    }
    return left === right;
  }
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((element, index) => {
      work.charge(1);
      return sameValue(element, right[index] ?? null, work);
    });
  }
  const keys = Object.keys(left);
  const others = Object.keys(right).length;
  work.charge(keys.length + others);
  if (keys.length !== others) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && sameValue(left[key] ?? null, right[key] ?? null, work),
  );
}

/** Sorting and quoting cost more than comparing. */
const unitsPerKey = 6;

/** A value as JSON with the fields of every object in one order: equal values have the same text. */
export function sortedText(value: Json, work: WorkCounter): string {
  work.charge(3);
  if (typeof value === "string") {
    work.charge(value.length / 8);
    return JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((element) => sortedText(element, work)).join(",")}]`;
  const keys = Object.keys(value);
  work.charge(unitsPerKey * keys.length);
  const fields = keys.sort().map((key) => {
    work.charge(key.length / 8);
    return `${JSON.stringify(key)}:${sortedText(value[key] ?? null, work)}`;
  });
  return `{${fields.join(",")}}`;
}
