"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field, type FieldControlProps } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { type AssertionKind, assertionKinds } from "#core/run/test-set/assertion.ts";
import { newId } from "#lib/trpc/new-id.ts";
import { type AssertionDraft, type AssertionFault, emptyDraft } from "../model/assertion-draft.ts";
import { assertionWords } from "../model/test-words.ts";
import { JudgeFields } from "./judge-fields.tsx";

interface AssertionListProps {
  readonly drafts: readonly AssertionDraft[];
  /** Errors, by the assertion's key. */
  readonly faults: ReadonlyMap<string, AssertionFault>;
  readonly isReadOnly: boolean;
  readonly onChange: (drafts: readonly AssertionDraft[]) => void;
}

/** The assertions of a case, one per row. */
export function AssertionList({ drafts, faults, isReadOnly, onChange }: AssertionListProps) {
  const headingId = useId();
  const replace = (key: string, next: AssertionDraft) =>
    onChange(drafts.map((draft) => (draft.key === key ? next : draft)));
  return (
    <fieldset aria-labelledby={headingId} disabled={isReadOnly} className="grid min-w-0 gap-2">
      <h3 id={headingId} className="font-medium">
        Assertions
      </h3>
      {drafts.map((draft, index) => (
        <AssertionRow
          key={draft.key}
          draft={draft}
          label={`Assertion ${index + 1}`}
          fault={faults.get(draft.key) ?? null}
          onChange={(next) => replace(draft.key, next)}
          onRemove={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
        />
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onChange([...drafts, emptyDraft("holds", newId())])}
      >
        <Plus aria-hidden />
        Add assertion
      </Button>
    </fieldset>
  );
}

interface AssertionRowProps {
  readonly draft: AssertionDraft;
  readonly label: string;
  readonly fault: AssertionFault | null;
  readonly onChange: (draft: AssertionDraft) => void;
  readonly onRemove: () => void;
}

function AssertionRow({ draft, label, fault, onChange, onRemove }: AssertionRowProps) {
  const hasValueOf = kindsOfValues.has(draft.kind);
  const chooseKind = (name: string) => {
    const kind = assertionKinds.find((one) => one === name) ?? draft.kind;
    onChange({ ...emptyDraft(kind, draft.key), of: draft.of, judge: draft.judge });
  };
  return (
    <div className="grid gap-2 rounded-base border p-2">
      <div className="flex gap-2">
        <Select aria-label={label} value={draft.kind} onChange={(event) => chooseKind(event.target.value)}>
          {assertionKinds.map((kind) => (
            <option key={kind} value={kind}>
              {assertionWords[kind]}
            </option>
          ))}
        </Select>
        <Button tone="quiet" size="icon" aria-label={`Remove ${label}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      {hasValueOf ? (
        <Field
          label="Value of"
          hint="An expression. Empty: the output of the run."
          error={fault?.field === "of" ? fault.message : null}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              placeholder="output"
              value={draft.of}
              onChange={(event) => onChange({ ...draft, of: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <Field
        label={valueLabels[draft.kind]}
        isRequired
        hint={draft.kind === "judge" ? rubricHint : null}
        error={draft.value !== "" && fault?.field === "value" ? fault.message : null}
      >
        {(control) => <ValueControl control={control} draft={draft} onChange={onChange} />}
      </Field>
      {draft.kind === "judge" ? (
        <JudgeFields judge={draft.judge} fault={fault} onChange={(judge) => onChange({ ...draft, judge })} />
      ) : null}
    </div>
  );
}

const kindsOfValues: ReadonlySet<AssertionKind> = new Set(["equals", "contains", "matches", "judge"]);

const rubricHint = "What must be true of the value, in plain words. The model also reads the case's input.";

const valueLabels: Record<AssertionKind, string> = {
  status: "Status",
  equals: "JSON",
  contains: "Text",
  matches: "JSON Schema",
  holds: "Expression",
  "cost-below": "Dollars",
  "time-below": "Seconds",
  judge: "Rubric",
};

interface ValueControlProps {
  readonly control: FieldControlProps;
  readonly draft: AssertionDraft;
  readonly onChange: (draft: AssertionDraft) => void;
}

function ValueControl({ control, draft, onChange }: ValueControlProps) {
  const change = (value: string) => onChange({ ...draft, value });
  switch (draft.kind) {
    case "status":
      return (
        <Select {...control} value={draft.value} onChange={(event) => change(event.target.value)}>
          <option value="completed">completed</option>
          <option value="failed">failed</option>
        </Select>
      );
    case "judge":
      return (
        <Textarea
          {...control}
          rows={3}
          maxLength={10_000}
          value={draft.value}
          onChange={(event) => change(event.target.value)}
        />
      );
    case "equals":
    case "matches":
    case "holds":
      return (
        <Textarea
          {...control}
          rows={2}
          spellCheck={false}
          className="min-h-10 font-mono"
          value={draft.value}
          onChange={(event) => change(event.target.value)}
        />
      );
    case "contains":
      return <Input {...control} value={draft.value} onChange={(event) => change(event.target.value)} />;
    case "cost-below":
    case "time-below":
      return (
        <Input
          {...control}
          inputMode="decimal"
          value={draft.value}
          onChange={(event) => change(event.target.value)}
        />
      );
  }
}
