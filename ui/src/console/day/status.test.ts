import { expect, test } from "vitest";
import { readCodes, stepsFrom } from "./status";

test("codes are read one by one and as ranges", () => {
  expect(readCodes("p04, P05;P06  p04")).toEqual(["P04", "P05", "P06"]);
  expect(readCodes("P08–P11")).toEqual(["P08", "P09", "P10", "P11"]);
  expect(readCodes("P1 - 3, R2")).toEqual(["P1", "P2", "P3", "R2"]);
  expect(readCodes("P09-A12 P12-P09"), "what is no range stays as it is").toEqual(["P09-A12", "P12-P09"]);
  expect(readCodes("")).toEqual([]);
});

test("what ended can be reopened or left out, what was cancelled can be planned again", () => {
  const steps = (status: string) => stepsFrom(status).map(({ step }) => step);
  expect(steps("done")).toEqual(["reopen", "leave_out"]);
  expect(steps("cancelled")).toEqual(["plan"]);
  expect(steps("rescheduled")).toEqual([]);
});
