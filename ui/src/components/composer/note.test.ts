import { describe, expect, test } from "vitest";
import type { TagView } from "../../protocol";
import { allTags, audienceOf, isEmpty, linesOf, newTagsOf, quoted, readIn } from "./note";
import { stampOf } from "./stamp";
import type { Vocabulary } from "./parse";

const tag = (id: string, effect: string | null = null): TagView => ({
  id,
  name: id,
  color: "grey",
  hotkey: null,
  description: null,
  position: 0,
  retired: false,
  parent: null,
  effect,
});
const tags = [tag("pain"), tag("private", "private"), tag("led", "led"), tag("hunch", "hunch")];
const vocabulary: Vocabulary = { tags, seats: [] };
const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);
// 14:15:20 in Berlin.
const session = { startedAt: at("13:15:20"), zone: "Europe/Berlin", now: at("14:00:00") };

describe("a note in its session", () => {
  test("a time that the session did not see stays text, and says so", () => {
    const read = readIn("09:00 sighs", vocabulary, session);
    expect([read.body, read.stamp, read.hints.length]).toEqual(["09:00 sighs", null, 1]);
    expect(readIn("14:32 sighs", vocabulary, session)).toMatchObject({ body: "sighs", hints: [] });
  });

  test.each([
    [[], "room", "room"],
    [["pain", "hunch"], "team", "team"],
    [["pain", "private"], "room", "own"],
    [["led"], "team", "own"],
  ] as const)("with %j wanted for the %s it is for the %s", (ids, wanted, audience) =>
    expect(audienceOf(ids, wanted, tags)).toBe(audience),
  );

  test("a tag by key alone is something; space alone is nothing", () => {
    const read = readIn("  ", vocabulary, session);
    expect([isEmpty(read, []), isEmpty(read, ["pain"])]).toEqual([true, false]);
    expect(allTags(readIn("#pain", vocabulary, session), ["pain", "led"])).toEqual(["pain", "led"]);
  });
});

describe("several lines", () => {
  const pasted = "14:32 Scrolls twice #pain\r\n\r\n  00:12:03 Sighs #checkout\n14:33:10 “Where?” #Checkout #receipt\nNo time";

  test("are those that say something", () => expect(linesOf(pasted)).toHaveLength(4));

  test("keep their times: of day, or the session's own", () => {
    const stamps = linesOf(pasted).map((line) => {
      const read = readIn(line, vocabulary, session);
      return stampOf(session.now, 2000, 0, read.stamp, session);
    });
    expect(stamps).toEqual([at("13:32:00"), at("13:27:23"), at("13:33:10"), session.now - 2000]);
  });

  test("name each new tag once", () => {
    expect(newTagsOf(linesOf(pasted), vocabulary)).toEqual(["checkout", "receipt"]);
    expect(newTagsOf(["#pain"], vocabulary)).toEqual([]);
    expect([quoted(["a"]), quoted(["a", "b", "c"])]).toEqual(["“a”", "“a”, “b” and “c”"]);
  });
});
