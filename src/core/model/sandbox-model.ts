import { z } from "zod";
import { type SandboxFault, sandboxFaults } from "./sandbox-faults.ts";

/** What each sandbox model does with the text it is given. */
export const sandboxModels = [
  { id: "brief", displayName: "Sandbox brief: an extract of the text", paceMs: 8 },
  { id: "small", displayName: "Sandbox small: a short extract", paceMs: 4 },
  { id: "json", displayName: "Sandbox JSON: an object for a schema", paceMs: 4 },
  { id: "echo", displayName: "Sandbox echo: the last message again", paceMs: 2 },
] as const;
export type SandboxModelId = (typeof sandboxModels)[number]["id"];

/** The formats that the sandbox speaks. */
const sandboxWires = ["messages", "responses", "chat"] as const;
export type SandboxWireName = (typeof sandboxWires)[number];

/** Faults in which no text is sent unless `after` asks for it. */
const silentFaults: ReadonlySet<SandboxFault | null> = new Set([
  "refusal",
  "empty",
  "only-thinking",
  "big-event",
]);

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const optionsSchema = z.strictObject({
  /** Milliseconds per piece. */
  pace: whole(0, 60_000).optional(),
  /** Milliseconds of silent thinking before the answer, with keep-alives only. */
  think: whole(0, 3_600_000).optional(),
  /** Length of the answer in tokens: the extract is repeated or cut to it. */
  tokens: whole(1, 100_000).optional(),
  fault: z.enum(sandboxFaults).optional(),
  /** Pieces that are sent before the fault. */
  after: whole(0, 100_000).optional(),
  /** How many tries of one user id meet the fault. */
  times: z.union([z.literal("always"), whole(1, 1_000_000)]).optional(),
  /** Seconds, for 429 and 529. */
  retryAfter: whole(0, 1_000_000).optional(),
  /** The format in which a pipeline calls it: Anthropic's, or one of OpenAI's. */
  wire: z.enum(sandboxWires).optional(),
});

/** An answer in words is sent to its end. */
function piecesBefore(fault: SandboxFault | null): number {
  if (fault === "not-json") return Number.POSITIVE_INFINITY;
  return silentFaults.has(fault) ? 0 : 5;
}

export interface SandboxModel {
  readonly id: SandboxModelId;
  readonly paceMs: number;
  readonly thinkMs: number;
  readonly tokens: number | null;
  readonly fault: SandboxFault | null;
  readonly after: number;
  readonly times: number;
  readonly retryAfterSeconds: number | null;
  readonly wire: SandboxWireName;
}

export type ParsedSandboxModel =
  | { readonly kind: "model"; readonly model: SandboxModel }
  | { readonly kind: "unknown" }
  | { readonly kind: "invalid"; readonly message: string };

/**
 * Reads a model name such as `brief?pace=20&fault=429&times=2&retryAfter=1`. Unknown and repeated options are refused:
 * a misspelt rehearsal would look like a run that survived.
 */
export function parseSandboxModel(name: string): ParsedSandboxModel {
  const [id, ...query] = name.split("?");
  const base = sandboxModels.find((model) => model.id === id);
  if (base === undefined) return { kind: "unknown" };
  const pairs = [...new URLSearchParams(query.join("?"))];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    return { kind: "invalid", message: "model: an option is given twice" };
  }
  const parsed = optionsSchema.safeParse(Object.fromEntries(pairs));
  if (!parsed.success) return { kind: "invalid", message: `model: ${z.prettifyError(parsed.error)}` };
  const options = parsed.data;
  const fault = options.fault ?? null;
  return {
    kind: "model",
    model: {
      id: base.id,
      paceMs: options.pace ?? base.paceMs,
      thinkMs: options.think ?? 0,
      tokens: options.tokens ?? null,
      fault,
      after: options.after ?? piecesBefore(fault),
      times: options.times === "always" ? Number.POSITIVE_INFINITY : (options.times ?? 1),
      retryAfterSeconds: options.retryAfter ?? null,
      wire: options.wire ?? "messages",
    },
  };
}

/** What is wrong with `sandbox/...` as the name of a model; null: nothing, or it is another vendor's. */
export function faultOfSandboxModel(ref: string): string | null {
  const [provider, ...rest] = ref.split("/");
  if (provider !== "sandbox") return null;
  const parsed = parseSandboxModel(rest.join("/"));
  switch (parsed.kind) {
    case "model":
      return null;
    case "invalid":
      return parsed.message;
    case "unknown":
      return `the sandbox does not have the model ${ref}: it has ${sandboxModels.map(({ id }) => `sandbox/${id}`).join(", ")}`;
  }
}
