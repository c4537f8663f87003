import { describe, expect, it } from "vitest";
import { errorCodes, isRetryable } from "#core/errors.ts";
import { resumeObstacle } from "./resume-obstacle.ts";

describe("resumeObstacle", () => {
  it("says what helps where the same data meets the same pipeline", () => {
    expect(resumeObstacle("EXPRESSION_FAILED")).toContain(
      "Change the input and run again, or edit the pipeline.",
    );
    expect(resumeObstacle("MISSING_VARIABLE")).not.toBeNull();
  });

  it("holds nobody back where time, another try or a person can help", () => {
    expect(errorCodes.filter(isRetryable).map(resumeObstacle)).not.toContainEqual(expect.any(String));
    for (const code of ["KEY_MISSING", "PROVIDER_SPEND_LIMIT", "RUN_TIMEOUT", "RUN_CANCELLED"] as const) {
      expect(resumeObstacle(code)).toBeNull();
    }
  });
});
