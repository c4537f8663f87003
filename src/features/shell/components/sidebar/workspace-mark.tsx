/** A workspace's initial, enough to distinguish a few of them. */
export function WorkspaceMark({ name }: { readonly name: string }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-small bg-accent-fill font-semibold text-mono text-on-fill"
    >
      {[...name.trim()][0]?.toUpperCase() ?? "?"}
    </span>
  );
}
