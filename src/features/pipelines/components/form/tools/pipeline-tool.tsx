"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import type { Json } from "#core/json/json.ts";
import { fieldsFault, withPipeline } from "../../../model/form/pipeline-tools.ts";
import { useFormContext } from "../form-context.ts";

/** Gives an agent another pipeline of the workspace as a tool. */
export function PipelineTool({ tools }: { readonly tools: Json | undefined }) {
  const { isReadOnly } = useFormContext();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" disabled={isReadOnly} onClick={() => setOpen(true)}>
        Add a pipeline
      </Button>
      {isOpen ? <PipelineDialog tools={tools} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface PipelineDialogProps {
  readonly tools: Json | undefined;
  readonly onClose: () => void;
}

const nothing = { pipeline: "", description: "", fields: "", acts: false };

function PipelineDialog({ tools, onClose }: PipelineDialogProps) {
  const { change, names } = useFormContext();
  const [written, setWritten] = useState(nothing);
  const set = (part: Partial<typeof nothing>) => setWritten((before) => ({ ...before, ...part }));
  const formId = useId();
  const fault = fieldsFault(written.fields);
  const isWhole = written.pipeline.trim() !== "" && written.description.trim() !== "" && fault === null;
  const add = (event: FormEvent) => {
    event.preventDefault();
    // A dialog over the node's form.
    event.stopPropagation();
    if (isWhole && change(["config", "tools"], [...withPipeline(tools, written)])) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Add a pipeline as a tool"
      description="What the model passes to it is the input of a run of that pipeline, and the run's output is the answer."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="primary" type="submit" form={formId} disabled={!isWhole}>
            Add the tool
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={add} className="grid gap-3">
        <Field label="Pipeline" isRequired hint="Its short name. The published version is run.">
          {(control) => (
            <Input
              {...control}
              value={written.pipeline}
              list={`${formId}-known`}
              autoComplete="off"
              onChange={({ target }) => set({ pipeline: target.value })}
            />
          )}
        </Field>
        <datalist id={`${formId}-known`}>
          {names.pipelines.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </datalist>
        <Field label="What it does" isRequired hint="The model uses it to decide when to call the tool.">
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              value={written.description}
              onChange={({ target }) => set({ description: target.value })}
            />
          )}
        </Field>
        <Field
          label="What the model passes to it"
          hint="Names of text fields, separated by commas, such as customer, question."
          error={fault}
        >
          {(control) => (
            <Input
              {...control}
              value={written.fields}
              onChange={({ target }) => set({ fields: target.value })}
            />
          )}
        </Field>
        <div className="flex items-center gap-2 text-ink-soft">
          <Checkbox id={`${formId}-acts`} checked={written.acts} onCheckedChange={(acts) => set({ acts })} />
          <label htmlFor={`${formId}-acts`}>It acts on the outside world</label>
        </div>
      </form>
    </Dialog>
  );
}
