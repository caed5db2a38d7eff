/** The body of a command as it is sent. */

import { CHANGES } from "../protocol";
import type { CallOptions, CommandName, RequestOf } from "./types";
import { uuid7 } from "./uuid";

/** The request's fields and, for changes, the command's id. */
export function body<N extends CommandName>(name: N, request: RequestOf<N>, options?: CallOptions): object {
  return CHANGES.has(name) ? { ...request, command_id: options?.commandId ?? uuid7() } : { ...request };
}
