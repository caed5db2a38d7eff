/** The pieces of a list with which the team finds and changes notes; who only reads does not load them. */

export { overlay } from "../../state";
export { attachTo, takesPictures } from "../photos/dropping";
export { default as Photos } from "../photos/Photos.svelte";
export { Changes } from "./changes.svelte";
export { Commands } from "./commands.svelte";
export { nearest } from "./jump";
export { default as ListFoot } from "./ListFoot.svelte";
export { default as ListHead } from "./ListHead.svelte";
export { default as MaskLine } from "./MaskLine.svelte";
export { default as MomentLine } from "./MomentLine.svelte";
export { default as NoteDetails } from "./NoteDetails.svelte";
export { default as NoteEditor } from "./NoteEditor.svelte";
export * as wish from "./wishes";
