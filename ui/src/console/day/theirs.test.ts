import { expect, test } from "vitest";
import { theirTime } from "./theirs";

test("their own time stands beside ours, with a warning when it is early or late", () => {
  const at = (start: number, zone: string | null) => theirTime("2026-11-26", start, "Europe/Berlin", zone);
  expect(at(720, "Asia/Singapore")).toEqual({ says: "19:00 for them", awkward: false });
  expect(at(780, "Asia/Singapore"), "20:00 is still allowed").toEqual({ says: "20:00 for them", awkward: false });
  expect(at(785, "Asia/Singapore")?.awkward).toBe(true);
  expect(at(540, "America/New_York")).toEqual({ says: "03:00 for them", awkward: true });
  expect(at(1200, "Asia/Tokyo")?.says).toBe("04:00 the next day for them");
  expect(at(300, "America/New_York")?.says).toBe("23:00 the day before for them");
  expect(at(540, "Europe/Paris"), "another zone with the same time is no news").toBe(null);
  expect(at(540, null)).toBe(null);
  expect(at(540, "Nowhere/Else")).toBe(null);
});
test("the weeks between two clock changes are told apart", () => {
  expect(theirTime("2026-03-20", 900, "Europe/Berlin", "America/New_York")?.says).toBe("10:00 for them");
  expect(theirTime("2026-04-01", 900, "Europe/Berlin", "America/New_York")?.says).toBe("09:00 for them");
});
