import { useId } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type ChosenTroubles, troubles } from "../../model/run-form/rehearsal-trouble.ts";

interface RehearsalFieldsProps {
  readonly definition: PipelineDefinition;
  /** Null: a real run. */
  readonly value: ChosenTroubles | null;
  readonly onChange: (value: ChosenTroubles | null) => void;
}

/** Whether the run is a rehearsal, and which fault each agent meets in it. */
export function RehearsalFields({ definition, value, onChange }: RehearsalFieldsProps) {
  const checkId = useId();
  const hintId = useId();
  const agents = definition.nodes.filter((node) => node.type === "agent");
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1">
        <Checkbox
          id={checkId}
          className="mt-0.5"
          aria-describedby={hintId}
          checked={value !== null}
          onCheckedChange={(checked) => onChange(checked ? {} : null)}
        />
        <label htmlFor={checkId}>Rehearse on the sandbox</label>
        <p id={hintId} className="col-start-2 text-ink-soft">
          No provider is called and no request is sent: agents answer from the sandbox, and HTTP requests are
          held back.
        </p>
      </div>
      {value === null
        ? null
        : agents.map(({ id, name }) => (
            <Field key={id} label={`Trouble at ${name}`}>
              {(control) => (
                <Select
                  {...control}
                  value={value[id] ?? ""}
                  onChange={(event) => onChange({ ...value, [id]: event.target.value })}
                >
                  <option value="">None</option>
                  {troubles.map(({ words }) => (
                    <option key={words} value={words}>
                      {words}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ))}
    </div>
  );
}
