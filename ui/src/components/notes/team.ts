/** The pieces of a list with which the team changes notes; who only reads does not load them. */

export { default as MomentLine } from "./MomentLine.svelte";
export { default as Photos } from "../photos/Photos.svelte";
export { default as NoteDetails } from "./NoteDetails.svelte";
export { default as NoteEditor } from "./NoteEditor.svelte";
