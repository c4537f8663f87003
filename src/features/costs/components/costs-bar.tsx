"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { costGroups } from "#core/pricing/cost-groups.ts";
import { PipelineSelect } from "#features/pipeline-select/index.ts";
import { groupTitles } from "../model/cost-rows.ts";
import { type ChosenDays, type CostsView, daysOf, isChoice, periods } from "../model/costs-view.ts";

interface CostsBarProps {
  readonly view: CostsView;
  readonly nowMs: number;
  readonly onChange: (part: Partial<CostsView>) => void;
}

/** The period, and what to group costs by. */
export function CostsBar({ view, nowMs, onChange }: CostsBarProps) {
  const [isChoosing, setIsChoosing] = useState(typeof view.period !== "string");
  return (
    <search
      aria-label="Filter costs"
      className="flex flex-wrap items-center gap-2 border-b px-6 py-2 max-sm:px-4"
    >
      <Select
        aria-label="Time"
        className="w-40"
        value={isChoosing || typeof view.period !== "string" ? "choose" : view.period}
        onChange={({ target: { value } }) => {
          const period = periods.find(({ name }) => name === value)?.name;
          setIsChoosing(period === undefined);
          if (period !== undefined) onChange({ period });
        }}
      >
        {periods.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
        <option value="choose">Custom range</option>
      </Select>
      {isChoosing ? (
        <DayFields days={daysOf(view, nowMs)} onChange={(period) => onChange({ period })} />
      ) : null}
      <PipelineSelect
        all="All pipelines"
        value={view.pipelineId}
        onChange={(pipelineId) => onChange({ pipelineId })}
      />
      <SwitchButtons
        label="Grouped by"
        value={view.by}
        onValueChange={(by) => onChange({ by })}
        options={costGroups.map((group) => ({ value: group, label: groupTitles[group] }))}
        className="flex-wrap"
      />
    </search>
  );
}

function DayFields({
  days,
  onChange,
}: {
  readonly days: ChosenDays;
  readonly onChange: (days: ChosenDays) => void;
}) {
  const [draft, setDraft] = useState(days);
  const isGood = isChoice(draft);
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) onChange(draft);
      }}
    >
      {(["firstDay", "lastDay"] as const).map((field) => (
        <Input
          key={field}
          type="date"
          aria-label={field === "firstDay" ? "First day" : "Last day"}
          aria-invalid={!isGood}
          className="w-36"
          value={draft[field]}
          onChange={({ target: { value } }) => setDraft({ ...draft, [field]: value })}
        />
      ))}
      <Button type="submit" disabled={!isGood}>
        Show
      </Button>
      {isGood ? null : (
        <span role="alert" className="text-failed">
          Enter a first day and a later last day, at most a year apart.
        </span>
      )}
    </form>
  );
}
