/** How the running session keeps to its plan, as the console forecasts it. */

import type { Forecast } from "../../protocol";
import type { Desk } from "../desk.svelte";

/** Changes that come together are asked about once, after so many milliseconds. */
const TOGETHER = 150;

/**
 * The forecast as it stands, null while nothing runs. Asked again each minute, and when the plan, the session or an
 * item of its guide changes. To be called while a component is made; it lasts as long as the component.
 */
export function followForecast(desk: Desk): { readonly now: Forecast | null } {
  let forecast = $state.raw<Forecast | null>(null);
  $effect(() => {
    const { study, minutes } = desk;
    if (!study.live) return;
    void [study.items, study.slots, minutes.now];
    let wanted = true;
    const soon = setTimeout(() => {
      void desk.ask("pace_forecast", {}).then(({ answer }) => {
        if (wanted) forecast = answer ?? null;
      });
    }, TOGETHER);
    return () => {
      wanted = false;
      clearTimeout(soon);
    };
  });
  return {
    /** Never that of a session which is over. */
    get now() {
      return forecast?.session_id === desk.study.live?.id ? forecast : null;
    },
  };
}
