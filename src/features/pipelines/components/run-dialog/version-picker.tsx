"use client";

import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import type { RunSource } from "../../model/run-form/run-source.ts";

interface VersionChoiceProps {
  readonly sources: readonly RunSource[];
  readonly publishedVersion: number | null;
  readonly value: RunSource["version"];
  readonly onChange: (source: RunSource) => void;
  /** Why the draft cannot be chosen. */
  readonly withoutDraft: string | null;
}

/** Chooses the draft in the editor or a published version. */
export function VersionPicker({
  sources,
  publishedVersion,
  value,
  onChange,
  withoutDraft,
}: VersionChoiceProps) {
  if (publishedVersion === null) return null;
  return (
    <Field label="Version" isRequired hint={withoutDraft ?? undefined}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onChange={(event) => {
            const chosen = sources.find(({ version }) => String(version) === event.target.value);
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {sources.map(({ version }) => (
            <option key={version} value={String(version)}>
              {version === "draft"
                ? "The draft, as it is now"
                : `Version ${version}${version === publishedVersion ? ", published" : ""}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
