/** The room's page. */

import "../styles/tokens.css";
import "../styles/base.css";
import "./room.css";
import { mount } from "svelte";
import { keepFocus } from "../keys";
import Room from "./Room.svelte";

const target = document.getElementById("page");
keepFocus();
if (target) mount(Room, { target });
