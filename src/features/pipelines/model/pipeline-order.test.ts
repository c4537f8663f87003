import { expect, it } from "vitest";
import { pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { parsePipelineOrder, pipelineOrderQuery } from "./pipeline-order.ts";

it("reads back what it wrote into the address, and takes the usual order for what it does not know", () => {
  expect(parsePipelineOrder("loudest")).toBe("changed");
  for (const order of pipelineOrders) {
    expect(parsePipelineOrder(new URLSearchParams(pipelineOrderQuery(order)).get("order"))).toBe(order);
  }
  expect(pipelineOrderQuery("changed")).toBe("");
});
