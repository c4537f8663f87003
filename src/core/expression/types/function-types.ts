import { anyType, boolType, numberType, type StaticType, textType } from "./static-type.ts";

/** What a function takes as its first argument, or a method before its dot, and what it makes of it. */
interface FunctionType {
  readonly takes: readonly StaticType["kind"][];
  readonly gives: StaticType;
  /** Its arguments are about each element: names that stand for nothing yet. */
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
  ...["sort", "reverse", "distinct"].map((name) => [name, takes(["list"], listOf(anyType))] as const),
]);
