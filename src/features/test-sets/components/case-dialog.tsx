"use client";

import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import type { TestSetId } from "#core/ids.ts";
import { maybeMade, RequestError } from "#features/errors/index.ts";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import { type CaseDraft, caseDraftOf, newCaseDraft, readCase } from "../model/case-draft.ts";
import type { TestCaseContent } from "../model/test-outputs.ts";
import { AssertionList } from "./assertion-list.tsx";

interface CaseDialogProps {
  readonly setId: TestSetId;
  /** The case to edit; left out: a new one. */
  readonly content?: TestCaseContent;
  readonly isReadOnly?: boolean;
  readonly onClose: () => void;
}

/** A case's form: its input, the recorded answers of its nodes, and its assertions. */
export function CaseDialog({ setId, content, isReadOnly = false, onClose }: CaseDialogProps) {
  const [draft, setDraft] = useState(content === undefined ? newCaseDraft : caseDraftOf(content));
  const { createCase, updateCase } = useTestMutations(onClose);
  const { fields, faults } = readCase(draft);
  const change = (part: Partial<CaseDraft>) => setDraft((before) => ({ ...before, ...part }));
  const error = createCase.error ?? updateCase.error;
  return (
    <FormDialog
      title={content === undefined ? "Add test case" : content.name}
      description="It is played in memory: nodes get the answers below, and nothing is sent."
      action={content === undefined ? "Add test case" : "Save test case"}
      isReady={fields !== null && !isReadOnly}
      isPending={createCase.isPending || updateCase.isPending}
      onSubmit={() => {
        if (fields === null) return;
        if (content === undefined) createCase.mutate({ setId, ...fields });
        else updateCase.mutate({ caseId: content.id, ...fields });
      }}
      onClose={onClose}
    >
      {error === null ? null : <RequestError error={error} ifUnanswered={maybeMade} />}
      <Field label="Name" isRequired hint={draft.name.trim() === "" ? faults.name : null}>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            readOnly={isReadOnly}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <AssertionList
        drafts={draft.assertions}
        faults={faults.assertions}
        isReadOnly={isReadOnly}
        onChange={(assertions) => change({ assertions })}
      />
      {jsonFields.map(({ field, label, hint }) => (
        <Field key={field} label={label} isRequired hint={hint} error={faults[field]}>
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              spellCheck={false}
              readOnly={isReadOnly}
              className="font-mono"
              value={draft[field]}
              onChange={(event) => change({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </FormDialog>
  );
}

const jsonFields = [
  { field: "input", label: "Input", hint: "JSON: the input of the run." },
  {
    field: "variables",
    label: "Variables",
    hint: "A JSON object. Variables that are left out have their defaults.",
  },
  {
    field: "answers",
    label: "Answers",
    hint: 'By the ids of nodes: { "draft": { "request": null, "attempts": [{ "end": "completed", "output": "…" }] } }',
  },
] as const;
