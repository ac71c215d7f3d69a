/* What every page carries. */
import "./theme.js";
import "./offline.js";
import "./once.js";
import { watch } from "./countdown.js";

watch();
