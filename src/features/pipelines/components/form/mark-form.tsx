"use client";

import { Trash2, Ungroup } from "lucide-react";
import { useMemo } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { changeMark, deleteMarks, markId, marksOf, type SketchMark } from "#core/gestures/marks.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import { nodeNameOf } from "#core/gestures/ways.ts";
import type { Json } from "#core/json/json.ts";
import { groupSchema, noteSchema } from "#core/pipeline/marks/marks.ts";
import { objectFields } from "../../model/form/form-fields.ts";
import { type EditedFormProps, useWantedField } from "./edited-form.ts";
import { type FieldPath, FormContext } from "./form-context.ts";
import { SchemaField } from "./value/schema-field.tsx";

interface MarkFormProps extends EditedFormProps {
  readonly value: Json | null;
  /** The id of the note or group, as made by `markId`. */
  readonly chosen: string;
}

/** The form of a note or a group. */
export function MarkForm({ value, chosen, ...props }: MarkFormProps) {
  const mark = marksOf(value).find(({ kind, id }) => markId(kind, id) === chosen);
  return mark === undefined ? null : <MarkFields {...props} value={value} chosen={chosen} mark={mark} />;
}

const lists = { note: "notes", group: "groups" } as const;
/** Fields that are changed in the drawing, or that only identify it. */
const notAsked: ReadonlySet<string> = new Set(["id", "position", "nodes"]);

function MarkFields(props: MarkFormProps & { readonly mark: SketchMark }) {
  const { value, chosen, mark, problems, names, mayWrite, make } = props;
  const { kind, index, raw } = mark;
  const form = useWantedField(props);
  const context = useMemo(
    () => ({
      isReadOnly: !mayWrite,
      names,
      problems: problems.flatMap((problem) => {
        const [list, place, ...path] = problem.path ?? [];
        return list === lists[kind] && place === index ? [{ ...problem, path }] : [];
      }),
      change: (path: FieldPath, next: Json | undefined) =>
        make(changeMark(chosen, path.map(String), next), `${chosen} ${path.join(".")}`),
      preview: () => null,
    }),
    [mayWrite, names, problems, kind, index, chosen, make],
  );
  const fields = objectFields(kind, kind === "note" ? noteSchema : groupSchema);
  return (
    <FormContext value={context}>
      <div ref={form} className="grid gap-3">
        <h2 className="font-medium">{kind === "note" ? "Note" : "Group"}</h2>
        {fields
          .filter(({ name }) => !notAsked.has(name))
          .map((field) => (
            <SchemaField key={field.name} field={field} path={[field.name]} value={raw[field.name]} />
          ))}
        {kind === "group" ? <Members value={value} mark={mark} /> : null}
        {mayWrite ? (
          <Button size="small" className="justify-self-start" onClick={() => make(deleteMarks([chosen]))}>
            {kind === "note" ? <Trash2 aria-hidden /> : <Ungroup aria-hidden />}
            {kind === "note" ? "Delete note" : "Ungroup"}
          </Button>
        ) : null}
      </div>
    </FormContext>
  );
}

function Members({ value, mark: { nodeIds } }: { readonly value: Json; readonly mark: SketchMark }) {
  const { nodes } = sketchOf(value);
  const names = nodeIds.map((id) => {
    const node = nodes.find((one) => one.id === id);
    return node === undefined ? id : nodeNameOf(node);
  });
  return <p className="text-ink-soft">Around {names.join(", ")}.</p>;
}
