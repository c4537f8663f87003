"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { useRowKeys } from "../../../hooks/use-row-keys.ts";
import { type ConditionParts, isPath } from "../../../model/form/condition-parts.ts";
import {
  readCondition,
  withComparison,
  withJoin,
  withoutComparison,
} from "../../../model/form/joined-condition.ts";
import { useFormContext } from "../form-context.ts";
import { ComparisonFields } from "./comparison-fields.tsx";

interface ConditionBuilderProps {
  /** The accessible name. */
  readonly label: string;
  readonly source: string;
  readonly onCommit: (source: string) => boolean;
}

interface Pending {
  readonly index: number;
  readonly parts: ConditionParts;
}

const unwritten: ConditionParts = { value: "", test: "is", with: "" };

/** Edits a condition made of comparisons joined by "and" or "or". Anything more complex is edited only as text. */
export function ConditionBuilder({ label, source, onCommit }: ConditionBuilderProps) {
  const { isReadOnly } = useFormContext();
  const isUnwritten = /^(?:true|false)?$/.test(source.trim());
  // A new comparison whose parts can be typed in any order; kept here until it can be written to the text.
  const [pending, setPending] = useState<Pending | null>(null);
  const read = readCondition(source);
  const written = read?.comparisons.map(({ parts }) => parts) ?? [];
  const isPending = pending !== null && pending.index === written.length;
  const begun = isPending ? pending.parts : written.length === 0 ? unwritten : null;
  const rows = begun === null ? written : [...written, begun];
  const { keys, onRemove } = useRowKeys(rows.length);
  if (read === null && !isUnwritten) return null;
  const isSeveral = rows.length > 1;
  const write = (index: number, part: Partial<ConditionParts>) => {
    const next = { ...unwritten, ...rows[index], ...part };
    if (index === written.length) setPending({ index, parts: next });
    return isPath(next.value) && onCommit(withComparison(read, index, next));
  };
  const remove = (index: number) => {
    setPending(null);
    if (read === null || index >= written.length) return;
    if (onCommit(withoutComparison(read, index))) onRemove(index);
  };
  return (
    <fieldset aria-label={label} className="@container grid gap-2">
      {read !== null && isSeveral ? (
        <SwitchButtons
          label="What must be true"
          value={read.join}
          onValueChange={(join) => onCommit(withJoin(read, join))}
          options={[
            { value: "all", label: "All are true" },
            { value: "any", label: "Any is true" },
          ]}
          className="justify-self-start"
        />
      ) : null}
      {rows
        .map((parts, index) => ({ parts, index }))
        .map(({ parts, index }) => (
          <div key={keys[index]} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-1">
            <ComparisonFields
              label={isSeveral ? `Comparison ${index + 1}` : null}
              parts={parts}
              written={written[index]?.value}
              onChange={(part) => write(index, part)}
            />
            {isSeveral ? (
              <IconButton
                label={`Remove comparison ${index + 1}`}
                size="icon-small"
                disabled={isReadOnly}
                onClick={() => remove(index)}
              >
                <X aria-hidden />
              </IconButton>
            ) : null}
          </div>
        ))}
      {begun === null ? (
        <Button
          tone="quiet"
          size="small"
          className="justify-self-start"
          disabled={isReadOnly}
          onClick={() => setPending({ index: written.length, parts: unwritten })}
        >
          <Plus aria-hidden />
          Add a comparison
        </Button>
      ) : null}
    </fieldset>
  );
}
