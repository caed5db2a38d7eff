// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from "vitest";
import type { FeedEvent } from "../protocol";
import { type Connection, FaultError, httpTransport, join } from ".";

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("commands over HTTP", () => {
  test("carry the member's header, the fields, and an id only for changes", async () => {
    const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(() => Promise.resolve(json(200, { ok: { rev: 1, now: 5 } })));
    vi.stubGlobal("fetch", fetched);
    const transport = httpTransport("m-1");
    expect(await transport.call("time_now", {})).toMatchObject({ now: 5 });
    await transport.call("note_delete", { note_id: "n" }, { commandId: "c" });
    const [query, change] = fetched.mock.calls;
    expect(query?.[1].body).toBe("{}");
    expect(change?.[0]).toBe("/rpc/note_delete");
    expect(change?.[1].headers).toMatchObject({ "X-Backroom": "m-1", "Content-Type": "application/json" });
    expect(JSON.parse(String(change?.[1].body))).toEqual({ note_id: "n", command_id: "c" });
  });

  test.each([
    ["a refusal is its sentence", json(422, { fault: { code: "refused", message: "No." } }), "refused", "No."],
    ["an error without words still has some", new Response("<html>", { status: 502 }), "internal", /502/],
    ["a forgotten cookie is an end of access", new Response("", { status: 401 }), "unauthorized", /Join again/],
    ["half an answer is no answer", new Response("{", { status: 200 }), "offline", /no connection/i],
  ])("%s", async (_, response, code, message) => {
    vi.stubGlobal("fetch", () => Promise.resolve(response));
    const fault = await httpTransport("m-1").call("time_now", {}).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(FaultError);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) as unknown });
  });

  test("joining answers who one is", async () => {
    const me = { id: "m-1", name: "Maya", role: "observer" };
    const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(() => Promise.resolve(json(200, { ok: { me } })));
    vi.stubGlobal("fetch", fetched);
    expect(await join({ token: "token" }, "Maya")).toEqual(me);
    expect(fetched.mock.calls[0]?.[1].headers).toMatchObject({ "X-Backroom": "join" });
  });
});

describe("the feed over HTTP", () => {
  const hello: FeedEvent = { type: "hello", me: { id: "m", name: "", role: "observer" }, now: 0 };
  const wire = (event: FeedEvent, id?: string) => `${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(event)}\n\n`;
  const entity = (rev: number): FeedEvent => ({
    type: "entity",
    rev,
    kind: "presence",
    entity: { id: "presence", note_takers: rev, observers: 0, connected: null },
  });
  const body = (...pieces: string[]) =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
          controller.close();
        },
      }),
    );

  test("goes on from where it was, says since when it is lost, and ends when access ends", async () => {
    vi.useFakeTimers();
    vi.setSystemTime(1000);
    const answers = [
      body(wire(hello), wire({ type: "reset" }), wire(entity(1), "F.1"), wire({ type: "ready", cursor: "F.2" }), wire(entity(3), "F.3")),
      // Broken in the middle of what was missed: the position must not move.
      body(wire(hello), wire(entity(4), "F.4")),
      new Response("busy", { status: 503 }),
      json(401, { fault: { code: "unauthorized", message: "You are not in the room any more." } }),
    ];
    const urls: string[] = [];
    vi.stubGlobal("fetch", (url: string) => {
      urls.push(url);
      return Promise.resolve(answers.shift());
    });
    const connections: Connection[] = [];
    const events: string[] = [];
    httpTransport("m-1").feed("session=s", null, {
      frame: ({ event }) => events.push(event.type),
      connection: (connection) => connections.push(connection),
    });
    for (let step = 0; step < 40; step += 1) await vi.advanceTimersByTimeAsync(250);
    expect(urls).toEqual([
      "/feed?scope=session%3Ds",
      "/feed?scope=session%3Ds&after=F.3",
      "/feed?scope=session%3Ds&after=F.3",
      "/feed?scope=session%3Ds&after=F.3",
    ]);
    expect(connections.map(({ state }) => state)).toEqual(["connecting", "open", "lost", "lost", "lost", "ended"]);
    const lost = connections.filter((connection) => connection.state === "lost");
    expect(new Set(lost.map(({ since }) => since)).size, "lost since the first loss").toBe(1);
    expect(events.slice(0, 5)).toEqual(["hello", "reset", "entity", "ready", "entity"]);
  });

  test("tries at once when the network is back", async () => {
    vi.useFakeTimers();
    let calls = 0;
    vi.stubGlobal("fetch", () => {
      calls += 1;
      return Promise.reject(new TypeError("no network"));
    });
    const stop = httpTransport("m-1").feed("study", null, { frame: () => undefined, connection: () => undefined });
    await vi.advanceTimersByTimeAsync(60_000);
    const before = calls;
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toBe(before + 1);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls, "stopped is stopped").toBe(before + 1);
  });

  test("however long the network was gone, the page is back within 2 s", async () => {
    vi.useFakeTimers();
    const calls: number[] = [];
    vi.stubGlobal("fetch", () => {
      calls.push(Date.now());
      return Promise.reject(new TypeError("no network"));
    });
    const stop = httpTransport("m-1").feed("study", null, { frame: () => undefined, connection: () => undefined });
    await vi.advanceTimersByTimeAsync(600_000);
    const waits = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
    expect(Math.max(...waits)).toBeLessThan(2000);
    stop();
  });

  test("what was sent into a network that is gone is given up: after a while, and at once when it is back", async () => {
    vi.useFakeTimers();
    let calls = 0;
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
      calls += 1;
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new TypeError("aborted"))));
    });
    const stop = httpTransport("m-1").feed("study", null, { frame: () => undefined, connection: () => undefined });
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toBe(1);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(300);
    expect(calls, "the network is back").toBe(2);
    await vi.advanceTimersByTimeAsync(7000);
    expect(calls, "nobody said so").toBe(3);
    stop();
  });

  /** Streams that open and then say nothing more; the urls that were asked for. */
  function silentStreams(): string[] {
    const urls: string[] = [];
    vi.stubGlobal("fetch", (url: string, { signal }: RequestInit) => {
      urls.push(url);
      return Promise.resolve(
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode(wire({ type: "ready", cursor: "F.1" })));
              signal?.addEventListener("abort", () => controller.error(signal.reason));
            },
          }),
        ),
      );
    });
    return urls;
  }
  const again = "/feed?scope=study&after=F.1";

  test("silence is taken for a dead connection", async () => {
    vi.useFakeTimers();
    const urls = silentStreams();
    const connections: string[] = [];
    const stop = httpTransport("m-1").feed("study", null, {
      frame: () => undefined,
      connection: ({ state }) => connections.push(state),
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(connections).toEqual(["connecting", "open"]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(connections).toEqual(["connecting", "open", "lost", "open"]);
    expect(urls).toEqual(["/feed?scope=study", again]);
    stop();
  });

  test.each([
    ["the network is there again", () => dispatchEvent(new Event("online"))],
    ["the computer wakes up, and nothing says so", () => vi.setSystemTime(Date.now() + 3_600_000)],
    ["the page is shown again after a sleep", () => (vi.setSystemTime(Date.now() + 3_600_000), dispatchEvent(new Event("pageshow")))],
    ["the page is looked at again after a sleep", () => (vi.setSystemTime(Date.now() + 3_600_000), document.dispatchEvent(new Event("visibilitychange")))],
  ])("an open stream that may be dead is followed by another within a second when %s", async (_, happens) => {
    vi.useFakeTimers();
    const urls = silentStreams();
    const stop = httpTransport("m-1").feed("study", null, { frame: () => undefined, connection: () => undefined });
    await vi.advanceTimersByTimeAsync(2000);
    happens();
    await vi.advanceTimersByTimeAsync(1001);
    expect(urls).toEqual(["/feed?scope=study", again]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(urls.length, "once is enough").toBe(2);
    stop();
  });

  test("a look at a page whose stream is alive changes nothing", async () => {
    vi.useFakeTimers();
    const urls = silentStreams();
    const stop = httpTransport("m-1").feed("study", null, { frame: () => undefined, connection: () => undefined });
    await vi.advanceTimersByTimeAsync(2000);
    dispatchEvent(new Event("pageshow"));
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(urls.length).toBe(1);
    stop();
  });
});
