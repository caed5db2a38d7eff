/** Words for seats of a group. */

/** Whether somebody is in their seat. */
export const SEAT: Record<string, string> = {
  expected: "Expected",
  came: "Came",
  late: "Came late",
  left: "Left",
  no_show: "No-show",
};
