import type { Meter } from "../metering/meter.ts";
import { isList, isMap, isNumber, Optional, type Value, type ValueList, type ValueMap } from "./value.ts";

/**
 * CEL's `==` between any two values: numbers by amount, lists and objects by content; different kinds are never equal.
 */
export function isEqual(left: Value, right: Value, meter: Meter): boolean {
  meter.charge(1);
  if (isNumber(left)) return isNumber(right) && left >= right && left <= right;
  if (typeof left === "string") return typeof right === "string" && textsAreEqual(left, right, meter);
  if (isList(left)) return isList(right) && listsAreEqual(left, right, meter);
  if (isMap(left)) return isMap(right) && mapsAreEqual(left, right, meter);
  if (left instanceof Optional) return right instanceof Optional && optionalsAreEqual(left, right, meter);
  return left === right;
}

function textsAreEqual(left: string, right: string, meter: Meter): boolean {
  if (left.length !== right.length) return false;
  meter.chargeText(left.length);
  return left === right;
}

function listsAreEqual(left: ValueList, right: ValueList, meter: Meter): boolean {
  return (
    left.length === right.length &&
    left.every((element, index) => isEqual(element, right[index] ?? null, meter))
  );
}

function optionalsAreEqual(left: Optional, right: Optional, meter: Meter): boolean {
  if (left.content === undefined || right.content === undefined) return left.content === right.content;
  return isEqual(left.content, right.content, meter);
}

function mapsAreEqual(left: ValueMap, right: ValueMap, meter: Meter): boolean {
  const keys = Object.keys(left);
  meter.chargeKeys(keys.length);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null, meter),
  );
}
