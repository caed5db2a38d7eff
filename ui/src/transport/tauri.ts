/** The way through the window: commands by IPC, frames by a channel. The only importer of the window's API. */

import { Channel, invoke, isTauri } from "@tauri-apps/api/core";
import { body } from "./body";
import { type Desktop, FaultError, type Frame, type News, type Transport } from "./types";

/** Whether this page runs in the window. */
export { isTauri };

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (reason) {
    const fault = reason as { code?: unknown; message?: unknown };
    if (typeof fault === "object" && typeof fault.code === "string" && typeof fault.message === "string") {
      throw new FaultError(reason as ConstructorParameters<typeof FaultError>[0]);
    }
    throw new FaultError({ code: "internal", message: typeof reason === "string" ? reason : String(reason) });
  }
}

const desktop = <T>(name: string, request: object = {}) => ask<T>("desktop", { name, body: request });

const window: Desktop = {
  state: () => desktop("state"),
  open_sample: () => desktop("open_sample"),
  open_path: (path) => desktop("open_path", { path }),
  open_dialog: () => desktop("open_dialog"),
  restore: (path) => desktop("restore", { path }),
  create: (study) => desktop("create", study),
  pick_folder: () => desktop("pick_folder"),
  pick_guide: () => desktop("pick_guide"),
  close: () => desktop("close"),
  forget_recent: (path) => desktop("forget_recent", { path }),
  save: (file) => desktop("save", file),
  machine: () => desktop("machine"),
  power: (until) => desktop("power", { until }),
  strip: (on) => desktop("strip", { on }),
  mark_key: (key) => desktop("mark_key", { key }),
  hide: (on) => desktop("hide", { on }),
  news(listener) {
    const channel = new Channel<News>();
    channel.onmessage = listener;
    void ask("news", { channel });
  },
};

/** The transport of the window. */
export function tauriTransport(): Transport {
  return {
    desktop: window,
    call: (name, request, options) => ask("rpc", { name, body: body(name, request, options) }),
    feed(scope, cursor, listener) {
      let stopped = false;
      let stream: number | null = null;
      // Each message carries the frames that were ready together.
      const channel = new Channel<Frame[]>();
      channel.onmessage = (frames) => {
        for (const frame of frames) if (!stopped) listener.frame(frame);
      };
      listener.connection({ state: "connecting" });
      ask<number>("feed", { scope, after: cursor, channel }).then(
        (id) => {
          stream = id;
          if (stopped) void ask("feed_stop", { id });
          else listener.connection({ state: "open" });
        },
        (error: FaultError) => {
          const code = error.code === "offline" ? "internal" : error.code;
          if (!stopped) listener.connection({ state: "ended", fault: { code, message: error.message } });
        },
      );
      return () => {
        stopped = true;
        if (stream !== null) void ask("feed_stop", { id: stream });
      };
    },
  };
}
