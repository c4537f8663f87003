"use client";

import { ArrowDown, Plus, X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { useRowKeys } from "../../../hooks/use-row-keys.ts";
import { useFieldProblem, useFormContext } from "../form-context.ts";
import { FieldProblem } from "../value/field-problem.tsx";
import { SourceInput } from "../value/source-input.tsx";
import { SuggestedInput } from "../value/suggested-input.tsx";
import { ConditionBuilder } from "./condition-builder.tsx";

/** How a condition chooses: by one expression, or by the first of several cases that matches. */
export function ConditionForm({ config }: { readonly config: JsonObject }) {
  const { change } = useFormContext();
  const cases = Array.isArray(config.cases) ? config.cases : null;
  const question = textOf(config.condition);
  const switchTo = (kind: "question" | "cases") => {
    if ((kind === "cases") === (cases !== null)) return;
    const first = isJsonObject(cases?.[0]) ? cases[0].when : undefined;
    change(
      ["config"],
      kind === "cases"
        ? { cases: [{ label: "yes", when: question || "true" }] }
        : { condition: first ?? "true" },
    );
  };
  return (
    <>
      <SwitchButtons
        label="How it chooses"
        value={cases === null ? "question" : "cases"}
        onValueChange={switchTo}
        options={[
          { value: "question", label: "True or false" },
          { value: "cases", label: "Several cases" },
        ]}
        className="justify-self-start"
      />
      {cases === null ? <Question value={question} /> : <Cases cases={cases} />}
    </>
  );
}

function Question({ value }: { readonly value: string }) {
  const { change } = useFormContext();
  const problem = useFieldProblem(["config", "condition"]);
  const write = (text: string) => change(["config", "condition"], text);
  return (
    <>
      <ConditionBuilder label="As comparisons" source={value} onCommit={write} />
      <Field
        label="Condition"
        isRequired
        error={problem}
        hint="An expression. If it is true, the run takes the branch “true”, otherwise “false”."
      >
        {(control) => (
          <span data-field="config.condition">
            <SourceInput
              control={control}
              path={["config", "condition"]}
              value={value}
              format="expression"
              isLong={false}
              placeholder="true"
              onCommit={write}
            />
          </span>
        )}
      </Field>
    </>
  );
}

function Cases({ cases }: { readonly cases: readonly Json[] }) {
  const { change, isReadOnly } = useFormContext();
  const problem = useFieldProblem(["config", "cases"]);
  const write = (next: readonly Json[]) => change(["config", "cases"], [...next]);
  const rows = useRowKeys(cases.length);
  return (
    <fieldset data-field="config.cases" className="grid gap-3">
      <legend className="sr-only">Cases: the first one that is true is taken</legend>
      {cases
        .map((one, index) => ({ one, index }))
        .map(({ one, index }) => (
          <div
            key={rows.keys[index]}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-1 gap-y-1.5 border-l pl-3"
          >
            <Case index={index} value={isJsonObject(one) ? one : {}} />
            <div className="row-start-1 col-start-2 flex">
              <IconButton
                label={`Move case ${index + 1} down`}
                size="icon-small"
                disabled={isReadOnly || index === cases.length - 1}
                onClick={() => {
                  if (write(swapped(cases, index))) rows.onSwap(index);
                }}
              >
                <ArrowDown aria-hidden />
              </IconButton>
              <IconButton
                label={`Remove case ${index + 1}`}
                size="icon-small"
                disabled={isReadOnly || cases.length === 1}
                onClick={() => {
                  if (write(cases.filter((_, other) => other !== index))) rows.onRemove(index);
                }}
              >
                <X aria-hidden />
              </IconButton>
            </div>
          </div>
        ))}
      <Button
        tone="quiet"
        size="small"
        className="justify-self-start"
        disabled={isReadOnly}
        onClick={() => write([...cases, { label: `case ${cases.length + 1}`, when: "false" }])}
      >
        <Plus aria-hidden />
        Add a case
      </Button>
      <p className="text-ink-faint">The first case that is true is taken; “else” if none is.</p>
      <FieldProblem problem={problem} />
    </fieldset>
  );
}

function Case({ index, value }: { readonly index: number; readonly value: JsonObject }) {
  const { change } = useFormContext();
  const path = ["config", "cases", index];
  return (
    <>
      <Field label={`Way ${index + 1}`} isRequired>
        {(control) => (
          <SuggestedInput
            control={control}
            name="label"
            value={textOf(value.label)}
            onCommit={(text) => change([...path, "label"], text)}
          />
        )}
      </Field>
      <div className="col-span-full">
        <ConditionBuilder
          label={`When, of way ${index + 1}`}
          source={textOf(value.when)}
          onCommit={(text) => change([...path, "when"], text)}
        />
      </div>
      <Field label="When" isRequired className="col-span-full">
        {(control) => (
          <SourceInput
            control={control}
            path={[...path, "when"]}
            value={textOf(value.when)}
            format="expression"
            isLong={false}
            onCommit={(text) => change([...path, "when"], text)}
          />
        )}
      </Field>
    </>
  );
}

function swapped(cases: readonly Json[], index: number): readonly Json[] {
  const [own, next] = [cases[index], cases[index + 1]];
  if (own === undefined || next === undefined) return cases;
  return cases.with(index, next).with(index + 1, own);
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}
