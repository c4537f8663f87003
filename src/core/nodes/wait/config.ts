import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { roles } from "#core/policy/roles.ts";
import { maxDelaySeconds } from "../delay.ts";
import { expressionSourceSchema, templateSourceSchema } from "../fields/mapping.ts";
import { branchLabelSchema, eventNameSchema } from "../fields/names.ts";

/** The value of `onTimeout` if no choice is made. */
export const failOnTimeout = "fail";

const reservedChoices: ReadonlySet<string> = new Set(["error", failOnTimeout]);

/** Viewers cannot decide. */
const deciderRoles = roles.filter((role) => role !== "viewer");

/** How far back a wait for an event may look: a day. */
export const maxLookBackSeconds = 86_400;

/** How long to wait for people or an event. */
export const deadlineSecondsSchema = z.number().min(1).max(maxDelaySeconds);

/** Who may decide. */
export const whoSchema = z
  .strictObject({
    roles: z.array(z.enum(deciderRoles)).max(deciderRoles.length).default([]),
    members: z.array(z.string().trim().toLowerCase().pipe(z.email())).max(50).default([]),
  })
  .refine(
    ({ roles, members }) => roles.length + members.length > 0,
    "Name a role or a member, or leave it out",
  );

/** People choose. */
const approvalSchema = z
  .strictObject({
    for: z.literal("approval"),
    title: templateSourceSchema.min(1, "must not be empty").max(1_000),
    show: templateSourceSchema.default(""),
    form: jsonObjectSchema.optional(),
    choices: z
      .array(
        branchLabelSchema.refine(
          (label) => !reservedChoices.has(label),
          "error and fail are reserved: choose another label",
        ),
      )
      .min(1, "must not be empty")
      .max(10)
      .default(["approve", "reject"]),
    who: whoSchema.optional(),
    quorum: z.number().int().min(1).max(20).default(1),
    noSelfApproval: z.boolean().default(false),
    deadlineSeconds: deadlineSecondsSchema.optional(),
    onTimeout: z.string().default(failOnTimeout),
  })
  .refine(({ choices }) => new Set(choices).size === choices.length, {
    path: ["choices"],
    message: "Each choice needs a label of its own",
  })
  .refine(({ choices, onTimeout }) => onTimeout === failOnTimeout || choices.includes(onTimeout), {
    path: ["onTimeout"],
    message: "must be one of the choices, or fail",
  })
  .refine(({ onTimeout, deadlineSeconds }) => onTimeout === failOnTimeout || deadlineSeconds !== undefined, {
    path: ["onTimeout"],
    message: "has no effect without deadlineSeconds: give it one, or leave onTimeout out",
  })
  .refine(({ who, quorum }) => who === undefined || who.roles.length > 0 || who.members.length >= quorum, {
    path: ["quorum"],
    message: "asks for more people than who names",
  });

/** Waits for an event that a program sends. */
const eventSchema = z.strictObject({
  for: z.literal("event"),
  name: eventNameSchema,
  /** Only an event that matches; it sees `data`, and what every expression sees of the run. */
  match: expressionSourceSchema.optional(),
  /** Also accepts an event that arrived this long before the wait began. */
  lookBackSeconds: z.number().min(0).max(maxLookBackSeconds).default(0),
  deadlineSeconds: deadlineSecondsSchema.optional(),
});

/** Waits for a time. */
const timeSchema = z
  .strictObject({
    for: z.literal("time"),
    seconds: z.number().min(0).max(maxDelaySeconds).optional(),
    /** Yields a text such as `2026-12-24T08:00:00Z`. */
    until: expressionSourceSchema.optional(),
  })
  .refine(({ seconds, until }) => (seconds === undefined) !== (until === undefined), {
    path: ["until"],
    message: "Give seconds or until, and only one of them",
  });

export const waitConfigSchema = z.discriminatedUnion("for", [approvalSchema, eventSchema, timeSchema]);

export type WaitConfig = z.output<typeof waitConfigSchema>;
export type ApprovalConfig = z.output<typeof approvalSchema>;
export type EventConfig = z.output<typeof eventSchema>;
export type TimeConfig = z.output<typeof timeSchema>;
