/* What every page carries. */
import "./theme.js";
import "./offline.js";
import { watch } from "./countdown.js";

watch();
