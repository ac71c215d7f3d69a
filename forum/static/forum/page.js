/* What every page carries. */
import "./counter.js";
import "./confirm.js";
import "./links.js";
import "./marks.js";
import "./theme.js";
import "./offline.js";
import "./once.js";
import "./parting.js";
import "./refused.js";
import "./zone.js";
import { watch } from "./countdown.js";
import { forgetDrafts, keepDrafts } from "./drafts.js";

watch();
for (const form of document.querySelectorAll("[data-drafts]")) keepDrafts(form, form.dataset.drafts);
addEventListener("submit", ({ target }) => "forgets" in target.dataset && forgetDrafts());
