/**
 * Thrown by an evaluation that is within its own budget, but not within what is left for the step it is part of. It
 * says nothing about the expression: the same evaluation succeeds in a step of its own.
 */
export class StepWorkSpent extends Error {
  override readonly name = "StepWorkSpent";
}
