import { expect, it } from "vitest";
import { pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { parsePipelineOrder, pipelineOrderQuery } from "./pipeline-order.ts";

it("parses what it formats, and falls back to the default order", () => {
  expect(parsePipelineOrder("loudest")).toBe("changed");
  for (const order of pipelineOrders) {
    expect(parsePipelineOrder(new URLSearchParams(pipelineOrderQuery(order)).get("order"))).toBe(order);
  }
  expect(pipelineOrderQuery("changed")).toBe("");
});
