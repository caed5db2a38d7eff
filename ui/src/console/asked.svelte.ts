/** The answer to a question about the study; asked again a moment after something changed. */

import type { Desk } from "./desk.svelte";
import type { AnswerOf, CommandName, RequestOf } from "../transport";

/** Milliseconds that changes are collected for. */
const PAUSE = 500;

/** Asked while the component that calls this is there; the last answer stays until the next. */
export class Asked<N extends CommandName> {
  /** None until it is known. */
  answer = $state.raw<AnswerOf<N> | null>(null);
  /** Why there is none, or only an old one. */
  trouble = $state("");

  constructor(desk: Desk, name: N, request: () => RequestOf<N>) {
    let begun = false;
    $effect(() => {
      void desk.study.rev;
      const body = request();
      let current = true;
      const asking = setTimeout(
        async () => {
          begun = true;
          const outcome = await desk.ask(name, body);
          if (!current) return;
          this.trouble = outcome.trouble ?? "";
          if (outcome.answer) this.answer = outcome.answer;
        },
        begun ? PAUSE : 0,
      );
      return () => {
        current = false;
        clearTimeout(asking);
      };
    });
  }
}
