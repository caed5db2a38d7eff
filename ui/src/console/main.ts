/** The console's page: finds its way to the engine and shows what there is. */

import "../styles/inter.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "./console.css";
import { mount } from "svelte";
import { keepFocus } from "../keys";
import { isTauri, tauriTransport } from "../transport/tauri";
import Browser from "./frame/Browser.svelte";
import Window from "./frame/Window.svelte";

const target = document.getElementById("app");
keepFocus();
if (target && isTauri()) mount(Window, { target, props: { transport: tauriTransport() } });
else if (target) mount(Browser, { target });
