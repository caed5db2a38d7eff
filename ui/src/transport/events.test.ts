import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventParser } from "./events";

const stream =
  "\uFEFF: ping\n\nid: F.1\ndata: {\"a\":1}\n\n: ping\r\n\r\ndata: one\r\ndata:two\r\n\r\nid: F.2\rdata:  x\r\revent: unknown\ndata\n\n\n\n";
const expected = [
  { id: "F.1", data: '{"a":1}' },
  { id: null, data: "one\ntwo" },
  { id: "F.2", data: " x" },
  { id: null, data: "" },
];

describe("an event stream", () => {
  test("gives whole events and passes comments over", () => {
    expect(new EventParser().push(stream)).toEqual(expected);
  });

  test("gives the same however it was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const parser = new EventParser();
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const events = edges.slice(1).flatMap((edge, index) => parser.push(stream.slice(edges[index], edge)));
        expect(events).toEqual(expected);
      }),
    );
  });

  test("an event without its end is not given", () => {
    const parser = new EventParser();
    expect(parser.push("data: half\n")).toEqual([]);
    expect(parser.push("\n")).toEqual([{ id: null, data: "half" }]);
  });
});
