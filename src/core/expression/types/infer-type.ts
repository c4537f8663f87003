import type { ASTNode } from "@marcbachmann/cel-js";
import type { Program } from "../compile/compile.ts";
import { isAccess } from "../compile/compile-access.ts";
import { shorten } from "../values/value.ts";
import { functionTypes, methodTypes, namespaceTypes } from "./function-types.ts";
import {
  anyType,
  boolType,
  numberType,
  objectType,
  type StaticType,
  textType,
  typeWords,
} from "./static-type.ts";

/** The types of the names in an expression. */
export interface TypeScope {
  readonly input: StaticType;
  readonly trigger: StaticType;
  readonly output: StaticType;
  readonly nodeOutput: (nodeId: string) => StaticType;
  /** The output of the node's own runs, if it runs something inside; absent: nothing is known of it. */
  readonly inside?: StaticType;
  /** Whether a node also has a `stop`, as agents do. */
  readonly hasStop?: (nodeId: string) => boolean;
  /** There is no run yet, so `run` has no id. */
  readonly isBeforeRun?: boolean;
}

/** Something that fails whatever the data are. */
export interface TypeFault {
  readonly message: string;
  /** Counts characters of the source from 0. */
  readonly position: number;
  /** A field that never exists: not a failure in a condition, where missing values are false. */
  readonly isMissing: boolean;
}

export interface Inference {
  readonly type: StaticType;
  readonly faults: readonly TypeFault[];
}

/**
 * Infers the result of an expression from what is known, and finds what cannot work. It ignores parts that may never be
 * evaluated: the branches of `?:`, the sides of `&&` and `||`, and what is done to each element of a list that may be
 * empty.
 */
export function inferType({ ast }: Program, scope: TypeScope): Inference {
  const inference = new TypeInference(scope);
  const type = inference.typeOf(ast);
  return { type, faults: inference.faults };
}

type BinaryNode = ASTNode & { readonly args: readonly [ASTNode, ASTNode] };

const runType = objectType(
  [
    ["id", textType],
    ["startedAt", textType],
  ],
  false,
);
const typeBeforeRun = objectType([["startedAt", textType]], false);
const orders: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);
const kindsOfNumbers: ReadonlySet<StaticType["kind"]> = new Set(["number"]);
const kindsOfSums: ReadonlySet<StaticType["kind"]> = new Set(["number", "text", "list"]);
const kindsInOrder: ReadonlySet<StaticType["kind"]> = new Set(["number", "text", "bool"]);

class TypeInference {
  readonly faults: TypeFault[] = [];
  private readonly scope: TypeScope;

  constructor(scope: TypeScope) {
    this.scope = scope;
  }

  typeOf(node: ASTNode): StaticType {
    switch (node.op) {
      case "value":
        return literalType(node.args);
      case "id":
        return this.rootType(node.args);
      case ".":
      case ".?":
      case "[]":
      case "[?]":
        return this.accessType(node);
      case "call":
        return this.callType(node);
      case "rcall":
        return this.methodType(node);
      case "list":
        for (const element of node.args) this.typeOf(element);
        return { kind: "list", of: anyType };
      case "map":
        return this.literalObject(node);
      case "?:":
        this.typeOf(node.args[0]);
        return anyType;
      case "||":
      case "&&":
      case "!_":
        return boolType;
      case "-_":
        this.typeOf(node.args);
        return numberType;
      default:
        return this.operatorType(node);
    }
  }

  private rootType(name: string): StaticType {
    if (name === "input" || name === "trigger" || name === "output") return this.scope[name];
    if (name === "run") return this.scope.isBeforeRun === true ? typeBeforeRun : runType;
    return anyType;
  }

  private accessType(node: ASTNode & { op: "." | ".?" | "[]" | "[?]" }): StaticType {
    const [left, right] = node.args;
    const key = typeof right === "string" ? right : literalText(right);
    if (left.op === "id" && left.args === "nodes") {
      return key === undefined ? anyType : this.nodeType(key);
    }
    const target = this.typeOf(left);
    const index = typeof right === "string" || key !== undefined ? anyType : this.typeOf(right);
    if (isNumbered(target, index)) {
      this.add(node, false, `${sourceOf(left)} is an object: read its fields by name, not by number`);
      return anyType;
    }
    const isOptional = node.op === ".?" || node.op === "[?]";
    const found = key === undefined ? elementType(target) : fieldType(target, key);
    if (found !== null) return isOptional ? anyType : found;
    if (!isOptional) this.add(node, true, missingField(left, target, key ?? ""));
    return anyType;
  }

  private nodeType(id: string): StaticType {
    const stop: readonly [string, StaticType][] =
      this.scope.hasStop?.(id) === false ? [] : [["stop", anyType]];
    return objectType([["output", this.scope.nodeOutput(id)], ...stop], false);
  }

  private callType(node: ASTNode & { op: "call" }): StaticType {
    const [name, args] = node.args;
    if (name === "has") return boolType;
    const [first = anyType] = args.map((argument) => this.typeOf(argument));
    return this.applied(node, args[0], first, `${name}()`, functionTypes.get(name));
  }

  private methodType(node: ASTNode & { op: "rcall" }): StaticType {
    const [name, receiver, args] = node.args;
    const inNamespace = receiver.op === "id" ? namespaceTypes.get(`${receiver.args}.${name}`) : undefined;
    if (receiver.op === "id" && inNamespace !== undefined) {
      const [first = anyType] = args.map((argument) => this.typeOf(argument));
      return this.applied(node, args[0], first, `${receiver.args}.${name}()`, inNamespace);
    }
    const known = methodTypes.get(name);
    if (known === undefined) {
      // `cel.bind` and functions that unwrap optional values: nothing is known of their result.
      if (isAccess(receiver)) this.typeOf(receiver);
      return anyType;
    }
    const target = this.typeOf(receiver);
    if (!known.isComprehension) for (const argument of args) this.typeOf(argument);
    // A list literal has elements, so what is done to each of them is done at least once.
    else if (receiver.op === "list" && receiver.args.length > 0) this.typeOfBody(args);
    return this.applied(node, receiver, target, `.${name}()`, known);
  }

  private typeOfBody([, body]: readonly ASTNode[]): void {
    if (body !== undefined) this.typeOf(body);
  }

  /** A function's result, and an error if it cannot take its argument. */
  private applied(
    node: ASTNode,
    argument: ASTNode | undefined,
    given: StaticType,
    name: string,
    known: { readonly takes: readonly StaticType["kind"][]; readonly gives: StaticType } | undefined,
  ): StaticType {
    if (known === undefined) return anyType;
    if (given.kind !== "any" && argument !== undefined && !known.takes.includes(given.kind)) {
      const wanted = known.takes.map((kind) => typeWords({ kind } as StaticType)).join(" or ");
      this.add(node, false, `${name} needs ${wanted}, but ${sourceOf(argument)} is ${typeWords(given)}`);
    }
    return known.gives;
  }

  private literalObject(node: ASTNode & { op: "map" }): StaticType {
    const fields = node.args.map(([key, value]) => [literalText(key), this.typeOf(value)] as const);
    const named = fields.flatMap(([key, type]) => (key === undefined ? [] : [[key, type] as const]));
    return objectType(named, named.length < fields.length);
  }

  private operatorType(node: BinaryNode): StaticType {
    const [left, right] = [this.typeOf(node.args[0]), this.typeOf(node.args[1])];
    if (node.op === "==" || node.op === "!=") return boolType;
    return node.op === "in" ? this.membership(node, right) : this.calculation(node, left, right);
  }

  private membership(node: BinaryNode, container: StaticType): StaticType {
    if (!["any", "list", "object"].includes(container.kind)) {
      const given = `${sourceOf(node.args[1])} is ${typeWords(container)}`;
      this.add(node, false, `in needs a list or an object, but ${given}`);
    }
    return boolType;
  }

  private calculation(node: BinaryNode, left: StaticType, right: StaticType): StaticType {
    const isOrder = orders.has(node.op);
    const allowed = isOrder ? kindsInOrder : node.op === "+" ? kindsOfSums : kindsOfNumbers;
    if (!isPair(left, right, allowed)) {
      const verb = isOrder ? "cannot be compared" : `cannot be used with ${node.op}`;
      this.add(node, false, `${typeWords(left)} and ${typeWords(right)} ${verb}: ${sourceOf(node)}`);
    }
    if (isOrder) return boolType;
    if (node.op !== "+") return numberType;
    return left.kind === "any" ? right : left;
  }

  private add(node: ASTNode, isMissing: boolean, message: string): void {
    this.faults.push({ message, position: node.range.start, isMissing });
  }
}

function literalType(value: unknown): StaticType {
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return textType;
  if (typeof value === "boolean") return boolType;
  return typeof value === "number" || typeof value === "bigint" ? numberType : anyType;
}

function literalText(node: ASTNode): string | undefined {
  return node.op === "value" && typeof node.args === "string" ? node.args : undefined;
}

/** Null if there never is such a field. */
function fieldType(target: StaticType, key: string): StaticType | null {
  if (target.kind === "any") return anyType;
  if (target.kind !== "object") return null;
  return target.fields.get(key) ?? (target.isOpen ? anyType : null);
}

function elementType(target: StaticType): StaticType | null {
  if (target.kind === "list") return target.of;
  return target.kind === "any" || target.kind === "object" ? anyType : null;
}

/** The keys of an object are text. */
function isNumbered(target: StaticType, index: StaticType): boolean {
  return target.kind === "object" && index.kind === "number";
}

/** Whether two values can be added; an unknown one may be anything. */
function isPair(left: StaticType, right: StaticType, allowed: ReadonlySet<string>): boolean {
  const isAllowed = [left, right].every(({ kind }) => kind === "any" || allowed.has(kind));
  return isAllowed && (left.kind === "any" || right.kind === "any" || left.kind === right.kind);
}

function missingField(left: ASTNode, target: StaticType, key: string): string {
  const what = sourceOf(left);
  if (target.kind !== "object")
    return `${what} is ${typeWords(target)}, so it has no field "${shorten(key)}"`;
  const names = [...target.fields.keys()].slice(0, 12).join(", ");
  return `${what} has no field "${shorten(key)}"${names === "" ? "" : `; it has ${names}`}`;
}

function sourceOf({ input, range }: ASTNode): string {
  return shorten(input.slice(range.start, range.end));
}
