import { expect, test } from "vitest";
import { participant, seat, session } from "../../testing/build";
import { columnsOf, nextCode, sessionsOf, valuesOf } from "./columns";

const people = [
  participant({ id: "1", code: "P01", attributes: [{ name: "Role", value: "Approver", public: true }] }),
  participant({
    id: "2",
    code: "P12",
    attributes: [
      { name: "Role", value: "Approver", public: true },
      { name: "Country", value: "Spain", public: false },
    ],
  }),
  participant({ id: "3", code: "Guest", attributes: [{ name: "Role", value: "Filer", public: true }] }),
];

test("columns come in the order in which they are met", () => {
  expect(columnsOf(people)).toEqual([
    { name: "Role", public: true },
    { name: "Country", public: false },
  ]);
});

test("values are counted by people, the most frequent first", () => {
  expect(valuesOf(people, "Role")).toEqual([
    { value: "Approver", people: 2 },
    { value: "Filer", people: 1 },
  ]);
});

test("the next code follows the highest of the usual form", () => {
  expect(nextCode(people)).toBe("P13");
  expect(nextCode([])).toBe("P01");
});

test("sessions are found by seat", () => {
  const own = session({ id: "s1", seats: [seat({ participant_id: "2" })] });
  expect(sessionsOf(people[1]!, [own, session({ id: "s2", seats: [] })])).toEqual([own]);
});
