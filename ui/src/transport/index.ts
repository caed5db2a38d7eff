/** Which way leads from this page to the engine. */

export { join, httpTransport, type Key } from "./http";
export { uuid7 } from "./uuid";
export * from "./types";
