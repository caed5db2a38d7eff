/** Which way leads from this page to the engine. */

export { join, httpTransport } from "./http";
export { uuid7 } from "./uuid";
export * from "./types";
