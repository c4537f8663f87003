"use client";

import { useState } from "react";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { useFieldProblem } from "../form-context.ts";

interface IdFieldProps {
  readonly id: string;
  readonly obstacle: (wanted: string) => string | null;
  readonly onRename: (to: string) => boolean;
  readonly isReadOnly: boolean;
}

/** Renames the node on blur, and updates every expression that refers to it. */
export function IdField({ id, obstacle, onRename, isReadOnly }: IdFieldProps) {
  const [typed, setTyped] = useState(id);
  const problem = useFieldProblem(["id"]);
  const why = typed === id ? problem : obstacle(typed);
  const done = () => {
    if (typed !== id && why === null) onRename(typed);
  };
  return (
    <Field
      label="Id"
      isRequired
      error={why}
      hint="Expressions refer to the node by this id, and are updated with it."
    >
      {(control) => (
        <Input
          {...control}
          data-field="id"
          readOnly={isReadOnly}
          className="font-mono text-mono"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === "Enter") done();
            if (event.key === "Escape") setTyped(id);
          }}
        />
      )}
    </Field>
  );
}
