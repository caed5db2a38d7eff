/** How the running session keeps to its plan, as the console forecasts it. */

import type { Forecast } from "../../protocol";
import type { Desk } from "../desk.svelte";

/** Milliseconds in which several frames make one question. */
const TOGETHER = 150;

/**
 * The forecast as it stands, null while nothing runs. Asked again each minute, and when the plan, the session or an
 * item of its guide changes. To be called while a component is made; it lasts as long as the component.
 */
export function followForecast(desk: Desk): { readonly current: Forecast | null } {
  let current = $state.raw<Forecast | null>(null);
  $effect(() => {
    if (!desk.study.live) {
      current = null;
      return;
    }
    void [desk.minutes.now, desk.study.slots, desk.study.items];
    let wanted = true;
    const soon = setTimeout(() => {
      void desk.ask("pace_forecast", {}).then(({ answer }) => {
        if (wanted) current = answer ?? null;
      });
    }, TOGETHER);
    return () => {
      wanted = false;
      clearTimeout(soon);
    };
  });
  return {
    get current() {
      return current;
    },
  };
}
