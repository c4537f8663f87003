/** What is wrong with a field, below it. */
export function FieldProblem({ problem }: { readonly problem: string | null }) {
  return problem === null ? null : (
    <p role="alert" className="text-failed">
      {problem}
    </p>
  );
}
