import type { Scope } from "#core/expression/scope.ts";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import {
  anyType,
  objectType,
  type StaticType,
  schemaType,
  textType,
} from "#core/expression/types/static-type.ts";
import type { Json } from "#core/json/json.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { WaitClosing } from "../behaviour.ts";
import { type ApprovalConfig, failOnTimeout, type WaitConfig } from "./config.ts";

/** The output of a wait, and its branch. */
export function closeWait(config: WaitConfig, { input }: Scope, answer: WaitAnswer): WaitClosing {
  switch (config.for) {
    case "approval":
      return closeApproval(config, answer);
    case "event":
      if (answer.kind === "event") return { ok: true, output: eventOutput(answer) };
      return { ok: false, message: `no event ${config.name} came within ${seconds(config.deadlineSeconds)}` };
    case "time":
      return { ok: true, output: input };
  }
}

function closeApproval(config: ApprovalConfig, answer: WaitAnswer): WaitClosing {
  if (answer.kind === "decided") {
    const { choice, form, by, atMs } = answer;
    const decidedBy = by.map(({ address }) => address);
    return { ok: true, output: decision(choice, form, decidedBy, atMs), branch: choice };
  }
  const { onTimeout, deadlineSeconds } = config;
  if (onTimeout === failOnTimeout) {
    return { ok: false, message: `nobody had decided within ${seconds(deadlineSeconds)}` };
  }
  return { ok: true, output: decision(onTimeout, null, [], null), branch: onTimeout };
}

/** One form, whoever decided: nobody did if time ran out. */
function decision(choice: string, form: Json, decidedBy: readonly string[], atMs: number | null): Json {
  const decidedAt = atMs === null ? null : new Date(atMs).toISOString();
  return { choice, form, decidedBy: [...decidedBy], decidedAt };
}

function eventOutput({ id, name, data, sentAtMs }: Extract<WaitAnswer, { kind: "event" }>): Json {
  return { id, name, sentAt: new Date(sentAtMs).toISOString(), data };
}

function seconds(value = 0): string {
  return `${value.toLocaleString("en-US")} s`;
}

const eventType = objectType(
  [
    ["id", textType],
    ["name", textType],
    ["sentAt", textType],
    ["data", anyType],
  ],
  false,
);

/** What is known of a wait's output before any run. */
export function waitOutputType(config: WaitConfig, { input }: TypeScope): StaticType {
  switch (config.for) {
    case "approval":
      return approvalType(config);
    case "event":
      return eventType;
    case "time":
      return input;
  }
}

/** If time ran out, nothing is filled in, and nobody has decided. */
function approvalType({ form, onTimeout }: ApprovalConfig): StaticType {
  const isSure = onTimeout === failOnTimeout;
  return objectType(
    [
      ["choice", textType],
      ["form", isSure && form !== undefined ? schemaType(form) : anyType],
      ["decidedBy", { kind: "list", of: textType }],
      ["decidedAt", isSure ? textType : anyType],
    ],
    false,
  );
}
