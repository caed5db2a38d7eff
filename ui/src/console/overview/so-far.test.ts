import { expect, test } from "vitest";
import { hours, incentiveWords, segmentWords } from "./so-far";

test("hours are whole minutes", () => {
  expect([0, 40 * 60_000, 3_600_000, 22_200_000].map(hours)).toEqual(["0 h", "40 min", "1 h", "6 h 10"]);
});

test("a segment says what is done, to come and still to be found", () => {
  expect(segmentWords({ value: "Approver", target: 5, done: 3, to_come: 1 })).toEqual({ done: "3 of 5", more: "1 to come, 1 to find" });
  expect(segmentWords({ value: "Approver", target: 3, done: 4, to_come: 0 })).toEqual({ done: "4 of 3", more: "" });
  expect(segmentWords({ value: "Filer", target: null, done: 2, to_come: 0 })).toEqual({ done: "2 done", more: "" });
});

test("incentives are counted by what each gets", () => {
  expect(incentiveWords({ what: "80 EUR", owed: 3, paid: 4 })).toBe("80 EUR: 3 owed, 4 paid");
  expect(incentiveWords({ what: "80 EUR", owed: 0, paid: 0 })).toBe("80 EUR: nobody yet");
});
