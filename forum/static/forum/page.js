/* What every page carries. */
import "./theme.js";
import "./offline.js";
import "./once.js";
import "./refused.js";
import { watch } from "./countdown.js";

watch();
