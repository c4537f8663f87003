"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

interface VersionChoiceProps {
  readonly publishedVersion: number | null;
  readonly value: "draft" | number;
  readonly onChange: (version: "draft" | number) => void;
}

/** The draft on the screen, or what has been published. */
export function VersionChoice({ publishedVersion, value, onChange }: VersionChoiceProps) {
  if (publishedVersion === null) return null;
  return (
    <Field
      label="Version"
      isRequired
      hint={
        value === "draft"
          ? undefined
          : "The form is made from the draft; the published version may ask for other things."
      }
    >
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onChange={(event) => onChange(event.target.value === "draft" ? "draft" : publishedVersion)}
        >
          <option value="draft">The draft, as it is now</option>
          <option value={String(publishedVersion)}>Version {publishedVersion}, published</option>
        </Select>
      )}
    </Field>
  );
}
