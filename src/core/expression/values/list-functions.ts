import type { Meter } from "../metering/meter.ts";
import { isEqual } from "./equality.ts";
import type { Builtin } from "./text-functions.ts";
import { listOf, mismatch, typeName, type Value, type ValueList } from "./value.ts";

export const listMethods: { readonly [signature: string]: Builtin } = {
  "sort/0": (args, meter) => {
    const list = elements(args);
    return sortedBy(list, list, meter);
  },
  "reverse/0": (args, meter) => {
    const list = elements(args);
    meter.charge(list.length);
    return list.toReversed();
  },
  "distinct/0": (args, meter) => distinct(elements(args), meter),
};

function elements(args: readonly Value[]): ValueList {
  return listOf(args[0] ?? null, "the list before the dot");
}

/**
 * The elements sorted by their keys: numbers by amount, texts by their characters' code points, false before true.
 * Equal ones keep their order.
 */
export function sortedBy(list: ValueList, keys: ValueList, meter: Meter): ValueList {
  checkKeys(keys);
  meter.charge(list.length * Math.ceil(Math.log2(list.length + 2)) * 2);
  const order = keys.map((key, index) => ({ key, index }));
  order.sort((left, right) => compare(left.key, right.key, meter) || left.index - right.index);
  return order.map(({ index }) => list[index] ?? null);
}

/**
 * The elements grouped by key, in the order in which each key first occurs: `[{ key, items }]`. Keys are compared as by
 * `==`.
 */
export function groupedBy(list: ValueList, keys: ValueList, meter: Meter): ValueList {
  const groups = new Map<Value, Value[]>();
  for (const [index, key] of keys.entries()) {
    meter.charge(2);
    if (typeof key === "object" && key !== null)
      throw mismatch(`a key is a number, a text, true, false or null, not ${typeName(key)}`);
    if (typeof key === "string") meter.chargeText(key.length);
    const group = groups.get(scalarOf(key));
    if (group === undefined) groups.set(scalarOf(key), [list[index] ?? null]);
    else group.push(list[index] ?? null);
  }
  meter.chargeKeys(groups.size * 2);
  return [...groups].map(([key, items]) => ({ key, items }));
}

/** An int and a double that are equal have the same hash. */
function scalarOf(value: Value): Value {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function checkKeys(keys: ValueList): void {
  const kinds = new Set(keys.map(kindOf));
  if (kinds.size > 1)
    throw mismatch(`only values of one kind can be sorted, but these are ${[...kinds].join(", ")}`);
}

function kindOf(key: Value): string {
  const name = typeName(key);
  if (name === "int" || name === "double") return "number";
  if (name === "string" || name === "bool") return name;
  throw mismatch(`only numbers, texts and true or false can be sorted, not ${name}`);
}

function compare(left: Value, right: Value, meter: Meter): number {
  if (typeof left === "string" && typeof right === "string") {
    meter.chargeText(Math.min(left.length, right.length));
  }
  if (isLess(left, right)) return -1;
  return isLess(right, left) ? 1 : 0;
}

function isLess(left: Value, right: Value): boolean {
  return left !== null && right !== null && left < right;
}

/**
 * The first of each set of equal elements, as by `==`. Scalars are looked up in a hash table; objects and lists are
 * compared with each other.
 */
function distinct(list: ValueList, meter: Meter): ValueList {
  const seen = new Set<Value>();
  const compound: Value[] = [];
  return list.filter((element) => {
    meter.charge(2);
    if (typeof element === "object" && element !== null) {
      if (compound.some((other) => isEqual(other, element, meter))) return false;
      compound.push(element);
      return true;
    }
    if (typeof element === "string") meter.chargeText(element.length);
    const key = scalarOf(element);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
