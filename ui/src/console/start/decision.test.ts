import { describe, expect, test } from "vitest";
import type { ConsentView } from "../../protocol";
import { seat } from "../../testing/build";
import { deciders, proposed, scopesOf, together } from "./decision";

const consent = (change: Partial<ConsentView> = {}): ConsentView => ({ decided_at: 1, ...proposed(true), clipped: true, ...change });

describe("a decision", () => {
  test("names what follows from it", () => {
    const says = (people: number | null, most: number | null = null) => scopesOf({ ...proposed(true), most_observers: most }, "P06", people)[0]!.says;
    expect(says(0)).toBe("nobody is there yet");
    expect(says(7)).toBe("7 now");
    expect(says(7, 5)).toBe("7 now, 2 of them must wait");
    expect(says(null)).toBe("the room may be opened");
    expect(scopesOf(proposed(false), "P06", 3).map(({ says }) => says)).toEqual([
      "the room stays closed to this session",
      "remember to start the call's recording",
      "word for word, as P06 only",
      "no clips of P06",
    ]);
  });
});

describe("a group", () => {
  test("waits for everybody who came", () => {
    const seats = [seat({ consent: consent() }), seat({ number: 2, code: "P06" }), seat({ number: 3, code: "P07", status: "no_show" })];
    expect(deciders(seats)).toHaveLength(2);
    expect(together(seats)).toMatchObject({ missing: [{ code: "P06" }], says: "1 of 2 decided." });
  });
  test("opens the room only if all allow it, for the smallest limit", () => {
    const limited = [seat({ consent: consent({ most_observers: 5 }) }), seat({ consent: consent({ most_observers: 3 }) })];
    expect(together(limited).says).toBe("All decided: the room opens for up to 3. Nobody is told who refused.");
    const refused = [...limited, seat({ consent: consent({ observed: false, recorded: false }) })];
    expect(together(refused).says).toBe("All decided: the room stays closed to this session, no recording. Nobody is told who refused.");
  });
});
