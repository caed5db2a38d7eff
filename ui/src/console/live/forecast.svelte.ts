/** How the running session keeps to its plan, asked again whenever something of it changes and every minute. */

import { untrack } from "svelte";
import type { Forecast } from "../../protocol";
import type { Desk } from "../desk.svelte";

/** Changes that come together are asked about once, after so many milliseconds. */
const TOGETHER = 400;

/** Follows the forecast while the component that calls this is there. */
export function followForecast(desk: Desk): { readonly now: Forecast | null } {
  let forecast = $state.raw<Forecast | null>(null);
  $effect(() => {
    const { study, minutes } = desk;
    void [study.live, study.items, study.slots, minutes.now];
    const timer = setTimeout(() => {
      void untrack(() => desk.ask("pace_forecast", {})).then(({ answer }) => (forecast = answer ?? null));
    }, TOGETHER);
    return () => clearTimeout(timer);
  });
  return {
    get now() {
      return forecast?.session_id === desk.study.live?.id ? forecast : null;
    },
  };
}
