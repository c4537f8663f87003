import { AsyncLocalStorage } from "node:async_hooks";
import { Middleware, NonRetriableError } from "inngest";

/** The step whose work the running code belongs to. */
const steps = new AsyncLocalStorage<string>();

/**
 * A step that is requested inside another never begins: the SDK warns and waits forever. It is refused here, with the
 * names of both. Only what belongs to the outer step's own work counts, so parallel steps are left alone.
 */
export class NoNestedSteps extends Middleware.BaseMiddleware {
  readonly id = "penstock-no-nested-steps";

  override wrapStepHandler({ next, stepInfo }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return steps.run(stepInfo.options.id, next);
  }

  override wrapStep({ next, stepInfo, fn }: Middleware.WrapStepArgs): Promise<unknown> {
    const outer = steps.getStore();
    if (outer === undefined) return next();
    const message =
      `Function ${fn.id()} asks for step ${stepInfo.options.id} inside step ${outer}, which the embedded engine does not support. ` +
      "Ask for it after that step.";
    return Promise.reject(new NonRetriableError(message));
  }
}
