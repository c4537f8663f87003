import { formatBytes } from "#components/ui/format/bytes.ts";

/** Only this much is rendered; copying and downloading give all of it. */
export const shownCharacters = 100_000;

/** Says that a text of this length is not shown in full. */
export function CutNote({ length }: { readonly length: number }) {
  if (length <= shownCharacters) return null;
  return (
    <p className="px-4 py-2 text-ink-faint text-mono">
      The first {formatBytes(shownCharacters)} of {formatBytes(length)}. Copy it to get all of it.
    </p>
  );
}
