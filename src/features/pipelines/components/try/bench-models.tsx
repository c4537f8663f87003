"use client";

import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import type { KnownNames } from "../../model/known-names.ts";
import { maxBenchModels } from "../../model/try/bench.ts";

interface BenchModelsProps {
  readonly known: KnownNames["models"];
  readonly chosen: readonly string[];
  readonly onChange: (models: readonly string[]) => void;
}

/** The models to compare, one per column. */
export function BenchModels({ known, chosen, onChange }: BenchModelsProps) {
  const [typed, setTyped] = useState("");
  const listId = useId();
  const model = typed.trim();
  const isFull = chosen.length >= maxBenchModels;
  const mayAdd = model !== "" && !chosen.includes(model) && !isFull;
  const add = () => {
    if (!mayAdd) return;
    onChange([...chosen, model]);
    setTyped("");
  };
  return (
    <section aria-label="Models" className="grid content-start gap-2">
      <Field label="Add a model" hint={isFull ? `${maxBenchModels} at most.` : null}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              list={listId}
              autoComplete="off"
              spellCheck={false}
              placeholder="vendor/model"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") add();
              }}
            />
            <Button disabled={!mayAdd} onClick={add}>
              <Plus aria-hidden />
              Add
            </Button>
          </span>
        )}
      </Field>
      <datalist id={listId}>
        {known.map(({ ref, displayName }) => (
          <option key={ref} value={ref}>
            {displayName}
          </option>
        ))}
      </datalist>
      <ul className="grid gap-1">
        {chosen.map((one) => (
          <li key={one} className="flex items-center gap-2 rounded-small bg-sunken pl-2">
            <span className="min-w-0 grow truncate text-mono">{one}</span>
            <IconButton
              label={`Remove ${one}`}
              size="icon-small"
              onClick={() => onChange(chosen.filter((other) => other !== one))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
