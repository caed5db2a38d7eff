import { expect, it } from "vitest";
import { openedWhen } from "./when";

const at = (year: number, month: number, day: number, hour = 9, minute = 5) =>
  new Date(year, month - 1, day, hour, minute).getTime();

it("says when a study was last open", () => {
  const now = at(2026, 11, 26, 12);
  expect(openedWhen(at(2026, 11, 26), now)).toBe("today 09:05");
  expect(openedWhen(at(2026, 11, 25, 23, 59), now)).toBe("yesterday 23:59");
  expect(openedWhen(at(2026, 11, 19), now)).toBe("Thursday 19 November");
  expect(openedWhen(at(2025, 11, 19), now)).toBe("Wednesday 19 November 2025");
});
