/* What every page carries. */
import "./confirm.js";
import "./theme.js";
import "./offline.js";
import "./once.js";
import "./refused.js";
import "./zone.js";
import { watch } from "./countdown.js";

watch();
