"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import type { Json } from "#core/json/json.ts";
import { readSample } from "../../../model/form/read-sample.ts";

interface SampleFieldProps {
  /** Whether only an object with fields is accepted. */
  readonly needsObject: boolean;
  readonly onTake: (sample: Json) => void;
  readonly onLeave: () => void;
}

/** Accepts pasted JSON to generate a schema from. */
export function SampleField({ needsObject, onTake, onLeave }: SampleFieldProps) {
  const [typed, setTyped] = useState("");
  const sample = readSample(typed, needsObject);
  return (
    <div className="grid gap-2 border-l pl-3">
      <Field
        label="A sample"
        isRequired
        hint="JSON, as a program or a model would give it. Only its structure is used."
        error={sample.ok || typed.trim() === "" ? null : sample.message}
      >
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            rows={4}
            className="font-mono text-mono"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button size="small" disabled={!sample.ok} onClick={() => (sample.ok ? onTake(sample.value) : null)}>
          Describe it
        </Button>
        <Button size="small" tone="quiet" onClick={onLeave}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
