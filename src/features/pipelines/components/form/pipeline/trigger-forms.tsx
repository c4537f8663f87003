"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock, CornerDownRight, type LucideIcon, Radio, Webhook, X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { ownTimezone } from "#components/ui/format/own-timezone.ts";
import { addTrigger, removeTrigger } from "#core/gestures/change-definition.ts";
import { fieldAt } from "#core/gestures/change-field.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { triggerSchema } from "#core/triggers/trigger-definition.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { MakeGesture } from "../../../hooks/drawing/use-gestures.ts";
import { useRowKeys } from "../../../hooks/use-row-keys.ts";
import { type FormField, labelOf, objectFields } from "../../../model/form/form-fields.ts";
import type { Pipeline, TriggerView } from "../../../model/pipeline-outputs.ts";
import { useFormContext } from "../form-context.ts";
import { GroupedFields } from "../node/grouped-fields.tsx";
import { SchemaField } from "../value/schema-field.tsx";
import { RespondField } from "./respond-field.tsx";
import { TriggerStanding } from "./trigger-standing.tsx";

interface TriggerFormsProps {
  readonly value: Json;
  readonly pipelineId: Pipeline["id"];
  readonly make: MakeGesture;
}

type TriggerKind = TriggerView["kind"];

interface KindLook {
  readonly title: string;
  readonly Icon: LucideIcon;
  /** The initial value of a new trigger: its required fields, so that only the rest must be filled in. */
  readonly starter: JsonObject;
}

const looks: Readonly<Record<TriggerKind, KindLook>> = {
  schedule: {
    title: "Schedule",
    Icon: CalendarClock,
    starter: { cron: "0 8 * * 1", timezone: ownTimezone() },
  },
  webhook: { title: "Webhook", Icon: Webhook, starter: { scheme: "standard" } },
  event: { title: "Event", Icon: Radio, starter: { name: "" } },
  run: { title: "End of a run", Icon: CornerDownRight, starter: { pipeline: "" } },
};
const kinds = Object.keys(looks) as readonly TriggerKind[];

/** The pipeline's triggers as forms, and buttons to add more. */
export function TriggerForms({ value, pipelineId, make }: TriggerFormsProps) {
  const { isReadOnly } = useFormContext();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.triggers.list.queryOptions({ pipelineId }));
  const triggers = fieldAt(value, ["triggers"]);
  const written = Array.isArray(triggers) ? triggers : [];
  const rows = useRowKeys(written.length);
  return (
    <>
      {written.map((trigger, index) => (
        <TriggerForm
          key={rows.keys[index]}
          trigger={isJsonObject(trigger) ? trigger : {}}
          index={index}
          published={data?.triggers.find(({ triggerId }) => triggerId === fieldAt(trigger, ["id"])) ?? null}
          onRemove={() => {
            if (make(removeTrigger(index))) rows.onRemove(index);
          }}
        />
      ))}
      {isReadOnly ? null : (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Add a trigger</legend>
          {kinds.map((kind) => {
            const { title, Icon, starter } = looks[kind];
            return (
              <Button key={kind} size="small" onClick={() => make(addTrigger({ kind, ...starter }))}>
                <Icon aria-hidden />
                {title}
              </Button>
            );
          })}
        </fieldset>
      )}
    </>
  );
}

interface TriggerFormProps {
  readonly trigger: JsonObject;
  readonly index: number;
  /** The published trigger with the same id; null if there is none. */
  readonly published: TriggerView | null;
  readonly onRemove: () => void;
}

const idField: FormField = {
  name: "id",
  ...labelOf("id"),
  kind: { kind: "text", format: null, isLong: false },
  isRequired: true,
  help: null,
  usual: undefined,
};

function TriggerForm({ trigger, index, published, onRemove }: TriggerFormProps) {
  const { isReadOnly } = useFormContext();
  const kind = kinds.find((known) => known === trigger.kind) ?? null;
  const name = typeof trigger.id === "string" && trigger.id !== "" ? trigger.id : `#${index + 1}`;
  const title = kind === null ? "Trigger" : looks[kind].title;
  const path = ["triggers", index] as const;
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2 border-l pl-3">
      <legend className="sr-only">{`${title} ${name}`}</legend>
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 grow truncate">
          {title} <span className="font-mono">{name}</span>
        </h3>
        {isReadOnly ? null : (
          <IconButton label={`Remove ${name}`} size="icon-small" onClick={onRemove}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      <SchemaField field={idField} path={[...path, "id"]} value={trigger.id} />
      {kind === null ? null : (
        <GroupedFields owner={`trigger ${kind}`} fields={fieldsOf(kind)} value={trigger} path={path}>
          {(field) =>
            field.name === "respond" ? (
              <RespondField key={field.name} path={[...path, "respond"]} value={trigger.respond} />
            ) : (
              <SchemaField
                key={field.name}
                field={field}
                path={[...path, field.name]}
                value={trigger[field.name]}
              />
            )
          }
        </GroupedFields>
      )}
      <TriggerStanding trigger={trigger} published={published} />
    </fieldset>
  );
}

/** The fields of the trigger's schema, without those that have their own control. */
function fieldsOf(kind: TriggerKind): readonly FormField[] {
  const schema = triggerSchema.options.find(({ shape }) => shape.kind.value === kind);
  if (schema === undefined) return [];
  return objectFields(`trigger ${kind}`, schema).filter(({ name }) => name !== "id");
}
