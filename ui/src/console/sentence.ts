/** What went wrong, as a sentence or two to show. */

import { FaultError } from "../transport";
import { trouble } from "../words";

/** What happened and what to do; anything that is no fault is a fault of the program. */
export function sentence(reason: unknown): string {
  if (reason instanceof FaultError) return trouble(reason);
  return trouble({ code: "internal", message: "Something in Backroom went wrong. Nothing was changed." });
}
