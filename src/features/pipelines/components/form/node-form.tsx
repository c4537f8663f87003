"use client";

import { type ComponentType, useCallback, useMemo } from "react";
import { changeField } from "#core/gestures/change-field.ts";
import { readMarkId } from "#core/gestures/marks.ts";
import { idObstacle, renameNode } from "#core/gestures/rename-node.ts";
import { type Sketch, type SketchNode, sketchOf } from "#core/gestures/sketch.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { typeStartsRuns } from "#core/nodes/child-types.ts";
import { type NodeTypeName, nodeTypes } from "#core/nodes/registry.ts";
import { NodeTypeIcon } from "#features/graph/index.ts";
import type { LastRun } from "../../hooks/try/use-last-values.ts";
import {
  commonFields,
  configForm,
  labelOf,
  ownerOf,
  type SourceFormat,
} from "../../model/form/form-fields.ts";
import { inheritedValue } from "../../model/form/inherited-values.ts";
import { namesBefore } from "../../model/form/names-before.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { previewField } from "../../model/try/preview-field.ts";
import { previewScope } from "../../model/try/preview-scope.ts";
import { LastRunNote } from "../try/last-run-note.tsx";
import { ConditionForm } from "./condition/condition-form.tsx";
import { type EditedFormProps, useWantedField } from "./edited-form.ts";
import { Fold } from "./fold.tsx";
import { type FieldPath, FormContext } from "./form-context.ts";
import { MarkForm } from "./mark-form.tsx";
import { BodyField } from "./node/body-field.tsx";
import { DecidingField } from "./node/deciding-field.tsx";
import { DelayForm } from "./node/delay-form.tsx";
import { GroupedFields } from "./node/grouped-fields.tsx";
import { IdField } from "./node/id-field.tsx";
import { WayList } from "./node/way-list.tsx";
import { PipelineForm } from "./pipeline/pipeline-form.tsx";
import { ToolList } from "./tools/tool-list.tsx";
import { SchemaField } from "./value/schema-field.tsx";

/** Forms made by hand; all other types get a form generated from their schema. */
const handMade: { readonly [Type in NodeTypeName]?: ComponentType<{ readonly config: JsonObject }> } = {
  condition: ConditionForm,
  delay: DelayForm,
};

export interface NodeFormProps extends EditedFormProps {
  /** The parsed text; null while it is invalid. */
  readonly value: Json | null;
  readonly pipelineId: Pipeline["id"];
  /** The same for expressions: for a body, with its item and the variables around it. */
  readonly seen: Json | null;
  readonly nodeIds: readonly string[];
  readonly onChoose: (nodeId: string) => void;
  readonly onUndo: (kind: "undo" | "redo") => void;
  readonly last: LastRun;
  /** Null if nothing may be run. */
  readonly onTry: ((nodeId: string) => void) | null;
  /** Null if nothing may be run. */
  readonly onBench: ((nodeId: string) => void) | null;
  /** The names of the nodes whose bodies contain it, outermost first. */
  readonly within: readonly string[];
  readonly onOpenBody: (nodeId: string) => void;
}

/** The selected node as a form. Each change is an edit of the text. */
export function NodeForm(props: NodeFormProps) {
  const { value, nodeIds, onUndo } = props;
  const sketch = useMemo(() => sketchOf(value), [value]);
  const node = nodeIds.length === 1 ? sketch.nodes.find(({ id }) => id === nodeIds[0]) : undefined;
  const isMark = nodeIds.length === 1 && readMarkId(nodeIds[0] ?? "") !== null;
  return (
    // Positioned, so that visually hidden elements inside do not lengthen the page.
    <section
      aria-label="Form"
      className="relative h-full min-h-0 overflow-y-auto bg-paper p-4"
      onKeyDown={(event) => {
        const isUndo = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "z";
        if (!isUndo) return;
        event.preventDefault();
        onUndo(event.shiftKey ? "redo" : "undo");
      }}
    >
      {isMark ? (
        <MarkForm key={nodeIds[0]} {...props} chosen={nodeIds[0] ?? ""} />
      ) : node === undefined ? (
        value === null || nodeIds.length > 0 || props.within.length > 0 ? (
          <p className="text-ink-faint">{nothingWords(value, nodeIds)}</p>
        ) : (
          <PipelineForm {...props} value={value} />
        )
      ) : (
        <NodeFields key={node.id} {...props} sketch={sketch} node={node} />
      )}
    </section>
  );
}

function nothingWords(value: Json | null, nodeIds: readonly string[]): string {
  if (value === null) return "The text is not valid at the moment. Fix it, or undo.";
  return nodeIds.length > 1
    ? `${nodeIds.length} nodes are selected. Select one to see its fields.`
    : "Select a node to see its fields.";
}

interface NodeFieldsProps extends NodeFormProps {
  readonly sketch: Sketch;
  readonly node: SketchNode;
}

function NodeFields({
  value,
  seen,
  sketch,
  node,
  problems,
  names,
  mayWrite,
  wanted,
  onFocused,
  make,
  onChoose,
  last,
  onTry,
  onBench,
  within,
  onOpenBody,
}: NodeFieldsProps) {
  const { id, raw } = node;
  const type = typeof raw.type === "string" ? raw.type : "";
  const form = useWantedField({ wanted, onFocused });
  const own = useMemo(() => problems.filter(({ nodeId }) => nodeId === id), [problems, id]);
  const known = useMemo(() => namesBefore(names, sketch, id), [names, sketch, id]);
  const preview = usePreview({ seen, id, type, last });
  const lastOutput = lastOutputOf(id, last);
  const { config } = raw;
  // A body runs with the settings of its surroundings, which are not considered here.
  const settings = within.length > 0 || !isJsonObject(value) ? null : value.settings;
  const context = useMemo(
    () => ({
      isReadOnly: !mayWrite,
      names: known,
      problems: own,
      change: (path: readonly (string | number)[], next: Json | undefined) =>
        make(changeField(id, path, next), `${id} ${path.join(".")}`),
      preview,
      lastOutput,
      inherited: (path: FieldPath) => inheritedValue(path, { type, config, settings, agents: known.agents }),
      openBody: () => onOpenBody(id),
    }),
    [id, mayWrite, known, own, make, preview, lastOutput, onOpenBody, type, config, settings],
  );
  return (
    <FormContext value={context}>
      <div ref={form} className="grid gap-3">
        <TypeLine type={type} />
        <LastRunNote node={node} last={last} onTry={onTry} onBench={onBench} within={within} />
        <NameField value={raw.name} />
        <IdField
          id={id}
          obstacle={(wantedId) => (value === null ? null : idObstacle(value, id, wantedId))}
          onRename={(to) => make(renameNode(id, to))}
          isReadOnly={!mayWrite}
        />
        <ConfigFields type={type} config={raw.config} />
        <WayList sketch={sketch} node={node} isReadOnly={!mayWrite} make={make} onChoose={onChoose} />
        <MoreFields raw={raw} hasProblem={own.some(({ path = [] }) => isCommon(path[0]))} />
      </div>
    </FormContext>
  );
}

function lastOutputOf(id: string, { values }: LastRun): Json | undefined {
  const result = values?.results.get(id);
  return result?.hasOutput === true ? result.output : undefined;
}

interface PreviewOf {
  readonly seen: Json | null;
  readonly id: string;
  readonly type: string;
  readonly last: LastRun;
}

/** Previews of a node's fields with the values of the selected run. */
function usePreview({ seen, id, type, last: { values, view, inside } }: PreviewOf) {
  const scope = useMemo(
    () => (seen === null || values === null ? null : previewScope(seen, id, values)),
    [seen, id, values],
  );
  const wasMapped = (inside ?? view)?.definition.nodes.find((one) => one.id === id)?.output !== undefined;
  return useCallback(
    (path: FieldPath, format: SourceFormat, text: string) =>
      scope === null ? null : previewField(scope, { nodeType: type, path, format, text, wasMapped }),
    [scope, type, wasMapped],
  );
}

function TypeLine({ type }: { readonly type: string }) {
  const known = nodeTypes.find((one) => one.type === type);
  return (
    <div className="flex items-start gap-2">
      <NodeTypeIcon type={type} className="mt-0.5" />
      <div>
        <h2 className="font-medium">{known?.title ?? (type || "No type")}</h2>
        <p className="text-ink-faint">{known?.summary ?? "There is no such node type."}</p>
      </div>
    </div>
  );
}

const nameField = {
  name: "name",
  ...labelOf("name"),
  kind: { kind: "text", format: null, isLong: false },
  isRequired: true,
  help: null,
  usual: undefined,
} as const;

function NameField({ value }: { readonly value: Json | undefined }) {
  return <SchemaField field={nameField} path={["name"]} value={value} />;
}

function ConfigFields({ type, config }: { readonly type: string; readonly config: Json | undefined }) {
  const own = isJsonObject(config) ? config : {};
  const Made = Object.hasOwn(handMade, type) ? handMade[type as NodeTypeName] : undefined;
  if (Made !== undefined) return <Made config={own} />;
  const { decidedBy, fields } = configForm(type, config);
  return (
    <>
      {decidedBy === null ? null : <DecidingField {...decidedBy} config={own} />}
      <GroupedFields owner={ownerOf(type, config)} fields={fields} value={own} path={["config"]}>
        {(field) =>
          field.name === "body" && typeStartsRuns(type) ? (
            <BodyField key={field.name} config={own} />
          ) : type === "agent" && field.name === "tools" ? (
            <ToolList key={field.name} field={field} tools={own.tools} />
          ) : (
            <SchemaField
              key={field.name}
              field={field}
              path={["config", field.name]}
              value={own[field.name]}
            />
          )
        }
      </GroupedFields>
    </>
  );
}

function isCommon(step: string | number | undefined): boolean {
  return commonFields().some(({ name }) => name === step);
}

/** Fields of every node: mappings, limits, error handling. */
function MoreFields({ raw, hasProblem }: { readonly raw: JsonObject; readonly hasProblem: boolean }) {
  const fields = commonFields();
  const written = fields.filter(({ name }) => raw[name] !== undefined).length;
  return (
    <Fold title="Mappings, limits and failures" written={written} hasProblem={hasProblem}>
      {fields.map((field) => (
        <SchemaField key={field.name} field={field} path={[field.name]} value={raw[field.name]} />
      ))}
    </Fold>
  );
}
