"use client";

import { Markdown } from "#components/ui/display/markdown.tsx";
import type { Json } from "#core/json/json.ts";

interface ReadableFieldsProps {
  readonly fields: readonly (readonly [name: string, value: Json])[];
}

/** An object of texts, each rendered below its name. */
export function ReadableFields({ fields }: ReadableFieldsProps) {
  return (
    <dl className="grid gap-4">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt className="figures mb-1 border-b pb-1 text-ink-faint">{name}</dt>
          <dd>
            {typeof value === "string" ? (
              <Markdown source={value} />
            ) : (
              <pre className="whitespace-pre-wrap break-words text-mono">
                {JSON.stringify(value, null, 2)}
              </pre>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
