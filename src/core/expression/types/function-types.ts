import { anyType, boolType, numberType, objectType, type StaticType, textType } from "./static-type.ts";

/** What a function takes as its first argument, or a method before its dot, and what it returns. */
interface FunctionType {
  readonly takes: readonly StaticType["kind"][];
  readonly gives: StaticType;
  /** Its arguments apply to each element: names without a value yet. */
  readonly isComprehension: boolean;
}

function takes(
  kinds: readonly StaticType["kind"][],
  gives: StaticType,
  isComprehension = false,
): FunctionType {
  return { takes: kinds, gives, isComprehension };
}

const ofText = (gives: StaticType) => takes(["text"], gives);
const perElement = (gives: StaticType) => takes(["list", "object"], gives, true);
const listOf = (of: StaticType): StaticType => ({ kind: "list", of });

export const functionTypes: ReadonlyMap<string, FunctionType> = new Map([
  ["size", takes(["text", "list", "object"], numberType)],
  ["string", takes(["text", "number", "bool"], textType)],
  ["json", ofText(anyType)],
  ["toJson", takes(["text", "number", "bool", "null", "list", "object"], textType)],
  ["type", takes(["text", "number", "bool", "null", "list", "object"], textType)],
]);

export const methodTypes: ReadonlyMap<string, FunctionType> = new Map([
  ...["contains", "startsWith", "endsWith", "matches"].map((name) => [name, ofText(boolType)] as const),
  ...["indexOf", "lastIndexOf"].map((name) => [name, ofText(numberType)] as const),
  ...["lowerAscii", "upperAscii", "trim", "substring", "replace"].map(
    (name) => [name, ofText(textType)] as const,
  ),
  ["split", ofText(listOf(textType))],
  ["join", takes(["list"], textType)],
  ["size", takes(["text", "list", "object"], numberType)],
  ["exists", perElement(boolType)],
  ["exists_one", perElement(boolType)],
  ["all", perElement(boolType)],
  ["filter", perElement(listOf(anyType))],
  ["map", perElement(listOf(anyType))],
  ["sortBy", perElement(listOf(anyType))],
  [
    "groupBy",
    perElement(
      listOf(
        objectType(
          [
            ["key", anyType],
            ["items", listOf(anyType)],
          ],
          false,
        ),
      ),
    ),
  ],
  ...["sort", "reverse", "distinct"].map((name) => [name, takes(["list"], listOf(anyType))] as const),
]);

const ofNumber = takes(["number"], numberType);
const ofTime = (gives: StaticType) => takes(["text", "number"], gives);
const partNames = ["year", "month", "day", "hour", "minute", "second", "weekday"] as const;

/** Functions after a name and a dot, by what they take first. */
export const namespaceTypes: ReadonlyMap<string, FunctionType> = new Map([
  ...["abs", "ceil", "floor", "trunc", "round"].map((name) => [`math.${name}`, ofNumber] as const),
  ...["greatest", "least"].map((name) => [`math.${name}`, takes(["number", "list"], numberType)] as const),
  ["math.sum", takes(["list"], numberType)],
  ["time.at", ofText(textType)],
  ...["format", "add", "startOf"].map((name) => [`time.${name}`, ofTime(textType)] as const),
  ...["between", "toMs"].map((name) => [`time.${name}`, ofTime(numberType)] as const),
  [
    "time.parts",
    ofTime(
      objectType(
        partNames.map((name) => [name, numberType] as const),
        false,
      ),
    ),
  ],
]);
