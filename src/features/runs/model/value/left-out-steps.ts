/** How many steps of a run's document lack their output; 0 if the text is not such a document. */
export function countLeftOut(document: string): number {
  if (!document.includes('"outputLeftOut"')) return 0;
  try {
    const { steps } = JSON.parse(document) as { readonly steps?: unknown };
    if (!Array.isArray(steps)) return 0;
    return steps.filter((step: { outputLeftOut?: unknown } | null) => step?.outputLeftOut === true).length;
  } catch {
    return 0;
  }
}
