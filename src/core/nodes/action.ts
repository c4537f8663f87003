import { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { numberType, objectType, type StaticType, textType } from "#core/expression/types/static-type.ts";
import { eventSendSchema, eventSources, sentEventType } from "./actions/event-send.ts";
import {
  answerType,
  httpRequestSchema,
  requestFailure,
  requestSources,
  requestTarget,
} from "./actions/http-request.ts";
import { templateSourceSchema } from "./fields/mapping.ts";
import { type ConfigSource, defineNodeType } from "./node-type.ts";

const artifactSaveSchema = z.strictObject({
  action: z.literal("artifact.save"),
  name: templateSourceSchema.min(1),
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/, "must be a media type, e.g. text/markdown")
    .optional(),
  content: templateSourceSchema.default("{{ input }}"),
});

const logSchema = z.strictObject({ action: z.literal("log"), message: templateSourceSchema.min(1) });

/** Does nothing and returns its input; used to measure what a step costs. */
const noopSchema = z.strictObject({ action: z.literal("noop") });

/** Done once to take back what the node did: an action like any other, without an undo of its own. */
const undoSchema = z.discriminatedUnion("action", [
  httpRequestSchema,
  eventSendSchema,
  artifactSaveSchema,
  logSchema,
  noopSchema,
]);
/** An action, as a node and as an undo perform it. */
export type ActionConfig = z.output<typeof undoSchema>;

const undo = { undo: undoSchema.optional() };

const configSchema = z.discriminatedUnion("action", [
  httpRequestSchema.extend(undo),
  eventSendSchema.extend(undo),
  artifactSaveSchema.extend(undo),
  logSchema.extend(undo),
  noopSchema.extend(undo),
]);

function allSources({ undo, ...config }: z.output<typeof configSchema>): readonly ConfigSource[] {
  const ofUndo = undo === undefined ? [] : actionSources(undo);
  return [
    ...actionSources(config),
    ...ofUndo.map((source) => ({ ...source, path: ["undo", ...source.path], isUndo: true }) as const),
  ];
}

function actionSources(config: ActionConfig): readonly ConfigSource[] {
  switch (config.action) {
    case "http.request":
      return requestSources(config);
    case "event.send":
      return eventSources(config);
    case "artifact.save":
      return [
        { kind: "template", path: ["name"], source: config.name },
        { kind: "template", path: ["content"], source: config.content },
      ];
    case "log":
      return [{ kind: "template", path: ["message"], source: config.message }];
    case "noop":
      return [];
  }
}

const savedType = objectType(
  [
    ["name", textType],
    ["mediaType", textType],
    ["bytes", numberType],
  ],
  false,
);

function actionOutput({ action }: ActionConfig, { input }: TypeScope): StaticType {
  switch (action) {
    case "http.request":
      return answerType;
    case "event.send":
      return sentEventType;
    case "artifact.save":
      return savedType;
    case "log":
    case "noop":
      return input;
  }
}

function actionTarget(config: ActionConfig): string {
  switch (config.action) {
    case "http.request":
      return requestTarget(config);
    case "event.send":
      return `event ${config.name}`;
    case "artifact.save":
    case "log":
    case "noop":
      return config.action;
  }
}

export const actionNode = defineNodeType({
  type: "action",
  title: "Action",
  summary: "Does something in the world: calls a URL, sends an event, saves an artifact, writes a line.",
  defaultTimeoutMs: 60_000,
  configSchema,
  starter: { action: "log", message: "{{ input }}" },
  sources: allSources,
  outputType: ({ config }, scope) => actionOutput(config, scope),
  run: {
    kind: "effect",
    lane: "node",
    target: actionTarget,
  },
  failureFields: ({ action }) => (action === "http.request" ? requestFailure : null),
});
